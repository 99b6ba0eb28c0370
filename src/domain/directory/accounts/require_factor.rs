//! The operator wants a person to have a further factor.

use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, On, Permission, event::UserEvent, permit},
    store::users,
};

/// Whether a person must have a further factor; whoever has none sets one up at their next sign-in. Answers whether that
/// changed anything.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn require_factor(cx: &Cx<'_>, user: &UserId, required: bool) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    cx.write(async |work| {
        let person = users::find_held(work, user).await?.ok_or(Error::NotFound)?;
        if person.factor_required_at.is_some() == required {
            return Ok(false);
        }
        users::set_factor_required(work, user, required.then_some(cx.now)).await?;
        let what = if required { UserEvent::FactorRequired } else { UserEvent::Updated };
        work.emit(cx, Event::User(what, user.clone())).await?;
        Ok(true)
    })
    .await
}
