//! Another user name, where the operator lets people choose.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{done::Done, operation::Asked, problem::ApiError, profile};
use crate::domain::directory::accounts;

/// The user name from now on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenUsername {
    /// The user name.
    username: String,
}

/// `PUT /api/v1/account/username`
pub async fn change(asked: Asked<'_>) -> Result<Done, ApiError> {
    let ChosenUsername { username } = asked.read()?;
    let user = accounts::change_username(&asked.cx, &asked.fresh()?.user.id, &username).await?;
    profile::shown(asked.bearer, &user)
}
