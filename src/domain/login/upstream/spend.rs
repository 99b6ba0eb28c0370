//! The state of somebody who comes back, or the nonce of an ID token that an app shows: whose it is, and spent once.

use std::sync::Arc;

use super::{UpstreamFault, leave::LeftWith};
use crate::{
    base::secret::TokenHash,
    domain::{
        kernel::{Cx, Error, limits, seals},
        registry::upstreams::{self, Upstream},
        sessions::Browser,
    },
    protocol::upstream::{UpstreamFaultKind, UpstreamRefusal},
    store::upstream_sign_ins::{self, UpstreamSignIn},
};

/// Longest state or nonce that is looked up; ours have 43 characters.
const LONGEST: usize = 128;

/// Somebody who is back, as they left.
pub(super) struct Back {
    pub(super) upstream: Arc<Upstream>,
    pub(super) row: UpstreamSignIn,
    pub(super) left: LeftWith,
}

impl Back {
    /// Why they are not signed in, with what they were on the way to.
    pub(super) fn fault(&self, why: UpstreamRefusal) -> UpstreamFault {
        UpstreamFault::from(why).at(&self.upstream).on_the_way_to(self.row.interaction_id.as_ref())
    }
}

/// What names the one who is back.
#[derive(Debug, Clone, Copy)]
pub(super) enum Returning<'a> {
    /// `state` of an answer (RFC 6749 §4.1.2).
    State(Option<&'a str>),
    /// `nonce` that an app got for its ID token.
    Nonce(Option<&'a str>),
}

/// The sentences of its refusals.
struct SpendSentences {
    missing: &'static str,
    unknown: &'static str,
    elsewhere: &'static str,
    late: &'static str,
}

impl Returning<'_> {
    /// The row that it names, if it may be one of ours.
    fn digest(self) -> Option<TokenHash> {
        // Neither is read as the other: no state has this character.
        let ours = |text: &&str| text.len() <= LONGEST && !text.contains('\0');
        match self {
            Self::State(state) => state.filter(ours).map(TokenHash::of),
            Self::Nonce(nonce) => nonce.filter(ours).map(digest_of_nonce),
        }
    }

    const fn sentences(self) -> SpendSentences {
        match self {
            Self::State(_) => SpendSentences {
                missing: "the answer has no state of ours (RFC 6749 section 10.12)",
                unknown: "the state of the answer is not known, or was used (RFC 6749 section 10.12)",
                elsewhere: "the state of the answer is that of another browser (RFC 6749 section 10.12)",
                late: "the state of the answer has expired or was used",
            },
            Self::Nonce(_) => SpendSentences {
                missing: "nonce is none of ours (OIDC Core section 15.5.2)",
                unknown: "nonce is not known, or was used (OIDC Core section 15.5.2)",
                elsewhere: "nonce is that of another browser (OIDC Core section 15.5.2)",
                late: "nonce has expired or was used",
            },
        }
    }
}

/// The row of a nonce that an app gets.
pub(super) fn digest_of_nonce(nonce: &str) -> TokenHash {
    TokenHash::of(&format!("nonce\0{nonce}"))
}

/// Spends a state or a nonce, in a unit of work of its own. That of another browser stays as it is.
pub(super) async fn spend(
    cx: &Cx<'_>,
    browser: Option<&Browser>,
    returning: Returning<'_>,
) -> Result<Back, UpstreamFault> {
    let sentences = returning.sentences();
    let expired = |sentence| UpstreamFault::new(UpstreamFaultKind::Expired, sentence);
    let state = returning.digest().ok_or_else(|| expired(sentences.missing))?;
    let found = upstream_sign_ins::find(&mut cx.read().await?, &state).await.map_err(Error::from)?;
    let row = found.ok_or_else(|| expired(sentences.unknown))?;
    // RFC 6749 §10.12: it is bound to the browser that left, else anybody could sign others in to their account.
    let browser = browser
        .filter(|browser| browser.id == row.browser_id)
        .ok_or_else(|| UpstreamFault::new(UpstreamFaultKind::OtherBrowser, sentences.elsewhere))?;
    let interaction = row.interaction_id.clone();
    let late = || expired(sentences.late).on_the_way_to(interaction.as_ref());
    let taken = cx.write(async |work| {
        let taken = upstream_sign_ins::take(work, &state, &browser.id, cx.now).await?;
        // What is spent is asked about: whoever asks too often keeps their state.
        if taken.is_some() {
            limits::admit_upstream(cx, work).await?;
        }
        Ok(taken)
    });
    let row =
        taken.await.map_err(|why| UpstreamFault::from(why).on_the_way_to(interaction.as_ref()))?.ok_or_else(late)?;
    let ours = |why: Error| UpstreamFault::from(why).on_the_way_to(interaction.as_ref());
    // The upstream of the request, whatever the address says that the answer came to.
    let upstream = upstreams::by_id(cx, &row.upstream_id).await.map_err(ours)?.ok_or_else(late)?;
    let opened = cx.app.sealer.open(&seals::upstream_sign_in(&row.state), &row.request).map_err(Error::internal);
    let left =
        opened.and_then(|plain| serde_json::from_slice(plain.expose()).map_err(Error::internal)).map_err(ours)?;
    Ok(Back { upstream, row, left })
}
