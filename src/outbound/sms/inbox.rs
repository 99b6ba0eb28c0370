//! The texts of the development inbox: the last ones, in memory, for the page `/dev/mail`.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::OutgoingText;

/// How many texts are kept.
const KEPT: usize = 50;

/// The last texts, the newest first.
#[derive(Default)]
pub struct TextInbox(Mutex<VecDeque<OutgoingText>>);

impl TextInbox {
    fn lock(&self) -> MutexGuard<'_, VecDeque<OutgoingText>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a text in; a copy takes the place of its first.
    pub(super) fn put(&self, text: OutgoingText) {
        let mut all = self.lock();
        all.retain(|one| one.id != text.id);
        all.push_front(text);
        all.truncate(KEPT);
    }

    /// All of them, the newest first.
    pub fn list(&self) -> Vec<OutgoingText> {
        self.lock().iter().cloned().collect()
    }
}
