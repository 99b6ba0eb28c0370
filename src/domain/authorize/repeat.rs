//! One request, one answer: whoever comes second with the same form gets it again, anybody else is told
//! that it was given.

use super::Told;
use crate::{
    app::App,
    base::id::{GrantId, InteractionId},
    domain::{
        clients,
        error::{Error, settle},
        outcomes::{self, Answered},
        visitor::Visitor,
    },
    store::interactions,
};

/// What a client was told because of the very form that comes again now; see [`outcomes`].
///
/// # Errors
/// When the database fails.
pub async fn answered_before(app: &App, visitor: &Visitor<'_>) -> Result<Option<Told>, Error> {
    let Some(answered) = outcomes::answer(app, visitor).await? else { return Ok(None) };
    let client = clients::find(app, visitor.issuer, &answered.client).await?;
    let Answered { response, ui_locales, shown_first, .. } = answered;
    Ok(client.map(|client| Told { response, client, ui_locales, shown_first }))
}

/// Ends an interaction with an answer; `true` for the one call that did.
pub(super) async fn complete(app: &App, visitor: &Visitor<'_>, id: &InteractionId, told: &Told) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<bool, Error> = async {
        let completed = interactions::complete(&mut tx, id, app.clock.now()).await?;
        if completed {
            outcomes::keep_answer(app, &mut tx, visitor, &told.kept(None)).await?;
        }
        Ok(completed)
    }
    .await;
    settle(tx, outcome).await
}

impl Told {
    /// The answer as it is kept for the form that led to it.
    pub(super) fn kept(&self, grant: Option<&GrantId>) -> Answered {
        Answered {
            client: self.client.client.id.clone(),
            response: self.response.clone(),
            ui_locales: self.ui_locales.clone(),
            shown_first: self.shown_first.clone(),
            grant: grant.cloned(),
        }
    }
}
