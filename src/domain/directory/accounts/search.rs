//! Finding people by what an operator remembers of them.

use super::own_claims::NAMES;
use crate::{
    base::url::ascii_host,
    domain::kernel::Error,
    store::{
        Conn, PageRequest,
        users::{self, User},
    },
};

/// Rows read at a time.
const BATCH: i64 = 500;

/// People of whom every word of `text` is part of: user name, address, telephone number, a name, or
/// is their id or subject. Oldest first. Reads everybody after the page's start until enough are
/// found: for the command line, not for a request.
///
/// # Errors
/// When the database fails.
pub async fn search(conn: &mut Conn, text: &str, page: &PageRequest) -> Result<Vec<User>, Error> {
    let words: Vec<Word> = text.split_whitespace().map(Word::new).collect();
    let wanted = usize::try_from(page.limit).unwrap_or_default();
    let mut found = Vec::new();
    let mut from = PageRequest { after: page.after.clone(), limit: BATCH };
    loop {
        let batch = users::list(conn, &from).await?;
        let Some(last) = batch.last().map(|user| user.id.to_string()) else { return Ok(found) };
        for user in batch {
            if words.iter().all(|word| is_about(&user, word)) {
                found.push(user);
                if found.len() >= wanted {
                    return Ok(found);
                }
            }
        }
        from = PageRequest { after: Some(last), limit: BATCH };
    }
}

/// A word as it is written and as it is compared.
struct Word {
    written: String,
    folded: String,
    /// As part of a mail domain, which is compared in its ASCII form (RFC 5890 §2.3.2.4).
    host: Option<String>,
}

impl Word {
    fn new(text: &str) -> Self {
        let written = users::fold_letters(text);
        Self { folded: users::fold(text), host: ascii_host(&written), written }
    }

    /// Whether it is part of a name or address, as that is shown or as it is compared.
    fn is_in(&self, text: &str, key: &str) -> bool {
        users::fold_letters(text).contains(&self.written)
            || key.contains(&self.folded)
            || self.host.as_ref().is_some_and(|host| key.contains(host))
    }
}

fn is_about(user: &User, word: &Word) -> bool {
    let mut claimed = NAMES.iter().filter_map(|name| user.claim(name));
    let part = |text: &str| users::fold_letters(text).contains(&word.written);
    let email = user.email.as_deref().zip(user.email_key.as_deref());
    word.is_in(&user.username, &user.username_key)
        || email.is_some_and(|(text, key)| word.is_in(text, key))
        || user.phone_number.as_deref().is_some_and(part)
        || claimed.any(part)
        || users::fold(user.id.as_str()) == word.folded
        || users::fold(&user.sub) == word.folded
}
