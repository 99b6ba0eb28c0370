//! Another password.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{done::Done, operation::Asked, problem::ApiError};
use crate::{
    base::secret::Secret,
    domain::{directory::accounts, sessions::visitor::Visitor},
};

/// The password from now on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenPassword {
    /// The password.
    #[schemars(with = "String")]
    password: Secret<String>,
}

/// `PUT /api/v1/account/password`
pub async fn change(asked: Asked<'_>) -> Result<Done, ApiError> {
    let ChosenPassword { password } = asked.read()?;
    accounts::change_password(&asked.cx, &Visitor::STRANGER, asked.fresh()?, password).await?;
    Ok(Done::nothing())
}
