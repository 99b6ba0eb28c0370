//! What a person has done so far in an interaction.

use crate::{
    base::id::{OrganizationId, SessionId, UserId},
    domain::{
        interactions::Paused,
        kernel::{Error, Work},
    },
    protocol::authorize::interaction::{PendingAuthentication, Progress},
    store::interactions as rows,
};

/// A step that a person took.
#[derive(Debug, Clone)]
pub enum Noted {
    /// Proved who they are, and a session began.
    Authenticated(SessionId),
    /// Sets a further factor up another time.
    Later,
    /// Said whether they want a passkey.
    Suggested,
    /// Goes on without a further factor, in this session.
    WithoutFactor(SessionId),
    /// Proved something that is not enough.
    Pending(PendingAuthentication),
    /// Chose an account.
    Selected(SessionId),
    /// Wants another account.
    AnotherAccount,
    /// Said to go on.
    Confirmed(SessionId),
    /// Agreed, for this organization.
    Consented(UserId, Option<OrganizationId>),
}

impl Noted {
    /// Applies it to the interaction in hand.
    pub fn apply(self, progress: &mut Progress) {
        // What the browser can, and what an upstream proved, is the same until somebody is signed in.
        let may_suggest_passkey = progress.may_suggest_passkey;
        let (upstream, wallet) = match &self {
            // Anybody may say these: what waits for a further factor is not to be got rid of by that.
            Self::Later | Self::Suggested | Self::WithoutFactor(_) => (None, None),
            _ => (progress.upstream.take(), progress.wallet.take()),
        };
        match self {
            Self::Authenticated(session) => {
                *progress = Progress { authenticated: Some(session), ..Progress::default() };
            }
            Self::Later => progress.offered = None,
            Self::Suggested => progress.suggested = None,
            Self::WithoutFactor(session) => progress.without_factor = Some(session),
            Self::Pending(pending) => {
                *progress = Progress { pending: Some(pending), may_suggest_passkey, upstream, ..Progress::default() };
            }
            Self::Selected(session) => *progress = Progress { selected: Some(session), ..Progress::default() },
            Self::AnotherAccount => {
                *progress = Progress { another_account: true, upstream, wallet, ..Progress::default() };
            }
            Self::Confirmed(session) => progress.confirmed = Some(session),
            Self::Consented(user, organization) => {
                progress.consented = Some(user);
                if organization.is_some() {
                    progress.organization = organization;
                }
            }
        }
    }
}

/// Writes down how far the person got; `false` when the interaction was answered or given up meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn save_progress(work: &mut Work, paused: &Paused) -> Result<bool, Error> {
    let Some(id) = &paused.id else { return Ok(true) };
    let text = serde_json::to_string(&paused.progress).map_err(Error::internal)?;
    // Somebody who signed in is no stranger at their place any more.
    let is_known = paused.progress.authenticated.is_some() || paused.progress.pending.is_some();
    Ok(if is_known {
        rows::set_progress_of_known(work, id, &text).await?
    } else {
        rows::set_progress(work, id, &text).await?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // Attack: a form of another step, so that a session begins that the upstream cannot end.
    #[test]
    fn what_waits_for_a_further_factor_is_not_put_off() {
        let begin = Progress {
            pending: Some(PendingAuthentication {
                user: UserId::from_stored("usr_1"),
                factors: Vec::new(),
                remember: false,
                enrol: false,
                by_mail: false,
                since: None,
            }),
            upstream: Some("sealed".to_owned()),
            wallet: Some("sealed".to_owned()),
            ..Progress::default()
        };
        for noted in [Noted::Later, Noted::Suggested, Noted::WithoutFactor(SessionId::from_stored("ses_1"))] {
            let mut progress = begin.clone();
            noted.apply(&mut progress);
            assert_eq!(Progress { without_factor: None, ..progress }, begin);
        }
    }
}
