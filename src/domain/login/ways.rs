//! By which ways somebody signs in: the last one is never taken away. The one place that decides it.
//!
//! A new way to sign in is one field of [`Ways`]; what takes it away calls `require_one` after it did.

use super::{Method, enrolment::Factors};
use crate::{
    base::time::Timestamp,
    domain::kernel::{Cx, Error, Feature, mail},
    protocol::acr::Factor,
    store::{
        Conn, credentials, identities, passkeys,
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
    pub(super) mail: bool,
    /// How many passkeys sign them in.
    passkeys: usize,
    /// How many wallets do.
    wallets: usize,
    /// How many identities at other providers do.
    pub(super) identities: usize,
}

impl Ways {
    /// Those of a person who has these factors.
    pub fn of(cx: &Cx<'_>, person: &User, factors: &Factors) -> Self {
        let found = Found {
            password: factors.has_password,
            passkeys: factors.passkeys.len(),
            wallets: &factors.wallets,
            identities: factors.identities,
        };
        Self::new(cx, person, &found)
    }

    fn new(cx: &Cx<'_>, person: &User, found: &Found<'_>) -> Self {
        let Found { password, passkeys, wallets, identities } = *found;
        // A mailbox alone administers nothing, another provider alone neither.
        let has_mailbox = person.email.is_some() && person.admin_at.is_none();
        let may_come = person.admin_at.is_none() || person.second_factor_at.is_some();
        Self {
            password,
            mail: has_mailbox && Feature::MailSignIn.is_on(cx.app) && mail::is_possible(cx),
            passkeys: if Feature::Passkeys.is_on(cx.app) { passkeys } else { 0 },
            wallets: wallets.iter().filter(|one| super::wallets::is_of_use(cx, one)).count(),
            identities: if may_come && Feature::Upstreams.is_on(cx.app) { identities } else { 0 },
        }
    }

    /// Those of a person, as they are now.
    pub(super) async fn read(cx: &Cx<'_>, conn: &mut Conn, person: &User) -> Result<Self, Error> {
        let wallets = wallet_rows::list(conn, &person.id).await?;
        let found = Found {
            password: credentials::find_password(conn, &person.id).await?.is_some(),
            passkeys: usize::try_from(passkeys::count(conn, &person.id).await?).unwrap_or_default(),
            wallets: &wallets,
            identities: usize::try_from(identities::count_usable(conn, &person.id).await?).unwrap_or_default(),
        };
        Ok(Self::new(cx, person, &found))
    }

    /// What each of them proves, but a passkey: each says for itself what it proves.
    pub(super) fn factors(self, at: Timestamp) -> Vec<Vec<Factor>> {
        let all = [
            (self.password, Method::Password),
            (self.mail, Method::Mail),
            (self.wallets > 0, Method::Wallet),
            (self.identities > 0, Method::Upstream),
        ];
        all.into_iter().filter(|(is_open, _)| *is_open).map(|(_, method)| method.factors(at)).collect()
    }

    /// Whether they have a password.
    pub const fn has_password(self) -> bool {
        self.password
    }

    /// Whether they are mailed a code.
    pub const fn has_mail(self) -> bool {
        self.mail
    }

    /// Whether a passkey signs them in.
    pub const fn has_passkey(self) -> bool {
        self.passkeys > 0
    }

    /// Whether a wallet signs them in.
    pub const fn has_wallet(self) -> bool {
        self.wallets > 0
    }

    /// Whether there is one.
    pub(super) const fn has_one(self) -> bool {
        self.password || self.mail || self.passkeys > 0 || self.wallets > 0 || self.identities > 0
    }

    /// Whether a passkey may be taken away.
    pub const fn may_lose_passkey(self) -> bool {
        Self { passkeys: self.passkeys.saturating_sub(1), ..self }.has_one()
    }

    /// Whether a wallet may be taken away.
    pub const fn may_lose_wallet(self) -> bool {
        Self { wallets: self.wallets.saturating_sub(1), ..self }.has_one()
    }

    /// Whether an identity may be taken away.
    pub const fn may_lose_identity(self) -> bool {
        Self { identities: self.identities.saturating_sub(1), ..self }.has_one()
    }
}

/// What a person has, whether or not it is switched on.
struct Found<'a> {
    password: bool,
    passkeys: usize,
    wallets: &'a [Wallet],
    identities: usize,
}

/// After one of their ways was taken away of a person who is held: there is another one.
///
/// # Errors
/// [`Error::Conflict`] where it was the last.
pub async fn require_one(cx: &Cx<'_>, conn: &mut Conn, person: &User) -> Result<(), Error> {
    if Ways::read(cx, conn, person).await?.has_one() { Ok(()) } else { Err(Error::Conflict("the only way to sign in")) }
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
            (Ways { identities: 1, passkeys: 1, ..none }, true, true),
            (Ways { identities: 1, wallets: 1, ..none }, true, true),
        ] {
            assert_eq!(ways.may_lose_passkey(), may_lose_passkey, "a passkey of {ways:?}");
            assert_eq!(ways.may_lose_wallet(), may_lose_wallet, "a wallet of {ways:?}");
        }
        for (ways, may_lose_identity) in [
            (Ways { identities: 1, ..none }, false),
            (Ways { identities: 2, ..none }, true),
            (Ways { identities: 1, mail: true, ..none }, true),
            (Ways { identities: 1, password: true, ..none }, true),
        ] {
            assert_eq!(ways.may_lose_identity(), may_lose_identity, "an identity of {ways:?}");
        }
    }
}
