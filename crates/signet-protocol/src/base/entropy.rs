//! Randomness: the only file that may draw it.
//!
//! `Seeded` exists so that tests have stable codes and identifiers; it is a counter run
//! through SHA-256 and must never serve people, which is why only tests construct it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use aws_lc_rs::{digest, rand::SecureRandom};
use data_encoding::BASE64URL_NOPAD;

use super::secret::Secret;

/// Where random bytes come from.
#[derive(Debug, Clone)]
pub enum Entropy {
    /// The operating system's generator, by way of aws-lc.
    System,
    /// A deterministic sequence for tests.
    Seeded(Arc<Sequence>),
}

/// The state of a deterministic sequence.
#[derive(Debug)]
pub struct Sequence {
    seed: u64,
    drawn: AtomicU64,
}

impl Entropy {
    /// A deterministic source for tests.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Sequence { seed, drawn: AtomicU64::new(0) }))
    }

    /// Fills `out` with random bytes.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: there is no safe way to go on.
    // The one permitted call: everything else draws from here.
    #[allow(clippy::disallowed_methods)]
    pub fn fill(&self, out: &mut [u8]) {
        match self {
            Self::System => {
                let drawn = aws_lc_rs::rand::SystemRandom::new().fill(out);
                assert!(drawn.is_ok(), "the operating system's random generator failed");
            }
            Self::Seeded(sequence) => {
                for chunk in out.chunks_mut(32) {
                    let count = sequence.drawn.fetch_add(1, Ordering::SeqCst);
                    let mut block = [0u8; 16];
                    block[..8].copy_from_slice(&sequence.seed.to_be_bytes());
                    block[8..].copy_from_slice(&count.to_be_bytes());
                    let hash = digest::digest(&digest::SHA256, &block);
                    chunk.copy_from_slice(&hash.as_ref()[..chunk.len()]);
                }
            }
        }
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0u8; N];
        self.fill(&mut out);
        out
    }

    /// A bearer secret of 256 bits, base64url without padding (43 characters).
    pub fn token(&self) -> Secret<String> {
        Secret::new(BASE64URL_NOPAD.encode(&self.bytes::<32>()))
    }
}
