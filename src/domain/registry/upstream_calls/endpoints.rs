//! Where the endpoints of an upstream are.

use super::{super::upstreams::Upstream, unanswered};
use crate::{
    domain::kernel::Cx,
    outbound::providers::ProviderError,
    protocol::upstream::{
        UpstreamIssuer, UpstreamRefusal,
        metadata::{self, UpstreamEndpoints},
    },
};

/// The endpoints by its settings, and by its metadata where those leave something open.
///
/// # Errors
/// When the metadata cannot be fetched or are another's, or an endpoint is missing.
pub async fn endpoints(cx: &Cx<'_>, upstream: &Upstream) -> Result<UpstreamEndpoints, UpstreamRefusal> {
    let (kind, settings) = (upstream.kind, &upstream.settings);
    let issuer = UpstreamIssuer::of(settings).filter(|_| metadata::needs_metadata(kind, settings));
    let Some(issuer) = issuer else { return metadata::endpoints(kind, settings, None) };
    let said = cx.app.providers.get(&issuer.metadata_address()).await.map_err(|why| match why {
        ProviderError::Fetch(why) => unanswered("the metadata of the upstream cannot be fetched", &why),
        ProviderError::Unreadable(why) => why,
    })?;
    metadata::endpoints(kind, settings, Some(&said))
}
