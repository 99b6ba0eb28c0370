//! How a person wants to be spoken to: in which language, by which clock, on light or dark pages.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::{done::Done, operation::Asked, problem::ApiError};
use crate::{
    domain::{
        directory::accounts::{self, PreferenceChanges},
        kernel::Error,
    },
    render::ColorTheme,
    view::account::AccountPreferences,
};

/// What can be changed.
const MEMBERS: [&str; 3] = ["locale", "zoneinfo", "theme"];

/// `GET /api/v1/account/preferences`
pub fn show(asked: &Asked<'_>) -> Result<Done, ApiError> {
    Ok(Done::shown(&AccountPreferences::of(&asked.bearer.user))?)
}

/// `PATCH /api/v1/account/preferences`
pub async fn change(asked: Asked<'_>) -> Result<Done, ApiError> {
    let changes = wanted(&asked.body)?;
    let user = accounts::change_preferences(&asked.cx, &asked.bearer.user.id, changes).await?;
    Ok(Done::shown(&AccountPreferences::of(&user))?)
}

/// A merge patch (RFC 7396): what is null is as the browser wants it, what is left out stays.
fn wanted(body: &Map<String, Value>) -> Result<PreferenceChanges, Error> {
    if let Some(other) = body.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        let message = format!("{other:.40} cannot be changed here; these can: {}", MEMBERS.join(", "));
        return Err(Error::field("preferences", "not_changeable", message));
    }
    for (name, code) in [("locale", "locale_invalid"), ("zoneinfo", "zoneinfo_invalid"), ("theme", "theme_invalid")] {
        if body.get(name).is_some_and(|value| !value.is_string() && !value.is_null()) {
            return Err(Error::field(name, code, "a text, or null"));
        }
    }
    let theme = match body.get("theme").map(Value::as_str) {
        None => None,
        Some(None) => Some(ColorTheme::System),
        Some(Some(name)) => Some(
            ColorTheme::named(name)
                .ok_or_else(|| Error::field("theme", "theme_invalid", "one of system, light and dark"))?,
        ),
    };
    let text = |name: &str| body.get(name).map(|value| value.as_str().map(str::to_owned));
    Ok(PreferenceChanges { locale: text("locale"), zoneinfo: text("zoneinfo"), theme })
}

/// What a change may say.
pub fn patch_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "description": "A merge patch (RFC 7396): what is null is as the browser wants it, what is left out stays.",
        "properties": {
            "locale": {"type": ["string", "null"], "description": "A BCP 47 language tag"},
            "zoneinfo": {"type": ["string", "null"], "description": "A zone of the IANA database"},
            "theme": {"type": ["string", "null"], "enum": ["system", "light", "dark", null]},
        },
        "additionalProperties": false,
    })
}
