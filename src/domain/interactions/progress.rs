//! What a person has done so far in an interaction.

use crate::{
    base::id::{OrganizationId, SessionId, UserId},
    domain::{
        interactions::Paused,
        kernel::{Error, Work},
    },
    protocol::authorize::interaction::Progress,
    store::interactions as rows,
};

/// Notes a sign-in or a chosen account in the interaction; `false` when it was answered or given up meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn note_progress(work: &mut Work, paused: &mut Paused, change: Noted) -> Result<bool, Error> {
    let Some(id) = &paused.id else { return Ok(true) };
    let progress = &mut paused.progress;
    let is_sign_in = matches!(change, Noted::Authenticated(_));
    match change {
        Noted::Authenticated(session) => {
            *progress = Progress { authenticated: Some(session), ..Progress::default() };
        }
        Noted::Selected(session) => {
            *progress = Progress { selected: Some(session), ..Progress::default() };
        }
        Noted::AnotherAccount => {
            *progress = Progress { another_account: true, ..Progress::default() };
        }
        Noted::Confirmed(session) => progress.confirmed = Some(session),
        Noted::Consented(user, organization) => {
            progress.consented = Some(user);
            if organization.is_some() {
                progress.organization = organization;
            }
        }
    }
    let text = serde_json::to_string(progress).map_err(Error::internal)?;
    // Somebody who signed in is no stranger at their place any more.
    Ok(if is_sign_in {
        rows::set_progress_of_known(work, id, &text).await?
    } else {
        rows::set_progress(work, id, &text).await?
    })
}

/// A step that a person took.
#[derive(Debug, Clone)]
pub enum Noted {
    /// Signed in.
    Authenticated(SessionId),
    /// Chose an account.
    Selected(SessionId),
    /// Wants another account.
    AnotherAccount,
    /// Said to go on.
    Confirmed(SessionId),
    /// Agreed, for this organization.
    Consented(UserId, Option<OrganizationId>),
}
