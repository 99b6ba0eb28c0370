//! Apps that may use a person's account, and taking that back.

use super::{done::Done, operation::Asked, problem::ApiError};
use crate::{
    domain::approval::{access, consents},
    protocol::client::ClientId,
    view::{self, account::AccountApps},
};

/// `GET /api/v1/account/apps`
pub async fn list(asked: Asked<'_>) -> Result<Done, ApiError> {
    let apps = access::apps(&asked.cx, &asked.bearer.user.id).await?;
    Ok(Done::shown(&AccountApps { apps: view::all(&apps) })?)
}

/// `DELETE /api/v1/account/apps/{client_id}`
pub async fn remove(asked: Asked<'_>) -> Result<Done, ApiError> {
    let client = ClientId::new(asked.call.named("client_id")?);
    consents::withdraw(&asked.cx, &asked.bearer.user.id, &client).await?;
    Ok(Done::nothing())
}
