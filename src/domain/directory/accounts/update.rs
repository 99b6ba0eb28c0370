//! Changing what is known of a person.

use serde_json::{Map, Value};

use super::{
    check,
    consequences::{close_setup, keep_an_administrator},
};
use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, On, Permission, Work, event::UserEvent, one_time::Purpose, permit},
    store::{
        address_changes, one_time_tokens, phone_proofs, phones,
        users::{self, User},
    },
};

/// What to change; an absent member stays as it is, an inner `None` removes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AccountChanges {
    /// The user name.
    pub username: Option<String>,
    /// The address. A new one counts as unproven unless `email_verified` says otherwise.
    pub email: Option<Option<String>>,
    /// Whether the address was proven.
    pub email_verified: Option<bool>,
    /// The telephone number; a new one counts as unproven.
    pub phone_number: Option<Option<String>>,
    /// Whether the number was proven.
    pub phone_number_verified: Option<bool>,
    /// All further claims.
    pub claims: Option<Map<String, Value>>,
    /// Whether the person administers this installation.
    pub admin: Option<bool>,
}

/// Changes an account and answers it as it is then.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Invalid`] with every field that must be corrected, or for the
/// last administrator.
pub async fn update(cx: &Cx<'_>, user: &UserId, changes: AccountChanges) -> Result<User, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    cx.write(async |work| update_in(cx, work, user, changes).await).await
}

async fn update_in(cx: &Cx<'_>, work: &mut Work, user: &UserId, changes: AccountChanges) -> Result<User, Error> {
    let before = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
    let asked = (changes.email_verified, changes.phone_number_verified);
    let after = changed(cx, &before, changes);
    if after.admin_at.is_none() {
        keep_an_administrator(work, &before).await?;
    }
    let mut problems = Vec::new();
    check::username(&after.username, &mut problems);
    if let Some(email) = &after.email {
        check::email(email, &mut problems);
    }
    if let Some(number) = &after.phone_number {
        check::phone_number(number, &mut problems);
    }
    if after.email.is_none() && asked.0 == Some(true) {
        check::add(&mut problems, "email", "email_missing", "there is no address that could be verified");
    }
    if after.phone_number.is_none() && asked.1 == Some(true) {
        check::add(&mut problems, "phone_number", "phone_number_missing", "there is no number that could be verified");
    }
    check::claims(&after.claims, &mut problems);
    check::free(work, Some(user), &after.username_key, after.email_key.as_deref(), &mut problems).await?;
    check::all_well(problems)?;
    users::update(work, &after).await.map_err(Error::taken("the user name or e-mail address"))?;
    if after.email_key != before.email_key || after.email_verified_at.is_none() {
        // A link that went to the old address sets no password any more.
        one_time_tokens::delete_for_user(work, user, Purpose::Recovery.as_str()).await?;
    }
    if after.email_key != before.email_key {
        // The operator has the last word: nothing that was mailed to the old address takes anything back or sets a
        // password, and no change that was asked for follows.
        for purpose in [Purpose::TakeAddressBack, Purpose::TakeNumberBack, Purpose::Password] {
            one_time_tokens::delete_for_user(work, user, purpose.as_str()).await?;
        }
        address_changes::stop(work, user, cx.now).await?;
    }
    if after.phone_number != before.phone_number {
        // What was proven is another number: no code goes there any more.
        phones::delete(work, user).await?;
        phone_proofs::end_all(work, user, cx.now).await?;
        one_time_tokens::delete_for_user(work, user, Purpose::TakeNumberBack.as_str()).await?;
        // What the operator says of the number stands for what the person was about to prove.
        users::forget_given_phone(work, user).await?;
    }
    close_setup(work, &after).await?;
    work.emit(cx, Event::User(UserEvent::Updated, user.clone())).await?;
    Ok(after)
}

fn changed(cx: &Cx<'_>, before: &User, changes: AccountChanges) -> User {
    let now = cx.now;
    let mut user = User { updated_at: now, ..before.clone() };
    if let Some(username) = changes.username {
        username.trim().clone_into(&mut user.username);
        user.username_key = users::fold(&user.username);
    }
    if let Some(email) = changes.email {
        user.email = email.map(|email| email.trim().to_owned());
        user.email_key = user.email.as_deref().map(users::fold);
        if user.email_key != before.email_key {
            user.email_verified_at = None;
        }
    }
    if let Some(verified) = changes.email_verified {
        let since = user.email_verified_at.unwrap_or(now);
        user.email_verified_at = (verified && user.email.is_some()).then_some(since);
    }
    if let Some(number) = changes.phone_number {
        user.phone_number = number;
        if user.phone_number != before.phone_number {
            user.phone_number_verified_at = None;
        }
    }
    if let Some(verified) = changes.phone_number_verified {
        let since = user.phone_number_verified_at.unwrap_or(now);
        user.phone_number_verified_at = (verified && user.phone_number.is_some()).then_some(since);
    }
    if let Some(claims) = changes.claims {
        user.claims = claims;
    }
    if let Some(admin) = changes.admin {
        user.admin_at = admin.then(|| user.admin_at.unwrap_or(now));
    }
    user
}
