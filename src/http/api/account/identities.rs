//! Accounts at other providers that are connected to one's own: seen, disconnected. Connecting one takes the browser in
//! which its person goes there.

use std::collections::BTreeMap;

use super::{done::Done, operation::Asked, problem::ApiError};
use crate::{
    domain::{
        flows::journey::upstream::{self, ShownIdentity},
        kernel::{Error, Feature},
    },
    protocol::upstream::linking::LinkRefusal,
    view::account::{AccountIdentities, AccountIdentity},
};

/// `GET /api/v1/account/identities`
pub async fn list(asked: Asked<'_>) -> Result<Done, ApiError> {
    asked.require(Feature::Upstreams)?;
    let user = &asked.bearer.user.id;
    let all = upstream::connected(&asked.cx, user).await?;
    let reached_by = if all.is_empty() { BTreeMap::new() } else { upstream::reached_by(&asked.cx, user).await? };
    let ids = asked.ids();
    let shown = |one: &ShownIdentity| {
        let apps = reached_by.get(&one.upstream).map_or(&[][..], Vec::as_slice);
        AccountIdentity::of(one, apps, &ids)
    };
    Ok(Done::shown(&AccountIdentities { identities: all.iter().map(shown).collect() })?)
}

/// `DELETE /api/v1/account/identities/{id}`
pub async fn remove(asked: Asked<'_>) -> Result<Done, ApiError> {
    asked.require(Feature::Upstreams)?;
    let id = asked.id()?;
    match Box::pin(upstream::remove_identity(&asked.cx, &asked.bearer.user.id, &id)).await? {
        Ok(()) => Ok(Done::nothing()),
        Err(LinkRefusal::LastWayIn) => Err(ApiError::last_sign_in("identity", "other way")),
        Err(_) => Err(Error::NotFound.into()),
    }
}
