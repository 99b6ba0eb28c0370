//! Accounts elsewhere on the page of how one signs in: connected, disconnected.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};

use super::{FORM, done, on_form, page_of};
use crate::{
    base::{id::IdentityId, text::undeceptive},
    domain::{
        flows::journey::upstream::{self as identities, ShownIdentity},
        interactions::AccountPlace,
        kernel::{Error, Feature},
        login::{enrolment::Factors, upstream::UpstreamAsk, ways::Ways},
        registry::upstreams,
        sessions::SignedIn,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{
            account,
            own_account::{bare_frame, sign_in_first},
            upstream::{self, Going},
        },
    },
    protocol::params::Params,
    render::pages::{ConnectAccount, ConnectedAccount, ConnectedAccounts},
};

/// Where one is connected.
pub const PATH: &str = "/account/security/identity";
/// Where one is disconnected.
pub const REMOVE: &str = "/account/security/identity/remove";

/// What a page of one's own shows of accounts elsewhere; nothing where there are no providers.
///
/// # Errors
/// When the database fails.
pub(super) async fn shown(
    call: &PageCall,
    me: &SignedIn,
    factors: &Factors,
) -> Result<Option<ConnectedAccounts>, Error> {
    if !Feature::Upstreams.is_on(&call.app) {
        return Ok(None);
    }
    let (cx, user) = (&call.cx().acting(me.actor()), &me.user.id);
    let all = identities::connected(cx, user).await?;
    let has_more = !upstream::of_account(call, &names(&all)).await?.is_empty();
    if all.is_empty() && !has_more {
        return Ok(None);
    }
    let reached_by = if all.is_empty() { BTreeMap::new() } else { identities::reached_by(cx, user).await? };
    let add = call.issuer.url.join(&format!("{PATH}?account={}", me.session.id));
    Ok(Some(ConnectedAccounts {
        may_remove: Ways::of(&call.cx(), &me.user, factors).may_lose_identity(),
        rows: all.into_iter().map(|one| row(call, one, &reached_by)).collect(),
        add_url: has_more.then_some(add),
        remove_url: call.issuer.url.join(REMOVE),
    }))
}

/// The names of their providers.
fn names(all: &[ShownIdentity]) -> Vec<String> {
    all.iter().map(|one| one.upstream.clone()).collect()
}

fn row(call: &PageCall, one: ShownIdentity, reached_by: &BTreeMap<String, Vec<String>>) -> ConnectedAccount {
    let apps = reached_by.get(&one.upstream).map(|names| {
        let names: Vec<_> = names.iter().map(|name| undeceptive(name)).collect();
        names.join(call.locale(None).comma())
    });
    // A service that knows no scopes handed out whatever it does.
    let kept = one.kept.as_ref().map(|kept| match &kept.scopes[..] {
        [] => one.upstream_label.clone(),
        scopes => scopes.join(" "),
    });
    ConnectedAccount {
        apps,
        kept,
        has_ended: one.is_usable && one.kept.is_some_and(|kept| kept.has_ended),
        id: one.id.to_string(),
        provider: one.upstream_label,
        icon: one.icon,
        label: one.label,
        is_off: !one.is_usable,
        added: one.linked_at,
        last_used: one.last_used_at,
    }
}

/// `GET /account/security/identity`
pub async fn add(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, begin(&call, &params.unwrap_or_default()).await)
}

async fn begin(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let Some(me) = account::shown(call, params) else { return Ok(see_other(&call.issuer.url.join("/login"))) };
    if let Some(first) = sign_in_first(call, me, AccountPlace::Security).await? {
        return Ok(first);
    }
    let connected = identities::connected(&call.cx().acting(me.actor()), &me.user.id).await?;
    let page = ConnectAccount {
        frame: bare_frame(call, FORM, me).at(call.issuer.url.join(&format!("{PATH}?account={}", me.session.id))),
        ways: upstream::of_account(call, &names(&connected)).await?,
        action: call.issuer.url.join(PATH),
        back_url: page_of(call, me),
    };
    Ok(page::show(StatusCode::OK, &page))
}

/// `POST /account/security/identity`
pub async fn confirm(form: PostedForm) -> Response {
    on_form(form, confirmed).await
}

async fn confirmed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let browser = call.found_browser()?.ok_or_else(PageError::no_cookie)?;
    let found = upstreams::find(&call.cx(), params.get("upstream").unwrap_or_default()).await?;
    // Switched off meanwhile: the page tells.
    let Some(upstream) = found else { return Ok(see_other(&page_of(call, me))) };
    let ask = UpstreamAsk {
        // At a computer that several people use, it is not whoever is signed in there.
        selects_account: true,
        ui_locales: Some(call.locale(None).tag().to_owned()),
        ..UpstreamAsk::default()
    };
    upstream::leave(call, &upstream, Going { browser, interaction: None, session: Some(&me.session.id), ask }).await
}

/// Says that one is connected.
pub fn connected(call: &PageCall, me: &SignedIn) -> Response {
    done(call, me, "connected")
}

/// `POST /account/security/identity/remove`
pub async fn remove(form: PostedForm) -> Response {
    on_form(form, removed).await
}

async fn removed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let identity: Option<IdentityId> = params.get("identity").and_then(|text| text.parse().ok());
    let Some(identity) = identity else { return Ok(see_other(&page_of(call, me))) };
    match Box::pin(identities::remove_identity(&call.cx().acting(me.actor()), &me.user.id, &identity)).await? {
        Ok(()) => Ok(done(call, me, "disconnected")),
        // Gone already, or the last way in, which stays: the page tells.
        Err(_) => Ok(see_other(&page_of(call, me))),
    }
}
