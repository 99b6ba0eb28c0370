//! The number that somebody gives when they make their account, or that the operator wants of them. It waits with the
//! account until a code that is texted to it has proven it: a step of the journey, before an app gets its answer. Nobody is
//! told it before.

use crate::{
    base::time::Seconds,
    domain::{
        kernel::{Cx, Error, On, Permission, permit, sms},
        sessions::SignedIn,
    },
    protocol::claims::attribute::AskedAtSignUp,
    store::users::{self, User},
};

/// How long after the account was made a number is asked after that nobody has to give.
const OFFER: Seconds = Seconds::minutes(30);

/// Whether people are asked for their number when they make an account: never where no text can prove it.
pub fn is_asked_at_sign_up(cx: &Cx<'_>) -> AskedAtSignUp {
    if sms::is_possible(cx) { cx.app.config.sign_up.phone } else { AskedAtSignUp::Off }
}

/// Whether somebody is asked to prove the number that they gave, or any.
pub fn is_asked_for(cx: &Cx<'_>, person: &User) -> bool {
    if person.phone_required_at.is_some() {
        return sms::is_possible(cx);
    }
    let may_wait = || match is_asked_at_sign_up(cx) {
        AskedAtSignUp::Off => true,
        AskedAtSignUp::Optional => cx.now >= person.created_at + OFFER,
        AskedAtSignUp::Required => false,
    };
    person.phone_pending.is_some() && !may_wait()
}

/// Whether somebody may do without a number.
pub fn may_put_off(cx: &Cx<'_>, person: &User) -> bool {
    person.phone_required_at.is_none() && is_asked_at_sign_up(cx) != AskedAtSignUp::Required
}

/// The person does without: what they gave is forgotten.
///
/// # Errors
/// [`Error::NotFound`] where a number is required.
pub async fn put_off(cx: &Cx<'_>, me: &SignedIn) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    if !may_put_off(cx, &me.user) {
        return Err(Error::NotFound);
    }
    cx.write_one(async |work| Ok(users::forget_given_phone(work, &me.user.id).await?)).await
}
