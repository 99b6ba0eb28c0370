//! All that is kept about a person, and the end of it.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::{done::Done, operation::Asked, problem::ApiError};
use crate::{
    domain::directory::accounts::{export as exports, leaving},
    http::pages::account_data::{ExportWriter, written},
    view::account::AccountDeletion,
};

/// The word of the person.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeletionWish {
    /// The user name of the account, as the person typed it to say that they mean it.
    confirmation: String,
}

/// `GET /api/v1/account/data`
pub async fn export(asked: Asked<'_>) -> Result<Done, ApiError> {
    let user = &asked.fresh()?.user.id;
    let data = exports::begin(&asked.cx, user).await?;
    let data = data.for_app(&asked.cx, &asked.bearer.client.client, &asked.bearer.sub);
    let caller = &asked.call.caller;
    let writer = ExportWriter {
        app: Arc::clone(&caller.app),
        issuer: caller.issuer.clone(),
        actor: asked.bearer.actor(),
        user: user.clone(),
    };
    Ok(Done::written(written(writer, data)))
}

/// `POST /api/v1/account/deletion`
pub async fn delete(asked: Asked<'_>) -> Result<Done, ApiError> {
    let DeletionWish { confirmation } = asked.read()?;
    let user = &asked.fresh()?.user.id;
    let outcome = leaving::request(&asked.cx, user, &confirmation, None).await?;
    Ok(Done::shown(&AccountDeletion::of(outcome))?)
}

/// The document that is taken along: the same as of the page. Its members grow with what is kept.
pub fn export_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "description": "All that is kept about the person, as the page for it hands out, \
                        without the names by which other apps know the person and their sessions, and without \
                        what both are called here: account.id is the sub of this app, sessions have no id, and each other \
                        id is known so to this app alone.",
        "required": ["sessions", "events", "tokens_issued", "token_counts"],
        "properties": {
            "sessions": {"type": "array"},
            "events": {"type": "array"},
            "tokens_issued": {"type": "array"},
            "token_counts": {"type": "array"},
        },
    })
}
