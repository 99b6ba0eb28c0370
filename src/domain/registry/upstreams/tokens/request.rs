//! Requests about tokens to an upstream, apart from anybody's sign-in.

use std::collections::BTreeMap;

use super::super::Upstream;
use crate::{
    base::secret::Secret,
    domain::{
        kernel::{Cx, Error},
        registry::upstream_calls::{self, UpstreamCall},
    },
    outbound::http::Posted,
    protocol::upstream::{UpstreamRefusal, metadata::UpstreamEndpoints, refusal::UpstreamFaultKind},
};

/// Why an upstream was not asked, or did not answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum RequestFault {
    /// It does not answer, or what it is set to, or says, does not do.
    #[error("{0}")]
    Refused(#[from] UpstreamRefusal),
    /// Our own failure.
    #[error("{0}")]
    Ours(#[from] Error),
}

impl RequestFault {
    /// Whether the tokens are good no more, whatever is tried (RFC 6749 §5.2).
    pub(super) fn is_lost(&self) -> bool {
        matches!(self, Self::Refused(why) if why.kind == UpstreamFaultKind::Refused("invalid_grant".to_owned()))
    }
}

/// Its endpoints, with its metadata where they are needed.
pub(super) async fn endpoints_of(cx: &Cx<'_>, upstream: &Upstream) -> Result<UpstreamEndpoints, RequestFault> {
    Ok(upstream_calls::endpoints(cx, upstream).await?)
}

/// Posts members to an endpoint, with what proves who we are.
pub(super) async fn post(
    cx: &Cx<'_>,
    upstream: &Upstream,
    endpoint: &str,
    token_endpoint: &str,
    members: BTreeMap<String, Secret<String>>,
) -> Result<Posted, RequestFault> {
    Ok(upstream_calls::post(cx, upstream, UpstreamCall { endpoint, token_endpoint, members }).await?)
}
