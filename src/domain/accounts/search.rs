//! Finding people by what an operator remembers of them.

use serde_json::Value;

use crate::{
    domain::kernel::Error,
    store::{
        Conn, Page,
        users::{self, User},
    },
};

/// Claims that hold what a person is called.
const NAMES: [&str; 5] = ["name", "given_name", "family_name", "middle_name", "nickname"];
/// Rows read at a time.
const BATCH: i64 = 500;

/// People of whom every word of `text` is part of: user name, address, telephone number, a name, or
/// is their id or subject. Oldest first. Reads everybody after the page's start until enough are
/// found: for the command line, not for a request.
///
/// # Errors
/// When the database fails.
pub async fn search(conn: &mut Conn, text: &str, page: &Page) -> Result<Vec<User>, Error> {
    let words: Vec<String> = text.split_whitespace().map(users::fold).collect();
    let wanted = usize::try_from(page.limit).unwrap_or_default();
    let mut found = Vec::new();
    let mut from = Page { after: page.after.clone(), limit: BATCH };
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
        from = Page { after: Some(last), limit: BATCH };
    }
}

fn is_about(user: &User, word: &str) -> bool {
    let mut claimed = NAMES.iter().filter_map(|name| user.claims.get(*name).and_then(Value::as_str));
    let part = |text: &str| users::fold(text).contains(word);
    user.username_key.contains(word)
        || user.email_key.as_ref().is_some_and(|key| key.contains(word))
        || user.phone_number.as_deref().is_some_and(part)
        || claimed.any(part)
        || users::fold(user.id.as_str()) == word
        || users::fold(&user.sub) == word
}
