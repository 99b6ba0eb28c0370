//! A client at the level of parameters, for tests that send what no library would.

use axum::http::header;
use data_encoding::BASE64;
use serde_json::Value;
use signet::{
    domain::registry::clients,
    protocol::client::{AuthMethod, Client},
};

use super::{Answer, Browser, Page, REDIRECT_URI, TestApp, app::encode};

/// Every client's secret: long enough for HS512.
pub const SECRET: &str = "a-secret-that-is-long-enough-for-hs512-0123456789-abcdefghijklmnopqrstuvwxyz";
/// RFC 7636 appendix B
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// RFC 7636 appendix B
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A registered client.
pub struct TestClient<'t> {
    t: &'t TestApp,
    /// As registered.
    pub client: Client,
}

/// What the token endpoint gave.
#[derive(Debug, Clone)]
pub struct Tokens(pub Value);

impl Tokens {
    #[track_caller]
    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.0))
    }
    /// `access_token`
    #[track_caller]
    pub fn access(&self) -> &str {
        self.text("access_token")
    }
    /// `refresh_token`
    #[track_caller]
    pub fn refresh(&self) -> &str {
        self.text("refresh_token")
    }
    /// `id_token`
    #[track_caller]
    pub fn id(&self) -> &str {
        self.text("id_token")
    }
    /// `scope`
    pub fn scope(&self) -> &str {
        self.0["scope"].as_str().unwrap_or_default()
    }
}

impl<'t> TestClient<'t> {
    /// Takes a client that was registered at `t`.
    pub fn new(t: &'t TestApp, client: Client) -> Self {
        Self { t, client }
    }

    /// The same client at another instance.
    pub fn at<'o>(&self, t: &'o TestApp) -> TestClient<'o> {
        TestClient { t, client: self.client.clone() }
    }

    /// `client_id`
    pub fn id(&self) -> &str {
        self.client.id.as_str()
    }

    /// The address of a well-formed authorization request with some parameters replaced; an
    /// empty value leaves a parameter out.
    pub fn authorize_url(&self, changes: &[(&str, &str)]) -> String {
        self.t.url(&format!("/authorize?{}", encode(&self.authorize_params(changes))))
    }

    /// The parameters of [`Self::authorize_url`].
    pub fn authorize_params(&self, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut params = vec![
            ("response_type", "code"),
            ("client_id", self.id()),
            ("redirect_uri", REDIRECT_URI),
            ("scope", "openid"),
            ("state", "af0ifjsldkj"),
            ("nonce", "n-0S6_WzA2Mj"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        for (name, _) in changes {
            params.retain(|(known, _)| known != name);
        }
        params.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
        params.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// Opens [`Self::authorize_url`].
    pub async fn authorize(&self, browser: &mut Browser<'_>, changes: &[(&str, &str)]) -> Page {
        browser.get(&self.authorize_url(changes)).await
    }

    /// Agrees to whatever is asked of somebody who is signed in, and takes the code.
    pub async fn code(&self, browser: &mut Browser<'_>, changes: &[(&str, &str)]) -> String {
        let mut page = self.authorize(browser, changes).await;
        if page.left_for.is_none() && page.has("consent-allow") {
            page = browser.press(&page, "consent-allow").await;
        }
        page.code()
    }

    /// The whole flow for somebody who is signed in.
    pub async fn tokens(&self, browser: &mut Browser<'_>, scope: &str) -> Tokens {
        let code = self.code(browser, &[("scope", scope)]).await;
        Tokens(self.redeem(&code).await.ok().json())
    }

    /// Redeems a code.
    pub async fn redeem(&self, code: &str) -> Answer {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT_URI),
            ("code_verifier", VERIFIER),
        ])
        .await
    }

    /// Refreshes.
    pub async fn refresh(&self, token: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// Refreshes, and must succeed.
    pub async fn refreshed(&self, token: &str) -> Tokens {
        Tokens(self.refresh(token).await.ok().json())
    }

    /// Posts to the token endpoint.
    pub async fn token(&self, form: &[(&str, &str)]) -> Answer {
        self.post("/token", form).await
    }

    /// Introspects.
    pub async fn introspect(&self, token: &str) -> Value {
        self.post("/introspect", &[("token", token)]).await.ok().json()
    }

    /// Revokes.
    pub async fn revoke(&self, token: &str) -> Answer {
        self.post("/revoke", &[("token", token)]).await
    }

    /// Posts a form, authenticated by the registered method where that is a plain secret.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let mut form = form.to_vec();
        let basic = basic(self.id(), SECRET);
        match self.client.metadata.token_endpoint_auth_method {
            AuthMethod::Basic => {
                return self.t.post(path, &form, &[(header::AUTHORIZATION.as_str(), &basic)]).await;
            }
            AuthMethod::Post => form.extend([("client_id", self.id()), ("client_secret", SECRET)]),
            AuthMethod::None => form.push(("client_id", self.id())),
            AuthMethod::SecretJwt | AuthMethod::PrivateKeyJwt => {}
        }
        self.t.post(path, &form, &[]).await
    }

    /// Switches the client off or on, as the command line does.
    pub async fn set_disabled(&self, disabled: bool) {
        let cx = &self.t.cx();
        let changed = clients::set_disabled(cx, &self.client.id, disabled).await;
        assert!(changed.expect("switching a client"));
    }

    /// Gives the client a new secret, as the command line does.
    pub async fn rotate_secret(&self) -> String {
        let cx = &self.t.cx();
        let made = clients::rotate_secret(cx, &self.client.id, None).await;
        made.expect("rotating a secret").secret.expect("a secret").expose().clone()
    }

    /// `GET /userinfo` with a token in the header.
    pub async fn userinfo(&self, token: &str) -> Answer {
        self.t.get_with("/userinfo", &[("authorization", &format!("Bearer {token}"))]).await
    }
}

/// RFC 6749 §2.3.1
pub fn basic(id: &str, secret: &str) -> String {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", BASE64.encode(format!("{}:{}", encode(id), encode(secret)).as_bytes()))
}
