//! What an upstream's API says of a person.

use serde_json::{Map, Value};

use super::{super::upstreams::Upstream, headers_of, unanswered};
use crate::{
    base::secret::Secret,
    domain::kernel::Cx,
    outbound::http::Posted,
    protocol::upstream::{
        UpstreamRefusal, profile,
        settings::{EmailList, UserinfoMethod},
    },
};

/// Whom the API is asked as.
#[derive(Debug, Clone, Copy)]
pub struct AtApi<'a> {
    /// Which upstream.
    pub upstream: &'a Upstream,
    /// What opens its API for the person.
    pub access_token: &'a Secret<String>,
}

/// The members of userinfo.
///
/// # Errors
/// When it does not answer, or no JSON object.
pub async fn userinfo(cx: &Cx<'_>, at: AtApi<'_>, endpoint: &str) -> Result<Map<String, Value>, UpstreamRefusal> {
    let settings = &at.upstream.settings;
    let body = match settings.userinfo_method {
        UserinfoMethod::Get => None,
        UserinfoMethod::Post => Some(settings.userinfo_body.clone().unwrap_or_default().into_bytes()),
    };
    let answer = ask(cx, at, endpoint, body).await?;
    profile::read(answer.status, &answer.body)
}

/// Puts the mail address that counts, of those that the service lists, among the claims.
///
/// # Errors
/// When it does not answer, or no list.
pub async fn emails(
    cx: &Cx<'_>,
    at: AtApi<'_>,
    list: &EmailList,
    claims: &mut Map<String, Value>,
) -> Result<(), UpstreamRefusal> {
    let answer = ask(cx, at, &list.endpoint, None).await?;
    profile::with_emails(claims, list, answer.status, &answer.body)
}

async fn ask(cx: &Cx<'_>, at: AtApi<'_>, endpoint: &str, body: Option<Vec<u8>>) -> Result<Posted, UpstreamRefusal> {
    let given = headers_of(at.upstream);
    // RFC 6750 §2.1
    let bearer = Secret::new(format!("Bearer {}", at.access_token.expose()));
    let mut headers = vec![("authorization", bearer.expose().as_str())];
    if body.as_ref().is_some_and(|body| !body.is_empty()) {
        headers.push(("content-type", "application/json"));
    }
    let has = |name: &str| given.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
    if !has("accept") {
        headers.push(("accept", "application/json"));
    }
    headers.extend(given.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let answer = cx.app.providers.ask(endpoint, &headers, body).await;
    answer.map_err(|why| unanswered("the API of the upstream does not answer", &why))
}
