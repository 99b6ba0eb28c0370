//! Makes a mail's subject, text and HTML: the words in the person's language, in our layout or the operator's.

use std::path::Path;

use minijinja::{
    AutoEscape, Environment, Error, UndefinedBehavior, escape_formatter, syntax::SyntaxConfig, value::Serde,
};
use serde::Serialize;

use super::{
    content::MailContent,
    kind::MailKind,
    overrides::{self, TemplateProblem},
};
use crate::render::{Branding, Locale, locale::Arg, people::initial};

/// Steps that one template may take: a loop without end stops here.
const FUEL: u64 = 100_000;

/// A mail, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// For those who read no HTML.
    pub text: String,
    /// For the others.
    pub html: String,
}

/// The templates of all mails.
pub struct Letters {
    environment: Environment<'static>,
}

/// What a template knows. docs/mail.md explains each.
#[derive(Serialize)]
struct Context<'a> {
    kind: &'static str,
    locale: &'static str,
    dir: &'static str,
    start: &'static str,
    end: &'static str,
    subject: String,
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

impl Letters {
    /// Ours alone.
    pub fn built_in() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
            Some("html") => AutoEscape::Html,
            _ => AutoEscape::None,
        });
        environment.set_formatter(|out, state, value| match value.as_str() {
            // Addresses stay as they are written: the slash needs no escape.
            Some(text) if *state.auto_escape() == AutoEscape::Html && !value.is_safe() => {
                out.write_str(&escaped(text)).map_err(Error::from)
            }
            _ => escape_formatter(out, state, value),
        });
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            environment.set_syntax(syntax);
        }
        for (name, source) in [
            ("signet/letter.html", include_str!("../../../templates/mail/letter.html")),
            ("signet/letter.txt", include_str!("../../../templates/mail/letter.txt")),
        ] {
            if let Err(error) = environment.add_template(name, source) {
                // A test renders them: they are part of the program.
                tracing::error!(%error, name, "a template of ours cannot be read");
            }
        }
        Self { environment }
    }

    /// With an operator's files above ours; each is tried with every kind of mail in every language.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn load(folder: Option<&Path>, branding: &Branding, issuer: &str) -> Result<Self, Vec<TemplateProblem>> {
        let mut letters = Self::built_in();
        let Some(folder) = folder else { return Ok(letters) };
        let mut problems = overrides::read(folder, &mut letters.environment);
        if problems.is_empty() {
            problems = overrides::tried(folder, &letters, branding, issuer);
        }
        if problems.is_empty() { Ok(letters) } else { Err(problems) }
    }

    /// Makes a mail.
    ///
    /// # Errors
    /// When a template of the operator's fails.
    pub fn write(
        &self,
        content: &MailContent,
        locale: Locale,
        branding: &Branding,
        issuer: &str,
    ) -> Result<Letter, Error> {
        let mut context = context(content, locale, branding, issuer);
        if let Some(name) = self.find(content.kind, locale, "subject") {
            context.subject = one_line(&self.render(&name, &context)?);
        }
        let html = self.name(content.kind, locale, "html");
        let text = self.name(content.kind, locale, "txt");
        Ok(Letter {
            html: self.render(&html, &context)?,
            text: tidy(&self.render(&text, &context)?),
            subject: context.subject,
        })
    }

    fn render(&self, name: &str, context: &Context<'_>) -> Result<String, Error> {
        self.environment.get_template(name)?.render(Serde(context))
    }

    /// The operator's template: the more it is for this mail, the sooner it is taken.
    fn find(&self, kind: MailKind, locale: Locale, ending: &str) -> Option<String> {
        let (kind, tag) = (kind.as_str(), locale.tag());
        let mut names = vec![format!("{kind}.{tag}.{ending}"), format!("{kind}.{ending}")];
        names.extend([format!("letter.{tag}.{ending}"), format!("letter.{ending}")]);
        names.into_iter().find(|name| self.environment.get_template(name).is_ok())
    }

    fn name(&self, kind: MailKind, locale: Locale, ending: &str) -> String {
        self.find(kind, locale, ending).unwrap_or_else(|| format!("signet/letter.{ending}"))
    }
}

fn context<'a>(content: &'a MailContent, locale: Locale, branding: &'a Branding, issuer: &'a str) -> Context<'a> {
    let brand = &branding.brand;
    let named = |key: &str| locale.text_with(key, &[("brand", Arg::Text(&brand.name))]);
    let of_kind = |text: &str| named(&content.kind.key(text));
    let moment = |key: &str, at| locale.text_with(key, &[("moment", Arg::Text(&locale.moment(at)))]);
    let account = content.account.as_deref();
    let fact = |key: &str, value: String| Fact { name: locale.text(key), value };
    let mut facts: Vec<Fact> = account.map(|name| fact("mail-account", name.to_owned())).into_iter().collect();
    facts.extend(content.happened_at.map(|at| fact("mail-time", locale.moment(at))));
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No more than one empty line in a row, and none at either end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines() {
        // The mark before a signature ends with a space.
        let line = if line == "-- " { line } else { line.trim_end() };
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}
