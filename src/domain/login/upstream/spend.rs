//! The state of somebody who comes back: whose it is, and spent once.

use std::sync::Arc;

use super::{UpstreamAnswer, UpstreamFault, leave::LeftWith};
use crate::{
    base::secret::TokenHash,
    domain::{
        kernel::{Cx, Error, seals},
        registry::upstreams::{self, Upstream},
        sessions::Browser,
    },
    protocol::upstream::UpstreamFaultKind,
    store::upstream_sign_ins::{self, UpstreamSignIn},
};

/// Longest state that is looked up; ours has 43 characters.
const LONGEST_STATE: usize = 128;

/// Somebody who is back, as they left.
pub(super) struct Back {
    pub(super) upstream: Arc<Upstream>,
    pub(super) row: UpstreamSignIn,
    pub(super) left: LeftWith,
}

/// Spends the state of an answer, in a unit of work of its own. That of another browser stays as it is.
pub(super) async fn spend(
    cx: &Cx<'_>,
    browser: Option<&Browser>,
    answer: &UpstreamAnswer<'_>,
) -> Result<Back, UpstreamFault> {
    let expired = |sentence| UpstreamFault::new(UpstreamFaultKind::Expired, sentence);
    let state = answer.state.filter(|state| state.len() <= LONGEST_STATE);
    let state = state.ok_or_else(|| expired("the answer has no state of ours (RFC 6749 section 10.12)"))?;
    let state = TokenHash::of(state);
    let found = upstream_sign_ins::find(&mut cx.read().await?, &state).await.map_err(Error::from)?;
    let row =
        found.ok_or_else(|| expired("the state of the answer is not known, or was used (RFC 6749 section 10.12)"))?;
    // RFC 6749 §10.12: the state is bound to the browser that left, else anybody could sign others in to their account.
    let browser = browser.filter(|browser| browser.id == row.browser_id).ok_or_else(|| {
        UpstreamFault::new(
            UpstreamFaultKind::OtherBrowser,
            "the state of the answer is that of another browser (RFC 6749 section 10.12)",
        )
    })?;
    let interaction = row.interaction_id.clone();
    let late = || expired("the state of the answer has expired or was used").on_the_way_to(interaction.as_ref());
    let taken = cx.write_one(async |work| Ok(upstream_sign_ins::take(work, &state, &browser.id, cx.now).await?)).await;
    let row = taken.map_err(|why| UpstreamFault::from(why).on_the_way_to(interaction.as_ref()))?.ok_or_else(late)?;
    let ours = |why: Error| UpstreamFault::from(why).on_the_way_to(interaction.as_ref());
    // The upstream of the request, whatever the address says that the answer came to.
    let upstream = upstreams::by_id(cx, &row.upstream_id).await.map_err(ours)?.ok_or_else(late)?;
    let opened = cx.app.sealer.open(&seals::upstream_sign_in(&row.state), &row.request).map_err(Error::internal);
    let left =
        opened.and_then(|plain| serde_json::from_slice(plain.expose()).map_err(Error::internal)).map_err(ours)?;
    Ok(Back { upstream, row, left })
}
