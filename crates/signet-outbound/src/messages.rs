//! What mails and text messages share on their way out: what comes of a try, and the drivers that reach no service.

use std::{
    collections::VecDeque,
    fs, io,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::http::{FetchError, Posted};

/// Longest part of an answer that is looked at, in bytes.
const LONGEST_ANSWER: usize = 2000;
/// Longest reason that is kept, in characters.
pub(super) const LONGEST_REASON: usize = 300;
/// How many messages an inbox keeps.
const KEPT: usize = 50;

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageVerdict {
    /// It is sent; what was answered.
    Sent(String),
    /// It will never be: why.
    Refused(String),
    /// Not now: why.
    Later {
        /// For the operator; without secret, address, number and code.
        why: String,
        /// Whether nothing gets through at present, not only this message.
        down: bool,
    },
}

impl MessageVerdict {
    /// Nothing gets through at present: why.
    pub fn down(why: impl Into<String>) -> Self {
        Self::Later { why: why.into(), down: true }
    }

    /// Nobody answered.
    pub(super) fn unanswered(base: &str, why: &FetchError) -> Self {
        Self::down(format!("{base}: {}", why.for_operator()))
    }

    /// A service has it.
    pub(super) fn taken(base: &str, answer: &Posted) -> Self {
        Self::Sent(format!("{} from {base}", answer.status))
    }

    /// Another answer than that the message is taken, with what may be told of it.
    pub(super) fn of_answer(base: &str, answer: &Posted, told: &str, is_final: bool) -> Self {
        let why = format!("{} from {base}: {told}", answer.status);
        // RFC 9110 §15.6, RFC 6585 §4: what is said of the service or of how much we ask of it.
        let down = answer.status >= 500 || answer.status == 429;
        if is_final { Self::Refused(why) } else { Self::Later { why, down } }
    }
}

/// What a service says, on one line.
pub(super) fn said(answer: &Posted) -> String {
    let text = String::from_utf8_lossy(&answer.body[..answer.body.len().min(LONGEST_ANSWER)]);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Why there is nothing that sends.
#[derive(Debug, thiserror::Error)]
#[error("{key}: {why}")]
pub struct SenderError {
    /// The setting, with its section.
    pub key: &'static str,
    /// What is wrong with it.
    pub why: String,
}

impl SenderError {
    /// What the driver needs is not set.
    pub(super) fn missing(key: &'static str) -> Self {
        Self { key, why: "it is not set".to_owned() }
    }
}

/// Writes a message to a file in the folder of a setting, for a program that takes it from there: whole, or not at all. A
/// second copy takes the place of the first.
pub(super) async fn write_file(setting: &str, folder: &Path, name: String, content: Vec<u8>) -> MessageVerdict {
    let folder = folder.to_owned();
    let written = tokio::task::spawn_blocking(move || put(&folder, &name, &content)).await;
    match written.unwrap_or_else(|_| Err(io::Error::other("interrupted"))) {
        Ok(()) => MessageVerdict::Sent("written to its file".to_owned()),
        Err(why) => MessageVerdict::down(format!("{setting} cannot be written to: {why}")),
    }
}

fn put(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let part = folder.join(format!("{name}.part"));
    // Links and codes are nobody else's business.
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&part, folder.join(name))?;
    fs::File::open(folder)?.sync_all()
}

/// The development inbox: the last messages by their names, the newest first, in memory, for the page `/dev/mail`.
pub struct Inbox<T>(Mutex<VecDeque<(String, T)>>);

impl<T> Default for Inbox<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Inbox<T> {
    fn lock(&self) -> MutexGuard<'_, VecDeque<(String, T)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a message in; a copy takes the place of its first.
    pub(super) fn put(&self, id: &str, message: T) -> MessageVerdict {
        let mut all = self.lock();
        all.retain(|(known, _)| known != id);
        all.push_front((id.to_owned(), message));
        all.truncate(KEPT);
        MessageVerdict::Sent("it waits at /dev/mail".to_owned())
    }

    /// All of them, the newest first.
    pub fn list(&self) -> Vec<T> {
        self.lock().iter().map(|(_, message)| message.clone()).collect()
    }

    /// One by its name.
    pub fn find(&self, id: &str) -> Option<T> {
        self.lock().iter().find(|(known, _)| known == id).map(|(_, message)| message.clone())
    }
}
