//! What somebody proved who has no account yet, or proves theirs first, waits in the interaction of their browser. Its
//! cookie is replaced as where somebody is asked for a further factor: whoever planted it would go on in their place.

use crate::{
    base::id::InteractionId,
    domain::{
        interactions::{self, Paused, Stopped, save_progress},
        kernel::{Cx, Error, Work},
        sessions::{self, Browser, visitor::Visitor},
    },
    protocol::authorize::interaction::Progress,
};

/// Something waits on a journey.
pub struct WaitsHere {
    /// Which journey.
    pub interaction: InteractionId,
    /// The browser with its new cookie.
    pub browser: Browser,
}

/// A journey on which something is about to wait.
pub(super) struct WithWaiting<'a> {
    /// The journey, with nothing but what waits.
    pub(super) paused: Paused,
    /// The browser for which it is sealed.
    pub(super) browser: &'a Browser,
}

/// A journey with what is sealed for its browser in the place of what was done so far.
///
/// # Errors
/// [`Stopped::OtherBrowser`] without one, and what sealing says.
pub(super) fn with_waiting<'a>(
    visitor: &Visitor<'a>,
    paused: Paused,
    sealed: impl FnOnce(&Browser) -> Result<Progress, Error>,
) -> Result<WithWaiting<'a>, Stopped> {
    let Some(browser) = visitor.browser else {
        return Err(Stopped::OtherBrowser { client: paused.journey.client().cloned() });
    };
    let progress = Progress {
        may_suggest_passkey: paused.progress.may_suggest_passkey,
        // Whoever is signed in here is not asked about: it is somebody else, or their account does not have what waits.
        another_account: !visitor.accounts.all.is_empty(),
        ..sealed(browser)?
    };
    Ok(WithWaiting { paused: Paused { progress, ..paused }, browser })
}

/// Lets the progress of a journey wait, sealed for this browser, inside a unit of work, which is undone where it cannot.
///
/// # Errors
/// When the database fails. The inner one says why it does not wait.
pub(super) async fn wait_in(
    cx: &Cx<'_>,
    work: &mut Work,
    paused: &Paused,
    known: &Browser,
) -> Result<Result<WaitsHere, Stopped>, Error> {
    let client = || paused.journey.client().cloned();
    // Before the interaction, as where somebody signs in.
    let Some(browser) = sessions::renewed(cx, work, known).await? else {
        work.give_up();
        return Ok(Err(Stopped::OtherBrowser { client: client() }));
    };
    let interaction = match &paused.id {
        Some(id) => save_progress(work, paused).await?.then(|| id.clone()),
        None => Some(interactions::keep(cx, work, paused, &browser).await?),
    };
    let Some(interaction) = interaction else {
        work.give_up();
        return Ok(Err(Stopped::Over { client: client(), completed: true }));
    };
    Ok(Ok(WaitsHere { interaction, browser }))
}
