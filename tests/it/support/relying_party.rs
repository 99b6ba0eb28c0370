//! A stock relying party: the `openidconnect` crate, which knows nothing of Signet.

use std::{convert::Infallible, pin::Pin};

use axum::body::Body;
use openidconnect::{
    AccessToken, AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RefreshToken, Scope, TokenResponse,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreTokenResponse,
        CoreUserInfoClaims,
    },
};
use serde_json::json;
use signet::base::time::Timestamp;
use url::Url;

use super::{Page, REDIRECT_URI, SECRET, TestApp, app::send};

type Configured =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// A relying party that found everything out by discovery.
pub struct RelyingParty<'t> {
    t: &'t TestApp,
    client: Configured,
}

/// A sign-in under way: what a client keeps in its own session.
pub struct Begun {
    /// Where the person is sent.
    pub url: Url,
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

/// A sign-in that was checked by the crate: signature, issuer, audience, times, nonce, at_hash.
pub struct Finished {
    /// The token response.
    pub tokens: CoreTokenResponse,
    /// The claims of the ID token.
    pub claims: CoreIdTokenClaims,
}

type Answered = Pin<Box<dyn Future<Output = Result<HttpResponse, Infallible>> + Send>>;

fn http(t: &TestApp) -> impl Fn(HttpRequest) -> Answered + Send + Sync + use<> {
    let router = t.router();
    move |request: HttpRequest| {
        let router = router.clone();
        Box::pin(async move {
            let answer = send(router, request.map(Body::from)).await;
            let mut response = HttpResponse::new(answer.body.into_bytes());
            *response.status_mut() = answer.status;
            *response.headers_mut() = answer.headers;
            Ok(response)
        })
    }
}

impl<'t> RelyingParty<'t> {
    /// Discovers the issuer; `id` is a registered client, confidential or public.
    pub async fn discover(t: &'t TestApp, id: &str, confidential: bool) -> Self {
        let issuer = IssuerUrl::new(t.issuer.clone()).expect("an issuer");
        let metadata = CoreProviderMetadata::discover_async(issuer, &http(t)).await.expect("discovery");
        let secret = confidential.then(|| ClientSecret::new(SECRET.to_owned()));
        let client = CoreClient::from_provider_metadata(metadata, ClientId::new(id.to_owned()), secret)
            .set_redirect_uri(RedirectUrl::new(REDIRECT_URI.to_owned()).expect("a redirect URI"));
        Self { t, client }
    }

    /// Makes an authorization request.
    pub fn begin(&self, scopes: &[&str]) -> Begun {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = self
            .client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge);
        for scope in scopes {
            request = request.add_scope(Scope::new((*scope).to_owned()));
        }
        let (url, state, nonce) = request.url();
        Begun { url, state, nonce, verifier }
    }

    /// Takes the answer that the browser brought, and redeems the code.
    pub async fn finish(&self, begun: Begun, page: &Page) -> Finished {
        let arrived = page.left();
        assert!(arrived.as_str().starts_with(&format!("{REDIRECT_URI}?")), "{arrived}");
        assert_eq!(page.sent("state").as_deref(), Some(begun.state.secret().as_str()));
        // RFC 9207 §2.4: the client compares iss with the issuer it sent the person to.
        assert_eq!(page.sent("iss").as_deref(), Some(self.t.issuer.as_str()));
        let tokens = self
            .client
            .exchange_code(AuthorizationCode::new(page.code()))
            .expect("a token endpoint")
            .set_pkce_verifier(begun.verifier)
            .request_async(&http(self.t))
            .await
            .expect("tokens");
        let claims = self.verified(&tokens, Some(&begun.nonce));
        Finished { tokens, claims }
    }

    /// Refreshes and checks the new ID token.
    pub async fn refresh(&self, token: &RefreshToken) -> Finished {
        let request = self.client.exchange_refresh_token(token).expect("a token endpoint");
        let tokens = request.request_async(&http(self.t)).await.expect("refreshed tokens");
        let claims = self.verified(&tokens, None);
        Finished { tokens, claims }
    }

    /// Userinfo, which must be about the ID token's subject.
    pub async fn userinfo(&self, token: &AccessToken, claims: &CoreIdTokenClaims) -> CoreUserInfoClaims {
        let request = self.client.user_info(token.clone(), Some(claims.subject().clone())).expect("userinfo");
        request.request_async(&http(self.t)).await.expect("claims")
    }

    fn verified(&self, tokens: &CoreTokenResponse, nonce: Option<&Nonce>) -> CoreIdTokenClaims {
        let now = self.t.now();
        // The crate's type of time, by way of its text: it is not exported.
        let verifier = self
            .client
            .id_token_verifier()
            .set_time_fn(move || serde_json::from_value(json!(Timestamp(now).to_rfc3339())).expect("a time"));
        let token = tokens.id_token().expect("an ID token");
        let expected = |sent: Option<&Nonce>| match (nonce, sent) {
            (Some(nonce), Some(sent)) if nonce.secret() == sent.secret() => Ok(()),
            // OIDC Core §12.2: a refreshed ID token need not have one.
            (None, None) => Ok(()),
            _ => Err("the nonce is not the one that was sent".to_owned()),
        };
        let claims = token.claims(&verifier, expected).expect("an ID token that verifies");
        let alg = token.signing_alg().expect("an algorithm");
        let key = token.signing_key(&verifier).expect("a key");
        let hash = AccessTokenHash::from_token(tokens.access_token(), alg, key).expect("a hash");
        assert_eq!(claims.access_token_hash(), Some(&hash));
        claims.clone()
    }
}
