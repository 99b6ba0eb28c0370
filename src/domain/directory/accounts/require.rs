//! What the operator wants of a person at their next sign-in.

use super::former_number;
use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, On, Permission, Work, event::UserEvent, mail, permit, sms},
    store::{
        phones,
        users::{self, User},
    },
};

/// What can be wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// To prove the address of the account by a mail.
    Verify,
    /// To prove a telephone number by a text.
    Phone,
    /// To choose another password.
    Password,
    /// To have a further factor; whoever has none sets one up.
    Factor,
}

impl Requirement {
    /// Every one, in the order in which they are asked for.
    pub const ALL: [Self; 4] = [Self::Factor, Self::Verify, Self::Phone, Self::Password];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Phone => "phone",
            Self::Password => "password",
            Self::Factor => "factor",
        }
    }

    /// Whether it is wanted of a person. A further factor is wanted on, also of whoever has one.
    pub const fn is_wanted_of(self, person: &User) -> bool {
        match self {
            Self::Verify => person.verify_required_at.is_some(),
            Self::Phone => person.phone_required_at.is_some(),
            Self::Password => person.password_required_at.is_some(),
            Self::Factor => person.factor_required_at.is_some(),
        }
    }

    const fn event(self) -> UserEvent {
        match self {
            Self::Verify => UserEvent::VerifyRequired,
            Self::Phone => UserEvent::PhoneRequired,
            Self::Password => UserEvent::PasswordRequired,
            Self::Factor => UserEvent::FactorRequired,
        }
    }
}

/// Whether something is wanted of a person at their next sign-in. Answers whether that changed anything.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for an address that there is not, where no mail or text can be sent, and for
/// whoever has proven a number before.
pub async fn require(cx: &Cx<'_>, user: &UserId, what: Requirement, wanted: bool) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    let is_asked_by_mail = what == Requirement::Verify && wanted;
    let is_asked_by_text = what == Requirement::Phone && wanted;
    if is_asked_by_mail {
        mail::require(cx)?;
    }
    if is_asked_by_text {
        sms::require(cx)?;
    }
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if is_asked_by_mail && person.email.is_none() {
            return Err(Error::field("user", "no_email", "the account has no e-mail address"));
        }
        if what.is_wanted_of(&person) == wanted {
            return Ok(false);
        }
        if is_asked_by_text {
            check_first_number(cx, work, user).await?;
        }
        let since = wanted.then_some(cx.now);
        match what {
            Requirement::Verify => users::set_verify_required(work, user, since).await?,
            Requirement::Phone => users::set_phone_required(work, user, since).await?,
            Requirement::Password => users::set_password_required(work, user, since).await?,
            Requirement::Factor => users::set_factor_required(work, user, since).await?,
        }
        let happened = if wanted { what.event() } else { UserEvent::Updated };
        work.emit(cx, Event::User(happened, user.clone())).await?;
        Ok(true)
    })
    .await
}

/// Another number in the place of one is a change, in which the one before agrees: it has a page of its own.
async fn check_first_number(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
    if phones::find(work, user).await?.is_some() {
        return Err(Error::field("user", "phone_proven", "the person has proven a telephone number already"));
    }
    if former_number::former(cx, work, user).await?.is_empty() {
        return Ok(());
    }
    let why = "the person has given up a telephone number that can still be taken back (account.take_back): \
               require one when it cannot";
    Err(Error::field("user", "phone_given_up", why))
}
