//! Recovery codes: ten, each of which stands in for the authenticator app once.

use crate::{
    base::{
        entropy::Entropy,
        id::UserId,
        secret::{Secret, TokenHash},
    },
    domain::{
        kernel::{Cx, Error, Work},
        sessions::{outcomes, visitor::Visitor},
    },
    store::{
        credentials::{self, Credential},
        users,
    },
};

/// How many a person has.
pub const COUNT: usize = 10;
/// Kind of the rows.
pub const KIND: &str = "recovery_code";
/// Ten bytes are sixteen letters: too many to be guessed from their digest.
const BYTES: usize = 10;
const GROUP: usize = 4;

/// A fresh code as it is shown: four groups of four.
fn fresh(entropy: &Entropy) -> Secret<String> {
    let letters = data_encoding::BASE32_NOPAD.encode(&entropy.bytes::<BYTES>()).to_lowercase();
    let groups: Vec<&str> = letters.as_bytes().chunks(GROUP).filter_map(|one| std::str::from_utf8(one).ok()).collect();
    Secret::new(groups.join("-"))
}

/// The digest of a code, however it was typed.
pub fn digest(user: &UserId, typed: &str) -> TokenHash {
    let letters: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    TokenHash::of(&format!("recovery code\0{user}\0{}", letters.to_ascii_lowercase()))
}

/// Fresh codes, as many as a person has.
pub fn fresh_codes(cx: &Cx<'_>) -> Vec<Secret<String>> {
    (0..COUNT).map(|_| fresh(&cx.app.entropy)).collect()
}

/// Gives a person who is held fresh codes in place of those before, and keeps them for the form that led to them.
///
/// # Errors
/// When the database fails.
pub async fn give(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    user: &UserId,
) -> Result<Vec<Secret<String>>, Error> {
    let codes = fresh_codes(cx);
    replace(cx, work, user, &codes).await?;
    outcomes::keep_recovery_codes(cx, work, visitor, &codes).await?;
    Ok(codes)
}

/// Replaces the codes of a person who is held by these.
///
/// # Errors
/// When the database fails.
pub async fn replace(cx: &Cx<'_>, work: &mut Work, user: &UserId, codes: &[Secret<String>]) -> Result<(), Error> {
    credentials::delete_kind(work, user, KIND).await?;
    users::note_factor_added(work, user, cx.now).await?;
    for code in codes {
        let row = Credential {
            id: cx.new_id(),
            user_id: user.clone(),
            kind: KIND.to_owned(),
            secret: Secret::new(digest(user, code.expose()).as_str().to_owned()),
            label: None,
            created_at: cx.now,
            updated_at: cx.now,
            last_used_at: None,
            counter: None,
        };
        credentials::insert(work, &row).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed_and_another_persons_is_another() {
        let (ada, eve) = (UserId::from_stored("usr_ada"), UserId::from_stored("usr_eve"));
        let code = digest(&ada, "abcd-efgh-ijkl-mnop");
        for typed in ["ABCD EFGH IJKL MNOP", "abcdefghijklmnop", " abcd-efghijkl-mnop "] {
            assert_eq!(digest(&ada, typed), code, "{typed}");
        }
        assert_ne!(digest(&eve, "abcd-efgh-ijkl-mnop"), code);
        assert_ne!(digest(&ada, "abcd-efgh-ijkl-mnoq"), code);
    }
}
