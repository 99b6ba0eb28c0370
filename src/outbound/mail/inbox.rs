//! The development inbox: the last mails, in memory, for the page `/dev/mail`.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::OutgoingMail;

/// How many mails are kept.
const KEPT: usize = 50;

/// The last mails, the newest first.
#[derive(Default)]
pub struct Inbox(Mutex<VecDeque<OutgoingMail>>);

impl Inbox {
    fn lock(&self) -> MutexGuard<'_, VecDeque<OutgoingMail>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a mail in; a copy takes the place of its first.
    pub(super) fn put(&self, mail: OutgoingMail) {
        let mut all = self.lock();
        all.retain(|one| one.id != mail.id);
        all.push_front(mail);
        all.truncate(KEPT);
    }

    /// All of them, the newest first.
    pub fn list(&self) -> Vec<OutgoingMail> {
        self.lock().iter().cloned().collect()
    }

    /// One by its name.
    pub fn find(&self, id: &str) -> Option<OutgoingMail> {
        self.lock().iter().find(|one| one.id == id).cloned()
    }
}
