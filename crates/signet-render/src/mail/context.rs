//! What a template knows of a mail: its words in the person's language, the brand, the colors.

use serde::Serialize;

use super::content::MailContent;
use crate::{Branding, Locale, locale::Arg, people::initial};

/// What a template knows. docs/mail.md explains each.
#[derive(Serialize)]
pub(super) struct Context<'a> {
    kind: &'static str,
    locale: &'static str,
    dir: &'static str,
    start: &'static str,
    end: &'static str,
    colon: &'static str,
    pub(super) subject: String,
    title: String,
    text: String,
    note: String,
    button: Option<String>,
    link: Option<&'a str>,
    copy_link: String,
    code: Option<&'a str>,
    account: Option<&'a str>,
    until: Option<String>,
    facts: Vec<Fact>,
    reason: String,
    places: Vec<Place<'a>>,
    brand: Brand<'a>,
    theme: Colors,
}

#[derive(Serialize)]
struct Fact {
    name: String,
    value: String,
}

#[derive(Serialize)]
struct Place<'a> {
    name: String,
    url: &'a str,
}

#[derive(Serialize)]
struct Brand<'a> {
    name: &'a str,
    initial: String,
    url: &'a str,
    logo_url: Option<String>,
}

#[derive(Serialize)]
struct Colors {
    light: String,
    dark: String,
    on_light: String,
    on_dark: String,
    radius: u8,
}

pub(super) fn context<'a>(
    content: &'a MailContent,
    locale: Locale,
    branding: &'a Branding,
    issuer: &'a str,
) -> Context<'a> {
    let brand = &branding.brand;
    let named = |key: &str| locale.text_with(key, &[("brand", Arg::Text(&brand.name))]);
    let of_kind = |text: &str| named(&content.kind.key(text));
    let moment = |key: &str, at| locale.text_with(key, &[("moment", Arg::Text(&locale.moment(at)))]);
    let account = content.account.as_deref();
    let fact = |key: &str, value: String| Fact { name: locale.text(key), value };
    let mut facts: Vec<Fact> = account.map(|name| fact("mail-account", name.to_owned())).into_iter().collect();
    facts.extend(content.happened_at.map(|at| fact("mail-time", locale.moment(at))));
    facts.extend(content.place.as_ref().map(|place| fact("mail-place", place.clone())));
    facts.extend(content.codes_left.map(|left| fact("mail-codes-left", left.to_string())));
    let place = |key: &str, url: &'a Option<String>| {
        let name = locale.text_with(key, &[("name", Arg::Text(&brand.name))]);
        url.as_deref().map(|url| Place { name, url })
    };
    let places = [
        place("footer-support", &brand.support_url),
        place("footer-privacy", &brand.privacy_url),
        place("footer-terms", &brand.terms_url),
    ];
    let (start, end) = if locale.dir() == "rtl" { ("right", "left") } else { ("left", "right") };
    let theme = branding.theme;
    Context {
        kind: content.kind.as_str(),
        locale: locale.tag(),
        dir: locale.dir(),
        start,
        end,
        colon: locale.colon(),
        subject: one_line(&of_kind("subject")),
        title: of_kind("title"),
        text: of_kind("text"),
        note: of_kind("note"),
        button: content.link.is_some().then(|| of_kind("button")),
        link: content.link.as_deref(),
        copy_link: locale.text("mail-copy-link"),
        code: content.code.as_deref(),
        account,
        until: content.ends_at.map(|at| moment("mail-until", at)),
        facts,
        reason: named(if account.is_some() { "mail-sent-by" } else { "mail-sent-once" }),
        places: places.into_iter().flatten().collect(),
        brand: Brand {
            name: &brand.name,
            initial: initial(&brand.name),
            url: issuer,
            logo_url: logo(branding, issuer),
        },
        theme: Colors {
            light: theme.light.to_string(),
            dark: theme.dark.to_string(),
            on_light: theme.on_light.to_string(),
            on_dark: theme.on_dark.to_string(),
            radius: theme.radius,
        },
    }
}

/// The logo, where programs that show mail can show it: hardly any of them shows an SVG or WebP.
fn logo(branding: &Branding, issuer: &str) -> Option<String> {
    let logo = branding.assets.logo.as_ref()?;
    let shown = ["image/png", "image/jpeg"].contains(&logo.content_type);
    shown.then(|| format!("{issuer}/assets/{}", logo.name))
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
