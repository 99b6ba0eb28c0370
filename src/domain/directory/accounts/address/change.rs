//! A change between two looks at it: what is kept of it, and whose it is.

use serde::{Deserialize, Serialize};

use crate::{
    base::{id::UserId, secret::TokenHash, time::Timestamp},
    domain::{
        kernel::{
            Cx, Error,
            mail_code::{CHOICES, TRIES},
            seals,
        },
        sessions::SignedIn,
    },
    store::address_changes::{self, AddressChange},
};

/// What is kept sealed of a change.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Details {
    /// The new address, as it was typed.
    pub email: String,
    /// The same, folded.
    pub email_key: String,
    /// The address that the account had, folded: another one by now is not replaced.
    pub old_key: Option<String>,
    /// Six digits, in the mail to the new address. Nobody is mailed them where somebody else has that.
    pub new_code: String,
    /// Six digits, in the mail to the present address; none where that need not be proven.
    pub old_code: Option<String>,
    /// The first is shown by the waiting page.
    pub numbers: [u8; CHOICES],
    /// From which network it was asked for.
    pub network: String,
    /// By which browser, as it calls itself.
    pub user_agent: Option<String>,
}

/// A change that is good: neither done nor stopped nor too old.
pub struct OpenAddressChange {
    pub(super) row: AddressChange,
    pub(super) details: Details,
}

impl OpenAddressChange {
    pub(super) fn of(cx: &Cx<'_>, row: AddressChange) -> Result<Option<Self>, Error> {
        if row.ended_at.is_some() || cx.now >= row.expires_at {
            return Ok(None);
        }
        let opened =
            cx.app.sealer.open(&seals::address_change(&row.link_hash), &row.sealed).map_err(Error::internal)?;
        let details = serde_json::from_slice(opened.expose()).map_err(Error::internal)?;
        Ok(Some(Self { row, details }))
    }

    /// The new address, as it was typed.
    pub fn email(&self) -> &str {
        &self.details.email
    }

    /// Whether this session asked; another one of the person sees that somebody did, and may stop it.
    pub fn is_of(&self, me: &SignedIn) -> bool {
        self.row.user_id == me.user.id && self.row.session_id == me.session.id
    }

    /// Whose address it is.
    pub const fn user(&self) -> &UserId {
        &self.row.user_id
    }

    /// The number that the waiting page shows.
    pub const fn number(&self) -> u8 {
        self.details.numbers[0]
    }

    /// What another browser may choose from, always in one order, which says nothing.
    pub fn choices(&self) -> Vec<u8> {
        let mut choices = self.details.numbers.to_vec();
        choices.sort_unstable();
        choices
    }

    /// From which network it was asked for.
    pub fn network(&self) -> &str {
        &self.details.network
    }

    /// By which browser, as it calls itself.
    pub fn user_agent(&self) -> Option<&str> {
        self.details.user_agent.as_deref()
    }

    /// When it was asked for.
    pub const fn asked_at(&self) -> Timestamp {
        self.row.created_at
    }

    /// When it is worth nothing any more.
    pub const fn expires_at(&self) -> Timestamp {
        self.row.expires_at
    }

    /// Whether the present address is proven, or need not be.
    pub const fn is_old_proven(&self) -> bool {
        self.row.old_proven_at.is_some()
    }

    /// Whether the new one is.
    pub const fn is_new_proven(&self) -> bool {
        self.row.new_proven_at.is_some()
    }

    /// Whether no code is looked at any more.
    pub const fn is_used_up(&self) -> bool {
        self.row.tries >= TRIES
    }
}

/// The change that a person waits for.
///
/// # Errors
/// When the database fails.
pub async fn find(cx: &Cx<'_>, user: &UserId) -> Result<Option<OpenAddressChange>, Error> {
    let mut conn = cx.read().await?;
    match address_changes::find(&mut conn, user).await? {
        Some(row) => OpenAddressChange::of(cx, row),
        None => Ok(None),
    }
}

/// The change that a link belongs to; none when it is over.
///
/// # Errors
/// When the database fails.
pub async fn find_by_link(cx: &Cx<'_>, secret: &str) -> Result<Option<OpenAddressChange>, Error> {
    let mut conn = cx.read().await?;
    match address_changes::find_by_link(&mut conn, &TokenHash::of(secret)).await? {
        Some(row) => OpenAddressChange::of(cx, row),
        None => Ok(None),
    }
}

/// Whether the last change that this session asked for was done: for the second press of a button, whose first did it.
///
/// # Errors
/// When the database fails.
pub async fn was_changed(cx: &Cx<'_>, me: &SignedIn) -> Result<bool, Error> {
    let mut conn = cx.read().await?;
    let last = address_changes::find(&mut conn, &me.user.id).await?;
    Ok(last.is_some_and(|row| row.session_id == me.session.id && row.changed_at.is_some()))
}
