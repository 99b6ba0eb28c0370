//! Whom the tokens of an upstream prove.

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
            HandedOut, UpstreamIssuer, UpstreamRefusal,
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

/// The person of an ID token, with what userinfo adds.
async fn by_id_token(
    cx: &Cx<'_>,
    back: &Back,
    endpoints: &UpstreamEndpoints,
    token: &Secret<String>,
    tokens: &HandedOut,
) -> Result<UpstreamPerson, UpstreamRefusal> {
    let (upstream, left) = (&back.upstream, &back.left);
    let issuer = UpstreamIssuer::of(&upstream.settings).ok_or_else(|| {
        UpstreamRefusal::misconfigured("an OpenID provider needs an issuer (OIDC Discovery section 3)")
    })?;
    let jwt = Unverified::parse(token.expose())
        .map_err(|why| UpstreamRefusal::untrusted(format!("the ID token cannot be read: {why}")))?;
    // What says itself that it is another's fetches no keys.
    id_token::addressed(jwt.claims_unverified(), issuer, &upstream.client_id)?;
    let alg = id_token::alg(jwt.header(), &endpoints.algs)?;
    let claims = upstream_calls::verify(cx, upstream, endpoints, &jwt, alg).await?;
    let expected = ExpectedUpstreamToken {
        issuer,
        client_id: &upstream.client_id,
        subject: &upstream.settings.subject,
        nonce: upstream.settings.nonce.then_some(left.nonce.as_str()),
        access_token: tokens.access_token.expose(),
        asked: AskedAt { ask: &left.ask, at: left.at },
        proves_freshness: upstream.settings.proves_freshness,
        trusts_factors: upstream.settings.trusts_factors,
        now: cx.app.clock.now(),
        skew: cx.issuer.policy.clock_skew,
    };
    let mut person = id_token::check(&claims, alg, &expected)?;
    let endpoint = endpoints.userinfo.as_deref();
    if upstream.settings.userinfo && endpoint.is_none() {
        return Err(UpstreamRefusal::misconfigured("neither settings nor metadata name userinfo_endpoint"));
    }
    if let Some(endpoint) = endpoint.filter(|_| upstream.settings.userinfo || says_less(upstream, &person)) {
        let at = AtApi { upstream, access_token: &tokens.access_token };
        let said = upstream_calls::userinfo(cx, at, endpoint).await?;
        let sub = claims.get("sub").and_then(serde_json::Value::as_str).unwrap_or_default();
        person.claims = profile::merged(person.claims, profile::userinfo(&said, sub)?);
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
