//! Each mail a file, for a program that takes it from there.

use std::{fs, io, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use super::MailVerdict;

/// Writes the mail as `ID.eml`: whole, or not at all. A second copy takes the place of the first.
pub async fn write(folder: &Path, id: &str, message: Vec<u8>) -> MailVerdict {
    let (folder, name) = (folder.to_owned(), format!("{id}.eml"));
    let written = tokio::task::spawn_blocking(move || put(&folder, &name, &message)).await;
    match written.unwrap_or_else(|_| Err(io::Error::other("interrupted"))) {
        Ok(()) => MailVerdict::Sent("written to its file".to_owned()),
        Err(why) => MailVerdict::Later { why: format!("mail.directory cannot be written to: {why}"), down: true },
    }
}

fn put(folder: &Path, name: &str, message: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let part = folder.join(format!("{name}.part"));
    // Links and codes are nobody else's business.
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(message)?;
    file.sync_all()?;
    fs::rename(&part, folder.join(name))?;
    fs::File::open(folder)?.sync_all()
}
