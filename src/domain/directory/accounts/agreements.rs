//! What people agree to: the documents of `[terms]`, each in its version.

use crate::{
    domain::kernel::{Cx, Error, Event, Work},
    store::{
        agreements::{self, KeptAgreement},
        users::{self, User},
    },
};

/// A document that somebody agreed to, in the version that they were shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreedDocument {
    /// Which.
    pub id: String,
    /// In which version.
    pub version: String,
}

impl AgreedDocument {
    fn mark(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}

/// What is kept of a person once they agreed to these as well: the newest version of each document.
pub(super) fn marks(before: Option<&str>, agreed: &[AgreedDocument]) -> Option<String> {
    let is_newer = |mark: &&str| !agreed.iter().any(|one| mark.split('@').next() == Some(one.id.as_str()));
    let kept = before.unwrap_or_default().split(' ').filter(|mark| !mark.is_empty()).filter(is_newer);
    let mut all: Vec<String> = kept.map(str::to_owned).chain(agreed.iter().map(AgreedDocument::mark)).collect();
    all.sort_unstable();
    all.dedup();
    (!all.is_empty()).then(|| all.join(" "))
}

/// Writes down what a person who is held agreed to.
///
/// # Errors
/// When the database fails.
pub async fn agree(cx: &Cx<'_>, work: &mut Work, person: &User, agreed: &[AgreedDocument]) -> Result<(), Error> {
    if agreed.is_empty() {
        return Ok(());
    }
    if let Some(marks) = marks(person.agreed.as_deref(), agreed) {
        users::set_agreed(work, &person.id, &marks).await?;
    }
    write_down(cx, work, person, agreed).await
}

/// The rows of what somebody agreed to, whose account says so already.
pub(super) async fn write_down(
    cx: &Cx<'_>,
    work: &mut Work,
    person: &User,
    agreed: &[AgreedDocument],
) -> Result<(), Error> {
    for one in agreed {
        let row = KeptAgreement { document: one.id.clone(), version: one.version.clone(), agreed_at: cx.now };
        agreements::insert(work, &person.id, &row).await?;
    }
    let documents = agreed.iter().map(AgreedDocument::mark).collect();
    work.emit(cx, Event::TermsAgreed { user: person.id.clone(), documents }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_of_each_document_is_kept() {
        let agreed = |id: &str, version: &str| AgreedDocument { id: id.to_owned(), version: version.to_owned() };
        let both = [agreed("terms", "2"), agreed("privacy", "1")];
        assert_eq!(marks(None, &both).as_deref(), Some("privacy@1 terms@2"));
        assert_eq!(marks(Some("news@1 terms@1"), &both).as_deref(), Some("news@1 privacy@1 terms@2"));
        assert_eq!(marks(Some("news@1"), &[]).as_deref(), Some("news@1"));
        assert_eq!(marks(None, &[]), None);
    }
}
