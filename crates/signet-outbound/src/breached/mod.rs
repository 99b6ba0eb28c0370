//! Passwords that stand in a list of stolen ones: in a file of ours, or at a service that is told no password.

mod file;
mod range;

use std::{path::Path, sync::Arc};

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
pub use file::{BreachedFile, FileProblem, write_file};

use super::http::Outbound;

/// Where stolen passwords are looked up.
pub enum BreachedPasswords {
    /// Nowhere.
    Unknown,
    /// In a file.
    File(Arc<BreachedFile>),
    /// At a service.
    Service(String),
}

/// What a look-up found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breached {
    /// It stands in the list.
    Yes,
    /// It does not, or there is no list.
    No,
    /// The list could not be looked into.
    Failed,
}

impl BreachedPasswords {
    /// By the settings.
    ///
    /// # Errors
    /// When the file is none of ours.
    pub fn new(file: Option<&Path>, url: Option<&str>) -> Result<Self, FileProblem> {
        Ok(match (file, url) {
            (Some(path), _) => Self::File(Arc::new(BreachedFile::open(path)?)),
            (None, Some(url)) => Self::Service(url.to_owned()),
            (None, None) => Self::Unknown,
        })
    }

    /// Looks a password up.
    pub async fn look_up(&self, outbound: &Outbound, password: &str) -> Breached {
        let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
        let found = match self {
            Self::Unknown => return Breached::No,
            Self::File(file) => {
                let (file, key) = (Arc::clone(file), file::key_of(hash.as_ref()));
                // A disk that is slow must not stop what else is answered.
                tokio::task::spawn_blocking(move || file.holds(key))
                    .await
                    .map_err(|why| why.to_string())
                    .and_then(|held| held.map_err(|why| why.to_string()))
            }
            Self::Service(url) => range::holds(outbound, url, hash.as_ref()).await.map_err(|why| why.to_string()),
        };
        let outcome = match found {
            Ok(true) => Breached::Yes,
            Ok(false) => Breached::No,
            Err(why) => {
                tracing::warn!(%why, "stolen passwords could not be looked up; the password is accepted");
                Breached::Failed
            }
        };
        metrics::counter!(crate::telemetry::BREACHED_PASSWORDS, "outcome" => outcome.as_str()).increment(1);
        outcome
    }
}

impl Breached {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "breached",
            Self::No => "clean",
            Self::Failed => "failed",
        }
    }
}
