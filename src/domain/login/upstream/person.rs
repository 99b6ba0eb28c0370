//! Whom the tokens of an upstream prove.

use serde_json::{Map, Value};
use url::Url;

use super::{UpstreamPerson, come_back::Redeemed, spend::Back};
use crate::{
    base::secret::Secret,
    domain::{
        kernel::Cx,
        registry::{
            upstream_calls::{self, AtApi},
            upstreams::Upstream,
        },
    },
    protocol::{
        jose::jwt::Unverified,
        upstream::{
            HandedOut, UpstreamAudience, UpstreamIssuer, UpstreamRefusal,
            id_token::{self, AskedAt, ExpectedUpstreamToken},
            metadata::UpstreamEndpoints,
            profile,
            settings::UpstreamKind,
            token_response::UpstreamTokenAnswer,
        },
    },
};

/// Whom an answer of the token endpoint proves.
pub(super) async fn prove(
    cx: &Cx<'_>,
    back: &Back,
    endpoints: &UpstreamEndpoints,
    answer: UpstreamTokenAnswer,
) -> Result<Redeemed, UpstreamRefusal> {
    let settings = &back.upstream.settings;
    let at = AtApi { upstream: &back.upstream, access_token: &answer.tokens.access_token };
    let mut person = match (back.upstream.kind, &answer.id_token) {
        (UpstreamKind::Oidc, Some(token)) => by_id_token(cx, back, endpoints, token, &answer.tokens).await?,
        (UpstreamKind::Oidc, None) => {
            return Err(UpstreamRefusal::untrusted(
                "the token endpoint answers no id_token (OIDC Core section 3.1.3.3)",
            ));
        }
        (UpstreamKind::OAuth2, _) => by_service(cx, at, endpoints, &answer).await?,
    };
    if let Some(list) = &settings.emails {
        upstream_calls::emails(cx, at, list, &mut person.claims).await?;
    }
    Ok(Redeemed { person, id_token: answer.id_token, tokens: answer.tokens })
}

/// What an ID token is held against, beside what is set of its upstream.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeldAgainst<'a> {
    /// For whom it may be.
    pub(super) audience: UpstreamAudience<'a>,
    /// The nonce of the request; none where the upstream never sends it back.
    pub(super) nonce: Option<&'a str>,
    /// The access token that came with it, if any did.
    pub(super) access_token: Option<&'a str>,
    /// What was asked, and when.
    pub(super) asked: AskedAt<'a>,
    /// Whether userinfo may name the tenant that the token does not name: then the caller checks it.
    pub(super) awaits_tenant: bool,
}

/// Whom an ID token proves.
pub(super) struct ByIdToken {
    pub(super) person: UpstreamPerson,
    /// Everything that it says.
    pub(super) claims: Map<String, Value>,
}

/// Whom an ID token proves: every rule of OIDC Core §3.1.3.7, however it came here.
pub(super) async fn proven(
    cx: &Cx<'_>,
    upstream: &Upstream,
    endpoints: &UpstreamEndpoints,
    token: &Secret<String>,
    held: HeldAgainst<'_>,
) -> Result<ByIdToken, UpstreamRefusal> {
    let HeldAgainst { audience, nonce, access_token, asked, awaits_tenant } = held;
    let issuer = UpstreamIssuer::of(&upstream.settings).ok_or_else(|| {
        UpstreamRefusal::misconfigured("an OpenID provider needs an issuer (OIDC Discovery section 3)")
    })?;
    let jwt = Unverified::parse(token.expose())
        .map_err(|why| UpstreamRefusal::untrusted(format!("the ID token cannot be read: {why}")))?;
    let issuer = if awaits_tenant { issuer.awaiting_tenant(jwt.claims_unverified()) } else { issuer };
    // What says itself that it is another's fetches no keys.
    id_token::addressed(jwt.claims_unverified(), issuer, audience)?;
    let alg = id_token::alg(jwt.header(), &endpoints.algs)?;
    let claims = upstream_calls::verify(cx, upstream, endpoints, &jwt, alg).await?;
    let expected = ExpectedUpstreamToken {
        issuer,
        audience,
        subject: &upstream.settings.subject,
        nonce,
        access_token,
        asked,
        proves_freshness: upstream.settings.proves_freshness,
        now: cx.app.clock.now(),
        skew: cx.issuer.policy.clock_skew,
    };
    let person = id_token::check(&claims, alg, &expected)?;
    Ok(ByIdToken { person, claims })
}

/// The person of an ID token, with what userinfo adds.
async fn by_id_token(
    cx: &Cx<'_>,
    back: &Back,
    endpoints: &UpstreamEndpoints,
    token: &Secret<String>,
    tokens: &HandedOut,
) -> Result<UpstreamPerson, UpstreamRefusal> {
    let (upstream, left) = (&back.upstream, &back.left);
    let held = HeldAgainst {
        audience: UpstreamAudience::Us(&upstream.client_id),
        nonce: upstream.settings.nonce.then_some(left.nonce.as_str()),
        access_token: Some(tokens.access_token.expose()),
        asked: AskedAt { ask: &left.ask, at: left.at },
        awaits_tenant: upstream.settings.userinfo,
    };
    let ByIdToken { mut person, claims } = proven(cx, upstream, endpoints, token, held).await?;
    let endpoint = endpoints.userinfo.as_deref();
    if upstream.settings.userinfo && endpoint.is_none() {
        return Err(UpstreamRefusal::misconfigured("neither settings nor metadata name userinfo_endpoint"));
    }
    if let Some(endpoint) = endpoint.filter(|_| upstream.settings.userinfo || says_less(upstream, &person)) {
        let at = AtApi { upstream, access_token: &tokens.access_token };
        let said = upstream_calls::userinfo(cx, at, endpoint).await?;
        let sub = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
        person.claims = profile::merged(person.claims, profile::userinfo(&said, sub)?);
    }
    if let Some(issuer) = UpstreamIssuer::of(&upstream.settings).filter(|_| upstream.settings.userinfo) {
        issuer.check_told(&profile::merged(claims, person.claims.clone()))?;
    }
    Ok(person)
}

/// Whether an ID token leaves out what was asked for: OIDC Core §5.4 has a provider say it at userinfo alone. A preset
/// knows its provider.
fn says_less(upstream: &Upstream, person: &UpstreamPerson) -> bool {
    let lacks = |scope: &str, claim: &str| {
        upstream.settings.scopes.iter().any(|asked| asked == scope) && !person.claims.contains_key(claim)
    };
    upstream.preset.is_none() && (lacks("email", "email") || lacks("profile", "name"))
}

/// The person that a service without ID tokens means.
async fn by_service(
    cx: &Cx<'_>,
    at: AtApi<'_>,
    endpoints: &UpstreamEndpoints,
    answer: &UpstreamTokenAnswer,
) -> Result<UpstreamPerson, UpstreamRefusal> {
    let settings = &at.upstream.settings;
    let mut said = answer.rest.clone();
    if settings.userinfo || !settings.claims_from_token_answer {
        let endpoint = endpoints
            .userinfo
            .as_deref()
            .ok_or_else(|| UpstreamRefusal::misconfigured("neither settings nor metadata name userinfo_endpoint"))?;
        said.extend(upstream_calls::userinfo(cx, at, endpoint).await?);
    }
    profile::person(settings, &service(settings.issuer.as_deref(), endpoints), &said)
}

/// Who says it: the issuer that the settings name, else the origin of the address that people are sent to.
fn service(issuer: Option<&str>, endpoints: &UpstreamEndpoints) -> String {
    let origin = || Url::parse(&endpoints.authorization).map(|url| url.origin().ascii_serialization());
    issuer.map_or_else(|| origin().unwrap_or_default(), str::to_owned)
}
