//! The domains of mail addresses that an upstream vouches for.

use std::collections::BTreeSet;

use super::{UpstreamChanges, check};
use crate::{
    base::id::UpstreamId,
    domain::kernel::{Cx, Error, Work},
    store::upstreams,
};

/// Writes what changes of the domains of an upstream.
pub(super) async fn write(
    cx: &Cx<'_>,
    work: &mut Work,
    id: &UpstreamId,
    changes: &UpstreamChanges,
) -> Result<(), Error> {
    if changes.domains.is_none() && changes.more_domains.is_empty() && changes.fewer_domains.is_empty() {
        return Ok(());
    }
    let before: BTreeSet<String> = upstreams::list_domains(work, id).await?.into_iter().collect();
    let mut after = match &changes.domains {
        Some(all) => read(all)?,
        None => before.clone(),
    };
    after.extend(read(&changes.more_domains)?);
    for gone in read(&changes.fewer_domains)? {
        after.remove(&gone);
    }
    for gone in before.difference(&after) {
        upstreams::delete_domain(work, &cx.issuer.id, gone, id).await?;
    }
    for new in after.difference(&before) {
        if !upstreams::insert_domain(work, &cx.issuer.id, new, id).await? {
            let message = format!("{new} is listed for another upstream; take it away there first");
            return Err(Error::field("domains", "domain_taken", message));
        }
    }
    Ok(())
}

fn read(texts: &[String]) -> Result<BTreeSet<String>, Error> {
    texts.iter().map(|text| check::domain(text)).collect()
}

/// The domains that are listed for an upstream, by name.
///
/// # Errors
/// When the database fails.
pub async fn domains_of(cx: &Cx<'_>, id: &UpstreamId) -> Result<Vec<String>, Error> {
    let mut conn = cx.read().await?;
    Ok(upstreams::list_domains(&mut conn, id).await?)
}
