//! Makes a mail's subject, text and HTML: the words in the person's language, in our layout or the operator's.

use std::path::Path;

use minijinja::{
    AutoEscape, Environment, Error, UndefinedBehavior, escape_formatter, syntax::SyntaxConfig, value::Serde,
};

use super::{
    content::MailContent,
    context::{Context, context, one_line},
    kind::MailKind,
    overrides::{self, TemplateProblem},
};
use crate::{Branding, Locale};

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
            ("signet/letter.html", include_str!("../../../../templates/mail/letter.html")),
            ("signet/letter.txt", include_str!("../../../../templates/mail/letter.txt")),
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
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
