//! How somebody wants to be spoken to: in which language, by which clock, on light or dark pages.

use serde_json::{Map, Value};

use super::{check, own_claims::merge};
use crate::{
    base::{id::UserId, text::is_language_tag},
    domain::kernel::{Cx, Error, On, Permission, permit},
    protocol::claims::zone::is_zone,
    render::ColorTheme,
    store::users::{self, User},
};

/// What to change; an absent member stays as it is, an inner `None` is as the browser wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PreferenceChanges {
    /// The language of pages and mails, and the claim `locale`.
    pub locale: Option<Option<String>>,
    /// The clock by which times are told, and the claim `zoneinfo`.
    pub zoneinfo: Option<Option<String>>,
    /// Light or dark pages.
    pub theme: Option<ColorTheme>,
}

/// Light or dark pages, as somebody wants them.
pub fn theme(person: &User) -> ColorTheme {
    person.theme.as_deref().and_then(ColorTheme::named).unwrap_or_default()
}

/// Changes how somebody wants to be spoken to.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] with every field that must be corrected.
pub async fn change_preferences(cx: &Cx<'_>, user: &UserId, changes: PreferenceChanges) -> Result<User, Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    let mut problems = Vec::new();
    if changes.locale.iter().flatten().any(|tag| !is_language_tag(tag)) {
        check::add(&mut problems, "locale", "locale_invalid", "a BCP 47 language tag, such as en-GB");
    }
    if changes.zoneinfo.iter().flatten().any(|zone| !is_zone(zone)) {
        check::add(&mut problems, "zoneinfo", "zoneinfo_invalid", "a zone of the IANA database, such as Europe/London");
    }
    check::all_well(problems)?;
    let claims = [("locale", changes.locale), ("zoneinfo", changes.zoneinfo)];
    let patch: Map<String, Value> =
        claims.into_iter().filter_map(|(name, wish)| Some((name.to_owned(), Value::from(wish?)))).collect();
    cx.write(async |work| {
        let before = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        let person = merge(cx, work, &before, patch).await?.unwrap_or(before);
        let Some(theme) = changes.theme else { return Ok(person) };
        let theme = theme.kept().map(str::to_owned);
        if theme == person.theme {
            return Ok(person);
        }
        users::set_theme(work, user, theme.as_deref()).await?;
        Ok(User { theme, ..person })
    })
    .await
}
