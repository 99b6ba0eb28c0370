//! A row of the tables: what is peculiar about the service of a preset.

use serde_json::{Value, json};

/// How we prove at its token endpoint who we are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// The secret in the header.
    Header,
    /// The secret in the form.
    Form,
    /// A secret in the form that is a JWT, made anew for each request.
    SignedSecret,
}

/// Whose word it takes until a mail address opens the account that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opens {
    /// The service's own.
    Alone,
    /// That of the operator, who listed its domain.
    Listed,
    /// Nobody's.
    Never,
}

/// A call of its API, and the answer.
#[derive(Debug, Clone)]
pub(super) struct ApiCall {
    /// Path and query.
    pub target: &'static str,
    /// What is posted; absent where it is asked by GET.
    pub body: Option<&'static str>,
    pub answer: Value,
}

/// Where metadata stand, and which issuer they name, where that is not what is below the issuer of its tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct OtherMetadata {
    pub target: &'static str,
    pub issuer: &'static str,
}

/// A preset, and what is peculiar about its service. Addresses are written without their host.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub preset: &'static str,
    /// What the operator says beside client and secret; the host of an address is that of the stand-in.
    pub says: Vec<(&'static str, &'static str)>,
    pub scope: Option<&'static str>,
    /// Parameters of the authorization request that others do not get.
    pub asks: Vec<(&'static str, &'static str)>,
    pub client_id_parameter: &'static str,
    pub has_pkce: bool,
    pub has_nonce: bool,
    pub proof: Proof,
    /// Whether the code is redeemed by JSON.
    pub is_json: bool,
    /// Header fields of every request.
    pub fields: Vec<(&'static str, &'static str)>,
    /// `Accept` at its API.
    pub api_accept: &'static str,
    /// The answer to a code, but for the ID token.
    pub token: Value,
    /// What stands behind the host in its issuer.
    pub iss: &'static str,
    pub metadata: Option<OtherMetadata>,
    /// The claims of its ID token, but for those of the protocol; null of a service that has none.
    pub claims: Value,
    pub signs_by_secret: bool,
    /// Whether its answers name it (RFC 9207).
    pub names_itself: bool,
    /// Whether its answers are forms.
    pub is_form: bool,
    pub userinfo: Option<ApiCall>,
    pub emails: Option<ApiCall>,
    pub sub: &'static str,
    /// What the person is called there: the address, where it tells one.
    pub label: &'static str,
    /// Whether it marks the address verified.
    pub is_marked: bool,
    pub opens: Opens,
}

/// The address of Ada, who has an account here.
pub(super) const MAIL: &str = "ada@example.com";

impl Row {
    /// An OAuth 2 service, which calls its person this.
    pub(super) fn service(preset: &'static str, sub: &'static str) -> Self {
        Self {
            preset,
            says: Vec::new(),
            scope: None,
            asks: Vec::new(),
            client_id_parameter: "client_id",
            has_pkce: true,
            has_nonce: false,
            proof: Proof::Header,
            is_json: false,
            fields: Vec::new(),
            api_accept: "application/json",
            token: json!({"access_token": "at-of-ada", "token_type": "Bearer", "expires_in": 3600}),
            iss: "",
            metadata: None,
            claims: Value::Null,
            signs_by_secret: false,
            names_itself: false,
            is_form: false,
            userinfo: None,
            emails: None,
            sub,
            label: MAIL,
            is_marked: false,
            opens: Opens::Never,
        }
    }

    /// An OpenID provider with these claims beside `sub`.
    pub(super) fn provider(preset: &'static str, sub: &'static str, claims: Value) -> Self {
        let mut claims = claims;
        claims["sub"] = json!(sub);
        Self { claims, has_nonce: true, scope: Some("openid profile email"), ..Self::service(preset, sub) }
    }

    pub(super) fn says(mut self, key: &'static str, value: &'static str) -> Self {
        self.says.push((key, value));
        self
    }

    pub(super) fn scope(self, scope: &'static str) -> Self {
        Self { scope: Some(scope), ..self }
    }

    pub(super) fn asks(mut self, name: &'static str, value: &'static str) -> Self {
        self.asks.push((name, value));
        self
    }

    pub(super) fn without_pkce(self) -> Self {
        Self { has_pkce: false, ..self }
    }

    pub(super) fn proven_by(self, proof: Proof) -> Self {
        Self { proof, ..self }
    }

    pub(super) fn with_field(mut self, name: &'static str, value: &'static str) -> Self {
        self.fields.push((name, value));
        self
    }

    /// Members of the token answer that others do not have, or have otherwise.
    pub(super) fn hands_out(mut self, more: &Value) -> Self {
        let more = more.as_object().cloned().expect("an object");
        self.token.as_object_mut().expect("an object").extend(more);
        self
    }

    pub(super) fn of_issuer(self, iss: &'static str) -> Self {
        Self { iss, ..self }
    }

    /// Userinfo by GET.
    pub(super) fn tells(self, target: &'static str, answer: Value) -> Self {
        Self { userinfo: Some(ApiCall { target, body: None, answer }), ..self }
    }

    /// Userinfo by POST.
    pub(super) fn tells_when_posted(self, target: &'static str, body: &'static str, answer: Value) -> Self {
        Self { userinfo: Some(ApiCall { target, body: Some(body), answer }), ..self }
    }

    pub(super) fn lists_mails(self, target: &'static str, answer: Value) -> Self {
        Self { emails: Some(ApiCall { target, body: None, answer }), ..self }
    }

    pub(super) fn called(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// It marks the address verified, and that counts here so far.
    pub(super) fn marks_verified(self, opens: Opens) -> Self {
        Self { is_marked: true, opens, ..self }
    }
}
