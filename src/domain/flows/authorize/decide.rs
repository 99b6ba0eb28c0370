//! What comes next for a request: a question to its person, or an answer to its client.

use crate::{
    app::caches::CachedClient,
    base::id::InteractionId,
    domain::{
        flows::authorize::{
            pause::pause,
            proceed::{By, proceed},
            refusal::refuse,
            repeat::answered_before,
        },
        interactions::{Paused, Question, Stopped, load, standing},
        kernel::{Cx, Error},
        sessions::{Browser, visitor::Visitor},
    },
    protocol::{authorize::response::AuthorizationResponse, error::Refusal},
};

use std::sync::Arc;

/// What comes next.
#[derive(Debug)]
pub enum Next {
    /// Send this to the client.
    Answer(Reply),
    /// Ask the person, in this interaction.
    Ask(InteractionId, Question),
}

/// What a client is told.
#[derive(Debug)]
pub struct Reply {
    /// The answer.
    pub response: AuthorizationResponse,
    /// To whom it goes.
    pub client: Arc<CachedClient>,
    /// In which language the person is spoken to on the way.
    pub ui_locales: Option<String>,
    /// Set where the person sees the address first, and goes on by themselves: what was refused.
    pub shown_first: Option<Refusal>,
}

impl Reply {
    /// The answer to the client of a paused request.
    pub(super) fn of(paused: &Paused, response: AuthorizationResponse) -> Self {
        let (client, ui_locales) = (Arc::clone(&paused.client), paused.request.ui_locales.clone());
        Self { response, client, ui_locales, shown_first: None }
    }
}

/// The outcome of a step, with the browser whose cookie must be set, if it is new.
pub type Step = (Next, Option<Browser>);

/// Looks at a paused request again after its person did something. The second of two equal forms gets
/// the answer of the first.
///
/// # Errors
/// As [`load`], and what [`Stopped`] says besides.
pub async fn resume(cx: &Cx<'_>, visitor: &Visitor<'_>, id: &InteractionId) -> Result<Step, Stopped> {
    let outcome = match load(cx, id, visitor.browser).await {
        Ok(paused) => decide(cx, visitor, paused).await,
        Err(stopped) => Err(stopped),
    };
    match outcome {
        Err(stopped @ Stopped::Over { completed: true, .. }) => match answered_before(cx, visitor).await? {
            Some(reply) => Ok((Next::Answer(reply), None)),
            None => Err(stopped),
        },
        other => other,
    }
}

pub(super) async fn decide(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: Paused) -> Result<Step, Stopped> {
    let standing = standing(cx, &paused, visitor.browser).await?;
    match (standing.question, standing.account) {
        (Ok(None), Some(account)) => {
            let Some(browser) = visitor.browser else {
                return Err(Stopped::OtherBrowser { client: Some(paused.client) });
            };
            let by = By { account: &account, organization: standing.organization, browser };
            let answer = match proceed(cx, visitor, &paused, &by).await {
                // Found out at the end (the keys to encrypt to are gone, say), and the client's to know.
                Err(Stopped::Failed(Error::Refused(refusal))) => refuse(cx, visitor, &paused, refusal).await?,
                Err(Stopped::Failed(Error::SignedOut)) => return Err(Stopped::SignedOut { interaction: paused.id }),
                other => Reply::of(&paused, other?),
            };
            Ok((Next::Answer(answer), None))
        }
        (Ok(Some(question)), _) => match paused.id {
            Some(id) => Ok((Next::Ask(id, question), None)),
            None => pause(cx, visitor, &paused, question, standing.accounts.is_empty()).await,
        },
        (Err(refusal), _) => Ok((Next::Answer(refuse(cx, visitor, &paused, refusal).await?), None)),
        (Ok(None), None) => Err(Error::internal("a known account has no session").into()),
    }
}
