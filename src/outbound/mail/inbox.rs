//! The development inbox: the last mails, in memory, for the page `/dev/mail`.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::OutgoingMail;
use crate::base::time::Timestamp;

/// How many mails are kept.
const KEPT: usize = 50;

/// A mail that waits for whoever develops.
#[derive(Clone)]
pub struct InboxMail {
    /// Its name.
    pub id: String,
    /// When it was written.
    pub at: Timestamp,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

/// The last mails. Cloning shares them.
#[derive(Clone, Default)]
pub struct Inbox(Arc<Mutex<VecDeque<InboxMail>>>);

impl Inbox {
    /// Puts a mail in; a copy takes the place of its first.
    pub(super) fn put(&self, mail: &OutgoingMail) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| one.id != mail.id);
        all.push_front(InboxMail {
            id: mail.id.clone(),
            at: mail.at,
            to: mail.to.clone(),
            subject: mail.subject.clone(),
            text: mail.text.clone(),
            html: mail.html.clone(),
        });
        all.truncate(KEPT);
    }

    /// All of them, the newest first.
    pub fn list(&self) -> Vec<InboxMail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// One by its name.
    pub fn find(&self, id: &str) -> Option<InboxMail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|one| one.id == id).cloned()
    }
}
