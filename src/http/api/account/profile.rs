//! Who a person is: shown, and what they say of themselves changed.

use axum::http::{HeaderMap, header};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::{
    done::Done,
    operation::Asked,
    problem::{ApiError, ProblemKind},
};
use crate::{
    domain::{
        directory::accounts::own_claims::{self, Expected, OWN_CLAIMS, OwnChange},
        own_account::Bearer,
    },
    store::users::User,
    view::account::AccountProfile,
};

/// `GET /api/v1/account`
pub fn show(asked: &Asked<'_>) -> Result<Done, ApiError> {
    shown(asked.bearer, &asked.bearer.user)
}

pub(super) fn shown(bearer: &Bearer, user: &User) -> Result<Done, ApiError> {
    let tag = format!("\"{}\"", own_claims::version(user));
    Ok(Done::shown(&AccountProfile::of(user, &bearer.sub))?.with(header::ETAG, &tag)?)
}

/// `PATCH /api/v1/account`
pub async fn change(asked: Asked<'_>) -> Result<Done, ApiError> {
    let tags = expected(&asked.call.headers)?;
    let versions: Vec<&str> = tags.iter().filter_map(|tag| tag.strip_prefix('"')?.strip_suffix('"')).collect();
    let expected = if tags.iter().any(|tag| tag == "*") { Expected::Any } else { Expected::Versions(&versions) };
    match own_claims::change(&asked.cx, &asked.bearer.user.id, asked.body, expected).await? {
        OwnChange::Made(user) => shown(asked.bearer, &user),
        OwnChange::Outdated => Err(ApiError::Problem(
            ProblemKind::PreconditionFailed,
            "the profile is not the one that If-Match names; read it again (RFC 9110 section 13.1.1)".to_owned(),
        )),
    }
}

/// The entity tags of `If-Match`; those that are weak never match (RFC 9110 §13.1.1).
fn expected(headers: &HeaderMap) -> Result<Vec<String>, ApiError> {
    let lines = headers.get_all(header::IF_MATCH).iter().filter_map(|value| value.to_str().ok());
    let tags: Vec<String> = lines.flat_map(|line| line.split(',')).map(|tag| tag.trim().to_owned()).collect();
    if !tags.is_empty() {
        return Ok(tags);
    }
    let detail = "If-Match is missing: say by its ETag which profile is to be changed (RFC 6585 section 3)";
    Err(ApiError::Problem(ProblemKind::PreconditionRequired, detail.to_owned()))
}

/// What a change may say: a merge patch of these members (RFC 7396).
pub fn patch_schema(_: &mut SchemaGenerator) -> Schema {
    let text = json!({"type": ["string", "null"]});
    let members: Map<String, Value> = OWN_CLAIMS.iter().map(|name| ((*name).to_owned(), text.clone())).collect();
    json_schema!({
        "type": "object",
        "description": "A merge patch (RFC 7396): what is null is forgotten, what is left out stays.",
        "properties": members,
        "additionalProperties": false,
    })
}
