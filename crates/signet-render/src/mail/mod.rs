//! Mails: what each says, in which language, as HTML and as plain text.
//!
//! A [`MailContent`] is what a mail is about; [`Letters`] makes subject, text and HTML of it. The words stand in
//! `templates/locales/*/mail.ftl`, the layout in `templates/mail`; an operator's files may take the place of the latter.

mod content;
mod context;
mod kind;
mod letters;
mod overrides;
#[cfg(test)]
mod tests;

pub use content::MailContent;
pub use kind::{MailKind, MailPart};
pub use letters::{Letter, Letters};
pub use overrides::TemplateProblem;
