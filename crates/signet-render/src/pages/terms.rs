//! The operator's documents: agreed to when an account is made, and again when there is a new version.

use askama::Template;

use crate::{AfterPost, CancelForm, ClientCard, Frame, Locale, Page, Person};

/// A document with its box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentBox {
    /// Its name in the form: `agree-` and its id.
    pub name: String,
    /// What is sent where the box is ticked: the version that was shown.
    pub version: String,
    /// What people call it.
    pub title: String,
    /// Where it stands.
    pub url: Option<String>,
    /// Its words.
    pub text: Option<String>,
    /// Whether nobody goes on without it.
    pub is_required: bool,
    /// Whether the box is ticked.
    pub is_ticked: bool,
    /// Whether it was not, and must be.
    pub is_missing: bool,
}

/// Asks somebody who is signed in to agree.
///
/// Posts each [`DocumentBox`], `account`, `interaction` and `csrf` to `action`; "I do not agree" posts `interaction` and
/// what [`CancelForm`] says.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/terms.html")]
pub struct TermsPage {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Who is signed in.
    pub person: Person,
    /// The session whose person it is.
    pub account: String,
    /// The interaction.
    pub interaction: String,
    /// What is asked.
    pub documents: Vec<DocumentBox>,
    /// Where the form goes.
    pub action: String,
    /// "I do not agree".
    pub decline: CancelForm,
}

impl DocumentBox {
    /// What the pages call a document that the operator has given no title.
    pub fn own_title(id: &str, locale: Locale) -> String {
        match id {
            "privacy" => locale.text("terms-name-privacy"),
            _ => locale.text("terms-name-terms"),
        }
    }
}

impl TermsPage {
    fn is_wrong(&self) -> bool {
        self.documents.iter().any(|one| one.is_missing)
    }
}

impl Page for TermsPage {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl DocumentBox {
    /// Two documents: one that stands elsewhere, and one whose words are shown.
    pub fn samples() -> Vec<Self> {
        let terms = Self {
            name: "agree-terms".to_owned(),
            version: "2026-11".to_owned(),
            title: "Terms of Service".to_owned(),
            url: Some("https://example.com/terms".to_owned()),
            text: None,
            is_required: true,
            is_ticked: false,
            is_missing: false,
        };
        let news = Self {
            name: "agree-news".to_owned(),
            version: "1".to_owned(),
            title: "Our newsletter".to_owned(),
            url: None,
            text: Some("We write once a month.\nYou can end it at any time.".to_owned()),
            is_required: false,
            ..terms.clone()
        };
        vec![terms, news]
    }
}

#[cfg(test)]
impl TermsPage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/terms?interaction=int_1"),
            client: Some(ClientCard::sample()),
            person: Person::sample(),
            account: "ses_1".to_owned(),
            interaction: "int_1".to_owned(),
            documents: DocumentBox::samples(),
            action: "/terms".to_owned(),
            decline: CancelForm::sample(),
        };
        let missing = DocumentBox::samples().into_iter().map(|one| DocumentBox { is_missing: one.is_required, ..one });
        let wrong = Self { documents: missing.collect(), ..plain.clone() };
        let own = Self { client: None, person: Person::long_sample(), ..plain.clone() };
        vec![("terms_missing", wrong), ("terms_own_long", own), ("terms", plain)]
    }
}
