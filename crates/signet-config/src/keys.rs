//! `[keys]`: the master key and the rhythm of the signing keys.

use std::path::PathBuf;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use toml::Value;
use zeroize::Zeroize;

use super::{
    problem::{InvalidValue, Source},
    section::{Checker, section},
    units::print_length,
    value::{Given, Setting},
};
use crate::base::{secret::Secret, time::Seconds};

section! {
    /// The master key, which seals signing keys and client secrets in the database, and the
    /// rhythm in which signing keys change. Taken in this order: master_key,
    /// master_key_command, master_key_file.
    Keys, check = check {
        /// File that holds the master key. Generated with mode 0600 when it is missing and the
        /// database seals nothing yet. Back it up apart from the database: without it, sealed
        /// rows are lost.
        master_key_file: PathBuf = PathBuf::from("keys/master.key");
        /// The master key itself: 32 random bytes in base64 (openssl rand -base64 32). Meant for
        /// the environment variable SIGNET__KEYS__MASTER_KEY; do not write it into this file.
        master_key: Option<MasterKeySetting> = None, example = "\"<32 bytes in base64>\"";
        /// Program and arguments that print the master key in base64, for a secret store or a
        /// KMS. Run once at start, without a shell.
        master_key_command: Vec<String> = Vec::new();
        /// Files of earlier master keys, tried for rows that the present one does not open. Needed
        /// until `signet keys rewrap` has sealed everything anew.
        previous_master_key_files: Vec<PathBuf> = Vec::new();
        /// Age at which the next key takes over. Shorter limits what a stolen key can
        /// do; longer suits clients that cache keys badly.
        rotation_interval: Seconds = Seconds::days(90);
        /// How long a new signing key stands in the key set before it signs, so that clients have
        /// it when they need it. Longer than the longest cache of /jwks.
        publish_ahead: Seconds = Seconds::days(1);
        /// How long a retired signing key stays in the key set, and a retired key that clients
        /// encrypt to still opens messages. Longer than any token signed with it lives, and than
        /// any cache of /jwks.
        retire_keep: Seconds = Seconds::days(7);
    }
}

/// The 32 bytes of a master key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MasterKeySetting(Secret<[u8; 32]>);

impl MasterKeySetting {
    /// Reads base64 or base64url, padded or not. The refusal never repeats the text.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let remedy = "make one with `openssl rand -base64 32`";
        let mut plain = text.trim().trim_end_matches('=').replace('-', "+").replace('_', "/");
        let decoded = BASE64_NOPAD.decode(plain.as_bytes());
        plain.zeroize();
        let mut decoded = decoded.map_err(|_| InvalidValue::new("it is not base64", remedy))?;
        let key = <[u8; 32]>::try_from(decoded.as_slice());
        let length = decoded.len();
        decoded.zeroize();
        key.map(|bytes| Self(Secret::new(bytes)))
            .map_err(|_| InvalidValue::new(format!("it holds {length} bytes, and a master key has exactly 32"), remedy))
    }

    /// The key's bytes.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// The key as a master key file holds it.
    pub fn to_base64(&self) -> Secret<String> {
        Secret::new(BASE64URL_NOPAD.encode(self.0.expose()))
    }
}

impl From<[u8; 32]> for MasterKeySetting {
    fn from(bytes: [u8; 32]) -> Self {
        Self(Secret::new(bytes))
    }
}

impl Setting for MasterKeySetting {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        if given.source == Source::Flag {
            return Err(InvalidValue::new(
                "everyone on this machine can read a secret on the command line",
                "set SIGNET__KEYS__MASTER_KEY, or keys.master_key_file",
            ));
        }
        given.text().ok_or_else(|| given.unlike("32 bytes in base64")).and_then(Self::parse)
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String("[redacted]".to_owned()))
    }
}

fn check(keys: &Keys, at: &mut Checker<'_>) {
    if keys.master_key.is_some() && !keys.master_key_command.is_empty() {
        at.refuse("master_key_command", "keys.master_key is set, too", "keep one of the two");
    }
    for path in &keys.previous_master_key_files {
        super::refuse_missing(path, "previous_master_key_files", at);
    }
    let year = Seconds::days(366);
    at.within("rotation_interval", keys.rotation_interval, (Seconds::days(1), Seconds::days(3660)), print_length);
    at.within("retire_keep", keys.retire_keep, (Seconds::hours(1), year), print_length);
    at.within("publish_ahead", keys.publish_ahead, (Seconds::minutes(5), year), print_length);
    if keys.publish_ahead >= keys.rotation_interval {
        at.refuse(
            "publish_ahead",
            "a key would be replaced before it ever signs",
            "choose less than keys.rotation_interval",
        );
    }
}
