//! The address of an account is proven by a mail that its person read.

use super::welcome::welcome;
use crate::{
    domain::kernel::{Cx, Error, Event, Work, event::UserEvent},
    store::users::{self, User},
};

/// Notes that the person, who is held, reads the mailbox of their account. Answers whether that is proven for the first
/// time.
///
/// # Errors
/// When the database fails.
pub async fn prove_address(cx: &Cx<'_>, work: &mut Work, person: &User) -> Result<bool, Error> {
    let is_first = person.email_verified_at.is_none();
    if is_first || person.verify_required_at.is_some() {
        users::set_email_verified(work, &person.id, cx.now).await?;
        work.emit(cx, Event::User(UserEvent::Updated, person.id.clone())).await?;
    }
    if is_first {
        welcome(cx, work, person).await?;
    }
    Ok(is_first)
}
