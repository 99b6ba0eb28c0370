//! A user name for somebody of whom the address is known.

use super::check;
use crate::{
    domain::kernel::{Cx, Error, limits},
    store::users,
};

/// Longest part of an address that becomes a user name.
const LONGEST: usize = 40;
/// Numbers that are tried behind a name that somebody has.
const TRIES: u32 = 20;

/// Whether nobody chooses this user name: that of a role, or of whoever runs the service.
pub fn is_reserved(cx: &Cx<'_>, username: &str) -> bool {
    let key = users::fold(username);
    cx.app.config.sign_up.reserved_usernames.iter().any(|one| users::fold(one) == key)
}

/// The user name that a page suggests for an address: what stands before the `@`, with a number behind it where that is
/// reserved. Nobody's name changes it, or whoever has mailboxes would learn which are taken without making an account.
pub fn username_to_show(cx: &Cx<'_>, email: &str) -> String {
    let stem = stem(email);
    let mut names = (1..=TRIES).map(|number| numbered(&stem, number));
    names.find(|name| !is_reserved(cx, name)).unwrap_or_default()
}

/// The user name that a page suggests for somebody who has one elsewhere.
pub fn username_to_show_like(cx: &Cx<'_>, elsewhere: Option<&str>, email: &str) -> String {
    usable(cx, elsewhere).map_or_else(|| username_to_show(cx, email), str::to_owned)
}

/// Counts a user name that is tried for the new account of an address that was proven or invited, before anybody is told
/// that it is taken.
///
/// # Errors
/// [`Error::TooMany`].
pub async fn try_username(cx: &Cx<'_>, email: &str, is_invited: bool) -> Result<(), Error> {
    let email_key = users::fold(email);
    cx.write(async |work| limits::admit_username(cx, work, &email_key, is_invited).await).await
}

/// A user name that nobody has, for an account that is being made: what stands before the `@`, with a number behind it
/// where that is taken or reserved.
///
/// # Errors
/// When the database fails.
pub async fn suggest_username(cx: &Cx<'_>, email: &str) -> Result<String, Error> {
    let stem = stem(email);
    let mut conn = cx.read().await?;
    for number in 1..=TRIES {
        let name = numbered(&stem, number);
        if is_reserved(cx, &name) {
            continue;
        }
        if users::find_by_login(&mut conn, &users::fold(&name)).await?.is_none() {
            return Ok(name);
        }
    }
    let [a, b, c, d] = cx.app.entropy.bytes::<4>();
    Ok(format!("{stem}{}", u32::from_be_bytes([a, b, c, d])))
}

/// The user name that somebody has elsewhere, where anybody could choose it here and nobody has it; else one that is
/// suggested for their address.
///
/// # Errors
/// When the database fails.
pub async fn username_like(cx: &Cx<'_>, elsewhere: Option<&str>, email: &str) -> Result<String, Error> {
    if let Some(name) = usable(cx, elsewhere) {
        let mut conn = cx.read().await?;
        if users::find_by_login(&mut conn, &users::fold(name)).await?.is_none() {
            return Ok(name.to_owned());
        }
    }
    suggest_username(cx, email).await
}

/// A name from elsewhere, where anybody could choose it here.
fn usable<'n>(cx: &Cx<'_>, elsewhere: Option<&'n str>) -> Option<&'n str> {
    let name = elsewhere.map(str::trim).filter(|name| !name.contains('@') && !is_reserved(cx, name))?;
    let mut problems = Vec::new();
    check::username(name, &mut problems);
    problems.is_empty().then_some(name)
}

fn numbered(stem: &str, number: u32) -> String {
    if number == 1 { stem.to_owned() } else { format!("{stem}{number}") }
}

fn stem(email: &str) -> String {
    let local = email.rsplit_once('@').map_or(email, |(local, _)| local);
    // What stands behind a plus sorts mail; it names nobody.
    let local = local.split('+').next().unwrap_or_default();
    let kept: String =
        local.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')).take(LONGEST).collect();
    let kept = kept.trim_matches(['.', '_', '-']).to_lowercase();
    if kept.is_empty() { "user".to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_stands_before_the_at_sign_as_far_as_a_name_may_hold_it() {
        for (email, name) in [
            ("Ada.Lovelace@example.com", "ada.lovelace"),
            ("ada+news@example.com", "ada"),
            ("o'brien@example.com", "obrien"),
            ("иван@example.com", "user"),
            ("-@example.com", "user"),
        ] {
            assert_eq!(stem(email), name, "{email}");
        }
    }
}
