//! How somebody was verified, and all that differs from one way to the next.

use super::{
    by_upstream::ByUpstream,
    challenge::Challenge,
    enrolment, factor, mail_proof,
    method::{Method, of_passkey},
    phone::{self, RightCode},
    policy,
};
use crate::{
    base::{
        id::{CredentialId, PasskeyId, UserId, WalletId},
        secret::{Secret, TokenHash},
        time::{Seconds, Timestamp},
    },
    config::risk::Reaction,
    domain::{
        kernel::{
            Cx, Error, Event, Work, device,
            event::FactorEvent,
            one_time::{self, Purpose, RECOVERY_LIFETIME},
        },
        sessions::visitor::Visitor,
    },
    protocol::acr::Factor,
    store::{
        credentials::{self, Credential},
        identities as identity_rows,
        login_names::Password,
        passkeys::{self, Use},
        users::User,
        wallets,
    },
};

/// How long a new password is asked for a mail where an older one would be stopped: whoever was stopped sets one by the
/// link that they were mailed, and then signs in with it.
const NEW_PASSWORD: Seconds = RECOVERY_LIFETIME;

/// How somebody was verified, and what must still hold when the session starts.
pub enum Verified {
    /// By a password; `fresh` is its hash with today's parameters, if the stored one was older.
    Password {
        /// The password that was compared.
        stored: Password,
        /// The new hash.
        fresh: Option<String>,
        /// How many wrong ones in a row came before; none where a link has just set it, and nobody typed it to sign in.
        failures: Option<i64>,
    },
    /// By a link, which is spent.
    Link {
        /// Its secret.
        secret: String,
    },
    /// By a mail that has a code and a link: both are spent.
    Mail {
        /// The digest of the link's secret.
        link: TokenHash,
        /// The address that it went to, folded.
        email_key: String,
        /// Whether it comes on top of something else.
        is_further: bool,
    },
    /// By a passkey, whose challenge is spent.
    Passkey {
        /// Which.
        passkey: PasskeyId,
        /// What its authenticator said.
        how: Use,
        /// Whether that has verified the person.
        user_verified: bool,
        /// Whether it comes on top of something else.
        is_further: bool,
        /// The challenge.
        challenge: Challenge,
    },
    /// By a wallet, whose message is spent.
    Wallet {
        /// Which.
        wallet: WalletId,
        /// The message.
        challenge: Challenge,
    },
    /// By another provider.
    Upstream(Box<ByUpstream>),
    /// By the address that was proven for a new account, made in the same unit of work.
    NewAccount,
    /// By a code of an authenticator app, which is accepted once.
    Totp {
        /// The app.
        app: CredentialId,
        /// The time step of the code.
        step: i64,
    },
    /// By a code that was texted, which is spent.
    Sms(RightCode),
    /// By the first code of an app that they set up on the way: their first one.
    NewApp {
        /// The app, which counts from now on.
        app: Box<Credential>,
        /// Their recovery codes from now on.
        codes: Vec<Secret<String>>,
    },
    /// By a recovery code, which is spent.
    RecoveryCode {
        /// Its digest.
        digest: TokenHash,
    },
}

impl Verified {
    /// By which method.
    pub const fn method(&self) -> Method {
        match self {
            Self::Password { .. } => Method::Password,
            Self::Link { .. } => Method::Link,
            Self::Mail { .. } | Self::NewAccount => Method::Mail,
            Self::Passkey { is_further: false, .. } => Method::Passkey,
            Self::Passkey { is_further: true, .. } => Method::FurtherPasskey,
            Self::Wallet { .. } => Method::Wallet,
            Self::Upstream(_) => Method::Upstream,
            Self::Totp { .. } | Self::NewApp { .. } => Method::Totp,
            Self::Sms(_) => Method::Sms,
            Self::RecoveryCode { .. } => Method::RecoveryCode,
        }
    }

    /// Neither a link of the demo nor a mailbox or another provider alone signs an administrator in.
    pub(super) fn may_administer(&self, person: &User) -> bool {
        match self {
            Self::Link { .. } => false,
            Self::Mail { is_further: false, .. } => person.second_factor_at.is_some(),
            Self::Upstream(by) => by.has_further || person.second_factor_at.is_some(),
            _ => true,
        }
    }

    /// Whether it is a mail on top of something else.
    pub(super) const fn is_further_mail(&self) -> bool {
        matches!(self, Self::Mail { is_further: true, .. })
    }

    /// Whether the person wanted not to be asked for their further factor in this browser, after this.
    pub(super) fn is_spared(&self, cx: &Cx<'_>, visitor: &Visitor<'_>, person: &User) -> bool {
        match self {
            Self::Password { stored, .. } => device::spares_factor(cx, visitor.device, person, stored.since),
            _ => false,
        }
    }

    /// The factors that were proven.
    pub fn factors(&self, at: Timestamp) -> Vec<Factor> {
        if let Self::Upstream(by) = self {
            return by.factors.clone();
        }
        let Self::Passkey { how, user_verified, .. } = self else { return self.method().factors(at) };
        of_passkey(how.backup, *user_verified, at)
    }

    /// Whether it is spent, so that it cannot be shown again.
    pub(super) const fn works_once(&self) -> bool {
        match self {
            Self::Password { .. } => false,
            Self::Link { .. }
            | Self::Mail { .. }
            | Self::NewAccount
            | Self::Passkey { .. }
            | Self::Wallet { .. }
            | Self::Upstream(_)
            | Self::Totp { .. }
            | Self::NewApp { .. }
            | Self::Sms(_)
            | Self::RecoveryCode { .. } => true,
        }
    }

    /// What was read before the password was hashed is looked at again: hashing takes a while.
    pub(super) async fn recheck(&self, cx: &Cx<'_>, work: &mut Work) -> Result<(), Error> {
        if let Self::Password { stored, fresh, .. } = self {
            let secret = stored.secret.expose();
            if !credentials::opened(work, &stored.id, secret, cx.now).await? {
                return Err(Error::Forbidden);
            }
            if let Some(fresh) = fresh {
                credentials::rehash(work, &stored.id, secret, fresh).await?;
            }
        }
        Ok(())
    }

    /// Spends what works once; answers whether it proved the address of the account for the first time.
    pub(super) async fn spend(&self, cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<bool, Error> {
        let is_good = match self {
            Self::Mail { link, email_key, .. } => {
                return mail_proof::spend(cx, work, user, link, email_key).await;
            }
            Self::Password { .. } | Self::NewAccount => true,
            Self::Link { secret } => one_time::consume(cx, work, Purpose::SignIn, secret).await?.is_some(),
            // One that was unlinked meanwhile; what nobody has yet is linked when the session begins.
            Self::Upstream(by) => match &by.identity {
                Some(id) => {
                    let label = by.person.label.as_deref();
                    identity_rows::used(work, user, id, label, cx.now).await?
                }
                None => true,
            },
            // One that was used before, or whose passkey was removed or counted on meanwhile.
            Self::Passkey { passkey, how, challenge, .. } => {
                challenge.spend(work).await? && passkeys::used(work, passkey, *how, cx.now).await?
            }
            // One that was signed before, or whose wallet was removed meanwhile.
            Self::Wallet { wallet, challenge } => {
                challenge.spend(work).await? && wallets::used(work, wallet, cx.now).await?
            }
            // RFC 6238 §5.2: the second attempt with one code is refused.
            Self::Totp { app, step } => {
                let is_first = credentials::accept_step(work, app, *step, cx.now).await?;
                if is_first {
                    factor::forget_tries(cx, work, user).await?;
                }
                is_first
            }
            Self::Sms(right) => {
                phone::spend(cx, work, user, right).await?;
                true
            }
            Self::NewApp { app, codes } => {
                enrolment::add(cx, work, app, codes).await?;
                true
            }
            Self::RecoveryCode { digest } => {
                let is_theirs = credentials::spend_recovery_code(work, user, digest.as_str()).await?;
                if is_theirs {
                    factor::forget_tries(cx, work, user).await?;
                    work.emit(cx, Event::Factor(FactorEvent::RecoveryCodeUsed, user.clone())).await?;
                }
                is_theirs
            }
        };
        if is_good { Ok(false) } else { Err(Error::NotFound) }
    }

    /// The most that follows where the sign-in is unlike those before.
    pub(super) fn most_reaction(&self, cx: &Cx<'_>, person: &User) -> Reaction {
        let has_factor = person.second_factor_at.is_some();
        match self {
            Self::Password { stored, failures: Some(_), .. } => {
                let is_new = cx.now - stored.since < NEW_PASSWORD;
                let can_be_asked = has_factor || policy::can_be_mailed(cx, person);
                if is_new && can_be_asked { Reaction::StepUp } else { Reaction::Block }
            }
            Self::Wallet { .. } => Reaction::StepUp,
            // It is what would be asked for; whoever has a further factor is asked for that one.
            Self::Mail { is_further: false, .. } | Self::Upstream(_) if has_factor => Reaction::StepUp,
            Self::Mail { is_further: false, .. } | Self::Upstream(_) | Self::Passkey { is_further: false, .. } => {
                Reaction::Notice
            }
            Self::Password { failures: None, .. }
            | Self::Mail { is_further: true, .. }
            | Self::Passkey { is_further: true, .. }
            | Self::Link { .. }
            | Self::NewAccount
            | Self::Totp { .. }
            | Self::Sms(_)
            | Self::NewApp { .. }
            | Self::RecoveryCode { .. } => Reaction::Off,
        }
    }
}
