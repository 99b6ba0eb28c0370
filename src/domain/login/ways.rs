//! By which ways somebody signs in: the last one is never taken away. The one place that decides it.
//!
//! A new way to sign in is one field of [`Ways`]; what takes it away calls `require_one` after it did.

use super::{enrolment::Factors, wallets};
use crate::{
    domain::kernel::{Cx, Error, Feature, mail},
    store::{
        Conn, credentials, passkeys,
        users::User,
        wallets::{self as wallet_rows, Wallet},
    },
};

/// The ways that are open to a person, as things are switched. What only comes on top of another one is none, nor is
/// the operator's link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ways {
    /// They have a password.
    password: bool,
    /// They are mailed a code.
    mail: bool,
    /// How many passkeys sign them in.
    passkeys: usize,
    /// How many wallets do.
    wallets: usize,
}

impl Ways {
    /// Those of a person who has these factors.
    pub fn of(cx: &Cx<'_>, person: &User, factors: &Factors) -> Self {
        Self::new(cx, person, factors.passkeys.len(), &factors.wallets).with_password(factors.has_password)
    }

    fn new(cx: &Cx<'_>, person: &User, passkeys: usize, wallets: &[Wallet]) -> Self {
        // A mailbox alone administers nothing.
        let has_mailbox = person.email.is_some() && person.admin_at.is_none();
        Self {
            password: false,
            mail: has_mailbox && Feature::MailSignIn.is_on(cx.app) && mail::is_possible(cx),
            passkeys: if Feature::Passkeys.is_on(cx.app) { passkeys } else { 0 },
            wallets: wallets.iter().filter(|one| wallets::is_of_use(cx, one)).count(),
        }
    }

    const fn with_password(self, password: bool) -> Self {
        Self { password, ..self }
    }

    /// Whether there is one.
    const fn has_one(self) -> bool {
        self.password || self.mail || self.passkeys > 0 || self.wallets > 0
    }

    /// Whether a passkey may be taken away.
    pub const fn may_lose_passkey(self) -> bool {
        Self { passkeys: self.passkeys.saturating_sub(1), ..self }.has_one()
    }

    /// Whether a wallet may be taken away.
    pub const fn may_lose_wallet(self) -> bool {
        Self { wallets: self.wallets.saturating_sub(1), ..self }.has_one()
    }
}

/// After one of their ways was taken away of a person who is held: there is another one.
///
/// # Errors
/// [`Error::Conflict`] where it was the last.
pub(super) async fn require_one(cx: &Cx<'_>, conn: &mut Conn, person: &User) -> Result<(), Error> {
    let has_password = credentials::find_password(conn, &person.id).await?.is_some();
    let passkeys = usize::try_from(passkeys::count(conn, &person.id).await?).unwrap_or_default();
    let wallets = wallet_rows::list(conn, &person.id).await?;
    if Ways::new(cx, person, passkeys, &wallets).with_password(has_password).has_one() {
        Ok(())
    } else {
        Err(Error::Conflict("the only way to sign in"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_way_in_is_not_taken_away() {
        let none = Ways::default();
        for (ways, may_lose_passkey, may_lose_wallet) in [
            (none, false, false),
            (Ways { passkeys: 1, ..none }, false, true),
            (Ways { passkeys: 2, ..none }, true, true),
            (Ways { wallets: 1, ..none }, true, false),
            (Ways { wallets: 2, ..none }, true, true),
            (Ways { passkeys: 1, wallets: 1, ..none }, true, true),
            (Ways { password: true, passkeys: 1, ..none }, true, true),
            (Ways { password: true, wallets: 1, ..none }, true, true),
            (Ways { mail: true, passkeys: 1, ..none }, true, true),
            (Ways { mail: true, wallets: 1, ..none }, true, true),
        ] {
            assert_eq!(ways.may_lose_passkey(), may_lose_passkey, "a passkey of {ways:?}");
            assert_eq!(ways.may_lose_wallet(), may_lose_wallet, "a wallet of {ways:?}");
        }
    }
}
