//! What the operator wants of a person at their next sign-in.

use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, On, Permission, event::UserEvent, mail, permit},
    store::users::{self, User},
};

/// What can be wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// To prove the address of the account by a mail.
    Verify,
    /// To choose another password.
    Password,
    /// To have a further factor; whoever has none sets one up.
    Factor,
}

impl Requirement {
    /// Every one, in the order in which they are asked for.
    pub const ALL: [Self; 3] = [Self::Factor, Self::Verify, Self::Password];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Password => "password",
            Self::Factor => "factor",
        }
    }

    /// Whether it is wanted of a person. A further factor is wanted on, also of whoever has one.
    pub const fn is_wanted_of(self, person: &User) -> bool {
        match self {
            Self::Verify => person.verify_required_at.is_some(),
            Self::Password => person.password_required_at.is_some(),
            Self::Factor => person.factor_required_at.is_some(),
        }
    }

    const fn event(self) -> UserEvent {
        match self {
            Self::Verify => UserEvent::VerifyRequired,
            Self::Password => UserEvent::PasswordRequired,
            Self::Factor => UserEvent::FactorRequired,
        }
    }
}

/// Whether something is wanted of a person at their next sign-in. Answers whether that changed anything.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for an address that there is not, or that no mail can be sent to.
pub async fn require(cx: &Cx<'_>, user: &UserId, what: Requirement, wanted: bool) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    let is_asked_by_mail = what == Requirement::Verify && wanted;
    if is_asked_by_mail {
        mail::require(cx)?;
    }
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if is_asked_by_mail && person.email.is_none() {
            return Err(Error::field("user", "no_email", "the account has no e-mail address"));
        }
        if what.is_wanted_of(&person) == wanted {
            return Ok(false);
        }
        let since = wanted.then_some(cx.now);
        match what {
            Requirement::Verify => users::set_verify_required(work, user, since).await?,
            Requirement::Password => users::set_password_required(work, user, since).await?,
            Requirement::Factor => users::set_factor_required(work, user, since).await?,
        }
        let happened = if wanted { what.event() } else { UserEvent::Updated };
        work.emit(cx, Event::User(happened, user.clone())).await?;
        Ok(true)
    })
    .await
}
