//! Where the master key comes from: the environment, a command, or a file, in that order.
//!
//! A database that holds sealed rows remembers which key sealed them, by one small sealed
//! value. When no key opens it, start refuses and never makes a new key: a new one would turn
//! a mislaid file into lost data.

use std::{
    fs,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    base::{
        entropy::Entropy,
        seal::{MasterKey, SealError, Sealer},
        secret::Secret,
    },
    config::keys::{Keys, MasterKeySetting as ConfiguredKey},
};

/// The setting that tells whether a key is the right one.
pub const CHECK: &str = "master_key_check";
const CHECKED_TEXT: &[u8] = b"signet";

/// Why there is no usable master key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// The file cannot be read or written.
    #[error("keys.master_key_file {}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        cause: std::io::Error,
    },
    /// Others may read it.
    #[error("keys.master_key_file {}: others may read it; run: chmod 600 {}", .0.display(), .0.display())]
    Mode(PathBuf),
    /// Not a key.
    #[error("{0} does not hold 32 bytes in base64")]
    NotAKey(String),
    /// The command failed.
    #[error("keys.master_key_command failed: {0}")]
    Command(String),
    /// The database was sealed with another key.
    #[error(
        "the database holds rows sealed under master key {needed}, and no configured key opens them; restore that key (keys.master_key_file, SIGNET__KEYS__MASTER_KEY or keys.previous_master_key_files). No new key was made"
    )]
    Wrong {
        /// The id of the key that sealed them.
        needed: String,
    },
}

/// Loads the key, or makes one when nothing was ever sealed (`sealed_check` is the stored value
/// of [`CHECK`]).
///
/// # Errors
/// [`MasterKeyError`], with what to do.
pub fn load(keys: &Keys, sealed_check: Option<&str>, entropy: &Entropy) -> Result<Sealer, MasterKeyError> {
    let needed = || sealed_check.and_then(crate::base::seal::key_id_of).unwrap_or("unknown").to_owned();
    let current = match configured(keys)? {
        Some(key) => key,
        None if sealed_check.is_some() => return Err(MasterKeyError::Wrong { needed: needed() }),
        None => generate(&keys.master_key_file, entropy)?,
    };
    let older: Result<Vec<MasterKey>, MasterKeyError> =
        keys.previous_master_key_files.iter().map(|path| read(path)).collect();
    let sealer = Sealer::new(&current, &older?);
    match sealed_check.map(|sealed| sealer.open(CHECK, sealed)) {
        None | Some(Ok(_)) => Ok(sealer),
        Some(Err(SealError::UnknownKey(_) | SealError::Tampered | SealError::Malformed)) => {
            Err(MasterKeyError::Wrong { needed: needed() })
        }
    }
}

/// The value to store under [`CHECK`].
pub fn check_value(sealer: &Sealer, entropy: &Entropy) -> String {
    sealer.seal(CHECK, CHECKED_TEXT, entropy)
}

fn configured(keys: &Keys) -> Result<Option<MasterKey>, MasterKeyError> {
    if let Some(key) = &keys.master_key {
        return Ok(Some(MasterKey::from_bytes(*key.expose())));
    }
    if let Some((program, arguments)) = keys.master_key_command.split_first() {
        let output = Command::new(program)
            .args(arguments)
            .output()
            .map_err(|cause| MasterKeyError::Command(cause.to_string()))?;
        if !output.status.success() {
            return Err(MasterKeyError::Command(output.status.to_string()));
        }
        let text = Secret::new(String::from_utf8_lossy(&output.stdout).into_owned());
        return parse(text.expose())
            .map(Some)
            .ok_or_else(|| MasterKeyError::NotAKey("the output of keys.master_key_command".into()));
    }
    if keys.master_key_file.exists() { read(&keys.master_key_file).map(Some) } else { Ok(None) }
}

fn parse(text: &str) -> Option<MasterKey> {
    let text = text.trim();
    let standard = ConfiguredKey::parse(text).ok().map(|key| MasterKey::from_bytes(*key.expose()));
    standard.or_else(|| MasterKey::parse(text).ok())
}

fn read(path: &Path) -> Result<MasterKey, MasterKeyError> {
    let file = |cause| MasterKeyError::File { path: path.to_owned(), cause };
    let mode = fs::metadata(path).map_err(file)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(MasterKeyError::Mode(path.to_owned()));
    }
    let text = Secret::new(fs::read_to_string(path).map_err(file)?);
    parse(text.expose()).ok_or_else(|| MasterKeyError::NotAKey(path.display().to_string()))
}

/// Writes a new key to its own file before it seals anything. Never overwrites, and the file is
/// there whole or not at all: a half-written key would shut every later start out.
fn generate(path: &Path, entropy: &Entropy) -> Result<MasterKey, MasterKeyError> {
    let failed = |cause| MasterKeyError::File { path: path.to_owned(), cause };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        fs::create_dir_all(folder).map_err(failed)?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(failed)?;
    }
    let key = ConfiguredKey::from(entropy.bytes::<32>());
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}", data_encoding::HEXLOWER.encode(&entropy.bytes::<8>())));
    let draft = PathBuf::from(draft);
    let written = write(&draft, &key).and_then(|()| fs::hard_link(&draft, path));
    let _ = fs::remove_file(&draft);
    match written {
        Ok(()) => sync_folder(path).map_err(failed).map(|()| MasterKey::from_bytes(*key.expose())),
        // Another instance was faster: its key is the key.
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => read(path),
        Err(cause) => Err(failed(cause)),
    }
}

fn write(path: &Path, key: &ConfiguredKey) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(key.to_base64().expose().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

/// The name of a new file is on disk only when its folder is.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}
