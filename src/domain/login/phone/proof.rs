//! A code that is texted: asked for by one page, tried there, and spent once.

use serde::{Deserialize, Serialize};

use super::admission::admit;
use crate::{
    base::{
        id::UserId,
        secret::constant_time_eq,
        time::{Seconds, Timestamp},
    },
    domain::kernel::{
        Cx, Error, Work,
        mail_code::fresh_code,
        seals,
        sms::{self, NewText},
    },
    protocol::phone::PhoneNumber,
    render::{
        Locale,
        sms::{TextContent, TextKind},
    },
    store::phone_proofs::{self, PhoneProof},
};

/// How long a code works (NIST SP 800-63B §3.1.3.2: ten minutes at most).
const LIFETIME: Seconds = Seconds::minutes(10);
/// Codes that may be tried for one text. With `sms_number` (five at once, then five an hour) somebody who guesses without
/// pause has 600 tries of a million in a day, and five times five more at first. At sign-in `factor_account` leaves 480 of
/// them.
const TRIES: i64 = 5;
/// A second press of the button asks for nothing more: a text takes a while, and each is paid for.
const PAUSE: Seconds = Seconds(60);

/// Why a code does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongText {
    /// It is not the code.
    Code,
    /// It was tried often enough: another text is wanted.
    UsedUp,
    /// It was used, has ended, or never was.
    Over,
}

/// A code to be texted.
pub(super) struct NewCode<'a> {
    /// The page that waits for it.
    pub place: &'a str,
    /// Who asks.
    pub user: &'a UserId,
    /// The number.
    pub to: &'a PhoneNumber,
    /// Which text.
    pub kind: TextKind,
    /// In which language.
    pub locale: Locale,
}

/// A code that was right, to be spent in the unit of work that acts on it.
#[derive(Clone, PartialEq, Eq)]
pub struct RightCode {
    place: String,
    sealed: String,
    pub(super) number: String,
    pub(super) asked_at: Timestamp,
}

/// A code that a page waits for.
pub(super) struct Texted {
    /// The number to which it went.
    pub number: String,
    /// When it was asked for.
    pub at: Timestamp,
}

/// What is kept sealed.
#[derive(Serialize, Deserialize)]
struct Details {
    number: String,
    code: String,
}

fn opened(cx: &Cx<'_>, row: &PhoneProof) -> Result<Details, Error> {
    let text = cx.app.sealer.open(&seals::phone_proof(&row.place), &row.sealed).map_err(Error::internal)?;
    serde_json::from_slice(text.expose()).map_err(Error::internal)
}

fn is_good(cx: &Cx<'_>, row: &PhoneProof, user: &UserId) -> bool {
    row.user_id == *user && row.ended_at.is_none() && cx.now < row.expires_at
}

/// Writes a code down, and its text. The second press of a button writes none.
///
/// # Errors
/// [`Error::TooMany`] when a limit is reached.
pub(super) async fn send(cx: &Cx<'_>, work: &mut Work, new: &NewCode<'_>) -> Result<(), Error> {
    let before = phone_proofs::find(work, new.place).await?.filter(|row| is_good(cx, row, new.user));
    let number = before.as_ref().map(|row| opened(cx, row)).transpose()?.map(|details| details.number);
    // Whoever mistyped a number does not wait to correct it.
    let pause = if number.as_deref() == Some(new.to.as_str()) { PAUSE } else { Seconds(0) };
    let details = Details { number: new.to.as_str().to_owned(), code: fresh_code(&cx.app.entropy) };
    let text = serde_json::to_vec(&details).map_err(Error::internal)?;
    let proof = PhoneProof {
        place: new.place.to_owned(),
        user_id: new.user.clone(),
        sealed: cx.app.sealer.seal(&seals::phone_proof(new.place), &text, &cx.app.entropy),
        tries: 0,
        created_at: cx.now,
        expires_at: cx.now + LIFETIME,
        ended_at: None,
    };
    if !phone_proofs::upsert(work, &proof, pause).await? {
        return Ok(());
    }
    admit(cx, work, new.user, new.to).await?;
    let text = NewText {
        to: new.to,
        user: Some(new.user),
        locale: new.locale,
        content: TextContent { kind: new.kind, code: Some(details.code) },
        ends_at: Some(proof.expires_at),
        about: Some(new.place),
    };
    sms::queue(cx, work, text).await.map(drop)
}

/// The code that a page waits for; none where it waits for none.
///
/// # Errors
/// When the database fails.
pub(super) async fn waits_for(cx: &Cx<'_>, place: &str, user: &UserId) -> Result<Option<Texted>, Error> {
    let row = phone_proofs::find(&mut cx.read().await?, place).await?;
    let row = row.filter(|row| is_good(cx, row, user));
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Texted { number: opened(cx, &row)?.number, at: row.created_at }))
}

/// Tries a code. It is counted before it is looked at, so that many at once are no more than five.
///
/// # Errors
/// When the database fails.
pub(super) async fn try_code(
    cx: &Cx<'_>,
    place: &str,
    user: &UserId,
    typed: &str,
) -> Result<Result<RightCode, WrongText>, Error> {
    let counted = cx.write_one(async |work| Ok(phone_proofs::count_try(work, place, TRIES, cx.now).await?)).await?;
    let Some(row) = counted.filter(|row| row.user_id == *user) else {
        let row = phone_proofs::find(&mut cx.read().await?, place).await?;
        let is_used_up = row.is_some_and(|row| is_good(cx, &row, user));
        return Ok(Err(if is_used_up { WrongText::UsedUp } else { WrongText::Over }));
    };
    let Details { number, code } = opened(cx, &row)?;
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if !constant_time_eq(digits.as_bytes(), code.as_bytes()) {
        return Ok(Err(WrongText::Code));
    }
    Ok(Ok(RightCode { place: row.place, sealed: row.sealed, number, asked_at: row.created_at }))
}

impl RightCode {
    /// Spends it; `false` when it was spent before, or another one took its place.
    pub(super) async fn spend(&self, cx: &Cx<'_>, work: &mut Work) -> Result<bool, Error> {
        Ok(phone_proofs::end(work, &self.place, &self.sealed, cx.now).await?)
    }
}
