//! What a person calls a session, so that they tell their browsers apart.

use crate::{
    base::{
        id::{SessionId, UserId},
        text::{is_name, name_rule},
    },
    domain::kernel::{Cx, Error, Event, On, Permission, event::UserEvent, permit},
    store::sessions,
};

/// Longest name of a session, in characters.
pub const LABEL_MAX: usize = 60;

/// Calls a live session of a person by a name; an empty one takes the name away.
///
/// # Errors
/// [`Error::NotFound`] for one that is somebody else's, is with another issuer, or was ended; [`Error::Invalid`] for what
/// is no name.
pub async fn set_label(cx: &Cx<'_>, user: &UserId, session: &SessionId, label: &str) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    let label = Some(label.trim()).filter(|label| !label.is_empty());
    if label.is_some_and(|label| !is_name(label, LABEL_MAX)) {
        return Err(Error::field("name", "name_invalid", name_rule(LABEL_MAX)));
    }
    cx.write(async |work| {
        if !sessions::set_label(work, &cx.issuer.id, user, session, label).await? {
            return Err(Error::NotFound);
        }
        work.emit(cx, Event::User(UserEvent::SessionNamed, user.clone())).await
    })
    .await
}
