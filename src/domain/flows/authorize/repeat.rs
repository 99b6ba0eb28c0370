//! One request, one answer: whoever comes second with the same form gets it again, anybody else is told
//! that it was given.

use super::reply::Reply;
use crate::{
    base::id::GrantId,
    domain::{
        kernel::{Cx, Error},
        registry::clients,
        sessions::{
            outcomes::{self, Answered},
            visitor::Visitor,
        },
    },
};

/// What a client was told because of the very form that comes again now; see [`outcomes`].
///
/// # Errors
/// When the database fails.
pub async fn answered_before(cx: &Cx<'_>, visitor: &Visitor<'_>) -> Result<Option<Reply>, Error> {
    let Some(answered) = outcomes::answer(cx, visitor).await? else { return Ok(None) };
    let client = clients::find(cx, &answered.client).await?;
    let Answered { response, ui_locales, shown_first, .. } = answered;
    Ok(client.map(|client| Reply { response, client, ui_locales, shown_first }))
}

impl Reply {
    /// The answer as it is kept for the form that led to it.
    pub fn kept(&self, grant: Option<&GrantId>) -> Answered {
        Answered {
            client: self.client.client.id.clone(),
            response: self.response.clone(),
            ui_locales: self.ui_locales.clone(),
            shown_first: self.shown_first.clone(),
            grant: grant.cloned(),
        }
    }
}
