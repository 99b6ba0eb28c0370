//! Steps that somebody takes after they proved who they are: what the operator wants of them, and what they have not
//! agreed to yet. They are owed by the account, not by the session: whoever was signed in before takes them too, before
//! the next app gets its answer.

use crate::{
    domain::{
        kernel::{Cx, Error, mail},
        login::phone,
        sessions::SignedIn,
    },
    protocol::authorize::required::RequiredStep,
    store::{credentials, users::User},
};

/// What a person owes. What cannot be asked here is not asked: an address is proven by mail, a number by text.
pub fn owed(cx: &Cx<'_>, person: &User) -> Vec<RequiredStep> {
    let verify = person.verify_required_at.is_some() && person.email.is_some() && mail::is_possible(cx);
    let all = [
        (verify, RequiredStep::Verify),
        (phone::is_asked_for(cx, person), RequiredStep::Phone),
        (person.password_required_at.is_some(), RequiredStep::Password),
        (cx.app.config.terms.is_owed(person.agreed.as_deref()), RequiredStep::Terms),
    ];
    all.into_iter().filter_map(|(is_owed, step)| is_owed.then_some(step)).collect()
}

/// Whether somebody who chooses another password types the present one first: they have one, and their session has not
/// proven it lately.
///
/// # Errors
/// When the database fails.
pub async fn asks_for_password(cx: &Cx<'_>, me: &SignedIn) -> Result<bool, Error> {
    let fresh = cx.app.config.session.fresh;
    if me.session.proven().iter().any(|factor| factor.amr == "pwd" && cx.now - factor.at < fresh) {
        return Ok(false);
    }
    Ok(credentials::find_password(&mut cx.read().await?, &me.user.id).await?.is_some())
}
