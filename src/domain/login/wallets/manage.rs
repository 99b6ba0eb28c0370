//! A person's wallets: added and taken away.

use super::{MessageToSign, NotSigned, Opened, Said, TAKEN, asked, signatory::Signatory, signed};
use crate::{
    base::id::{UserId, WalletId},
    domain::{
        kernel::{Cx, Error, Event, On, Permission, Work, permit, seals, wallet::WalletEvent},
        login::{signature, ways},
        sessions::SignedIn,
    },
    store::{
        users,
        wallets::{self, Wallet},
    },
};

/// Most wallets of a person.
pub const MOST: i64 = 5;

/// What the wallet shows to its holder.
const STATEMENT: &str = "Add this wallet to your account.";

/// What became of a new wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddedWallet {
    /// It is theirs.
    Wallet,
    /// The form is too old, was begun in another session, or sent before.
    Expired,
    /// It was not signed by the wallet that was asked.
    Wrong,
    /// It may be a contract, and no node could say whether it signed.
    Unanswered,
    /// It belongs to an account already.
    Taken,
}

/// What a wallet is asked to sign that somebody adds to their account.
///
/// # Errors
/// [`Error::NotFound`] for what is no address, [`Error::Conflict`] for a chain that is not wanted here.
pub fn begin(cx: &Cx<'_>, me: &SignedIn, said: Said<'_>) -> Result<MessageToSign, Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    asked(cx, &seals::new_wallet(&me.session.id), said, STATEMENT)
}

/// The wallet is theirs.
///
/// # Errors
/// [`Error::Conflict`] when they have [`MOST`], [`Error::TooMany`] where too much was signed wrongly from here.
pub async fn add(cx: &Cx<'_>, me: &SignedIn, sealed: &str, signature: &str) -> Result<AddedWallet, Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    let opened = signed(cx, &seals::new_wallet(&me.session.id), sealed, signature).await?;
    let Some(Opened { state, challenge }) = opened else { return Ok(AddedWallet::Expired) };
    let signatory = match state {
        Ok(signatory) => signatory,
        Err(why) => {
            signature::count_here(cx).await?;
            return Ok(match why {
                NotSigned::Wrong => AddedWallet::Wrong,
                NotSigned::Unanswered => AddedWallet::Unanswered,
            });
        }
    };
    let added = cx.write(async |work| {
        let person = users::find_held(work, &me.user.id).await?.ok_or(Error::NotFound)?;
        if !challenge.spend(work).await? {
            return Ok(AddedWallet::Expired);
        }
        if wallets::count(work, &person.id).await? >= MOST {
            return Err(Error::Conflict("the number of wallets"));
        }
        insert(cx, work, &person.id, &signatory).await?;
        Ok(AddedWallet::Wallet)
    });
    match added.await {
        Err(Error::Conflict(TAKEN)) => Ok(AddedWallet::Taken),
        outcome => outcome,
    }
}

/// The wallet is this person's.
///
/// # Errors
/// [`Error::Conflict`] of [`TAKEN`]; the unit of work is over then.
pub(super) async fn insert(cx: &Cx<'_>, work: &mut Work, user: &UserId, signatory: &Signatory) -> Result<(), Error> {
    let row = Wallet {
        id: cx.new_id(),
        user_id: user.clone(),
        address: signatory.address.clone(),
        contract_chain: signatory.contract_chain.map(i64::from),
        created_at: cx.now,
        last_used_at: None,
    };
    wallets::insert(work, &row).await.map_err(Error::taken(TAKEN))?;
    users::note_factor_added(work, user, cx.now).await?;
    work.emit(cx, Event::Wallet(WalletEvent::Added, row.user_id)).await
}

/// Takes a wallet away. Whoever signs in by nothing else keeps the last one.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`] for the last way to sign in.
pub async fn remove(cx: &Cx<'_>, user: &UserId, wallet: &WalletId) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        // Held: of two that go at one moment the second sees that the first went.
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if !wallets::delete(work, user, wallet).await? {
            return Err(Error::NotFound);
        }
        ways::require_one(cx, work, &person).await?;
        work.emit(cx, Event::Wallet(WalletEvent::Removed, user.clone())).await
    })
    .await
}
