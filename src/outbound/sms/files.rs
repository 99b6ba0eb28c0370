//! Each text a file, for a program that takes it from there.

use std::{fs, io, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use super::{OutgoingText, TextVerdict};

/// Writes the text as `ID.txt`, the number on its first line: whole, or not at all. A second copy takes the place of the
/// first.
pub async fn write(folder: &Path, text: &OutgoingText) -> TextVerdict {
    let (folder, name) = (folder.to_owned(), format!("{}.txt", text.id));
    let content = format!("To: {}\n\n{}\n", text.to, text.text);
    let written = tokio::task::spawn_blocking(move || put(&folder, &name, content.as_bytes())).await;
    match written.unwrap_or_else(|_| Err(io::Error::other("interrupted"))) {
        Ok(()) => TextVerdict::Sent("written to its file".to_owned()),
        Err(why) => TextVerdict::Later { why: format!("sms.directory cannot be written to: {why}"), down: true },
    }
}

fn put(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let part = folder.join(format!("{name}.part"));
    // Codes are nobody else's business.
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&part, folder.join(name))?;
    fs::File::open(folder)?.sync_all()
}
