//! OpenID providers: what each is sent, and what it answers.

use serde_json::{Value, json};

use super::{
    apple, microsoft,
    row::{MAIL, Opens, Proof, Row},
};

/// What is peculiar about each.
pub(super) fn rows() -> Vec<Row> {
    [public(), countries(), companies(), vec![apple::row(), microsoft::any_tenant()]].concat()
}

fn verified() -> Value {
    json!({"name": "Ada", "email": MAIL, "email_verified": true})
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = verified();
    claims[name] = value;
    claims
}

fn public() -> Vec<Row> {
    let google =
        |claims: Value| Row::provider("google", "10769150350006150715113082367", claims).proven_by(Proof::Form);
    let mut linkedin =
        Row::provider("linkedin", "782bbtaQ", with("locale", json!({"country": "US", "language": "en"})))
            .of_issuer("/oauth")
            .without_pkce()
            .proven_by(Proof::Form)
            .hands_out(&json!({"scope": "email,openid,profile"}))
            .marks_verified(Opens::Alone);
    linkedin.has_nonce = false;
    let named =
        json!({"preferred_username": "ada", "email": MAIL, "email_verified": true, "picture": null, "azp": "us"});
    let dropbox = || {
        let claims = json!({"given_name": "Ada", "family_name": "L", "email": MAIL, "email_verified": true});
        Row::provider("dropbox", "dbid:AAH4f99T0taONIb", claims).marks_verified(Opens::Alone)
    };
    vec![
        // It hosts the domain that it names; of another one it knows that the person had the address once.
        google(with("hd", json!("example.com"))).marks_verified(Opens::Alone),
        google(verified()).marks_verified(Opens::Listed),
        linkedin,
        Row::provider("twitch", "713936733", named)
            .of_issuer("/oauth2")
            .scope("openid user:read:email")
            .asks(
                "claims",
                r#"{"id_token":{"email":null,"email_verified":null,"picture":null,"preferred_username":null}}"#,
            )
            .without_pkce()
            .proven_by(Proof::Form)
            .hands_out(&json!({"token_type": "bearer", "scope": ["openid", "user:read:email"]}))
            .marks_verified(Opens::Alone),
        Row::provider("gitlab", "1723912", json!({"auth_time": 1_799_999_000, "sub_legacy": "5f0c"}))
            .tells("/oauth/userinfo", with("sub", json!("1723912")))
            .marks_verified(Opens::Alone),
        dropbox(),
        // As soon as the operator asks for it; it names itself otherwise there than in its tokens.
        dropbox().says("userinfo", "true").tells_when_posted(
            "/2/openid/userinfo",
            "",
            json!({
                "iss": "Dropbox", "sub": "dbid:AAH4f99T0taONIb", "given_name": "Ada", "family_name": "L",
                "email": MAIL, "email_verified": true,
            }),
        ),
    ]
}

fn countries() -> Vec<Row> {
    let told = json!({"name": "Ada", "email": MAIL, "picture": "https://p.example/a.png", "amr": ["linesso"]});
    let mut line = Row::provider("line", "U1234567890abcdef1234567890abcdef", told)
        .proven_by(Proof::Form)
        .hands_out(&json!({"scope": "openid profile email", "refresh_token": "rt-of-ada"}));
    line.signs_by_secret = true;
    vec![
        line,
        Row::provider("kakao", "166959", json!({"nickname": "Ada", "email": MAIL, "auth_time": 1_799_999_000}))
            .scope("openid profile_nickname profile_image account_email")
            .proven_by(Proof::Form)
            .hands_out(&json!({"token_type": "bearer", "refresh_token_expires_in": 5_184_000}))
            .tells(
                "/v1/oidc/userinfo",
                json!({"sub": "166959", "nickname": "Ada", "email": MAIL, "email_verified": true}),
            )
            .marks_verified(Opens::Alone),
    ]
}

fn companies() -> Vec<Row> {
    let of_okta = json!({"ver": 1, "amr": ["pwd"], "idp": "00ok1u", "preferred_username": MAIL, "name": "Ada"});
    vec![
        named_in_slack(),
        salesforce(),
        Row::provider("okta", "00uid4BxXw6I6TV4m0g3", of_okta)
            .says("issuer", "https://example.okta.com")
            .tells("/oauth2/v1/userinfo", with("sub", json!("00uid4BxXw6I6TV4m0g3")))
            .marks_verified(Opens::Listed),
        // The slash belongs to the issuer.
        Row::provider("auth0", "auth0|5f7c8ec7c33c6c004bbafe82", verified())
            .says("issuer", "https://example.eu.auth0.com/")
            .of_issuer("/")
            .proven_by(Proof::Form)
            .marks_verified(Opens::Listed),
        Row::provider("keycloak", "f3b0a1d4-77f8-4b1c-a5ad-1a9a8f0e2c11", verified())
            .says("issuer", "https://sso.example.com/realms/staff")
            .of_issuer("/realms/staff")
            .marks_verified(Opens::Listed),
    ]
}

/// Its ID token names neither the address nor the organization: userinfo does.
pub(super) fn salesforce() -> Row {
    let of_salesforce = "https://login.salesforce.com/id/00Dx0000000BV7z/005x00000012Q9P";
    Row::provider("salesforce", of_salesforce, json!({}))
        .tells(
            "/services/oauth2/userinfo",
            json!({
                "sub": of_salesforce, "user_id": "005x00000012Q9P", "organization_id": "00Dx0000000BV7z",
                "preferred_username": "ada@org.example", "name": "Ada", "email": MAIL, "email_verified": true,
            }),
        )
        .marks_verified(Opens::Listed)
}

/// A person of one workspace.
pub(super) fn named_in_slack() -> Row {
    let in_slack = with("https://slack.com/team_id", json!("T0R7GR"));
    Row::provider("slack", "U0R7JM", in_slack)
        .without_pkce()
        .proven_by(Proof::Form)
        .hands_out(&json!({"ok": true}))
        .marks_verified(Opens::Listed)
}
