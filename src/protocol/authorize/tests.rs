//! OIDC Core §3.1.2 and RFC 6749 §4.1: who is answered where, and who is asked what.

use super::{
    interaction::{Account, Identity, LoginReason, Progress, Remembered, Subject, identify, needs_consent},
    return_address::{ReturnAddress, return_address},
    *,
};
use crate::{
    base::{
        id::{IssuerId, SessionId, UserId},
        time::Timestamp,
        url::Issuer,
    },
    protocol::client::{ApplicationType, AuthMethod, ClientId, ClientMetadata},
};

const NOW: Timestamp = Timestamp(1_700_000_000);

fn client(change: impl FnOnce(&mut ClientMetadata)) -> Client {
    let mut metadata = ClientMetadata {
        redirect_uris: vec!["https://rp.example/cb".into()],
        require_pkce: false,
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        ..ClientMetadata::default()
    };
    change(&mut metadata);
    Client::new(ClientId::new("rp"), IssuerId::from_stored("iss_1"), metadata, "cli", NOW)
}

fn issuer() -> Issuer {
    Issuer::parse("https://op.example").unwrap()
}

fn params(extra: &[(&str, &str)]) -> Params {
    let mut pairs = vec![
        ("response_type", "code"),
        ("redirect_uri", "https://rp.example/cb"),
        ("scope", "openid"),
        ("state", "xyz"),
    ];
    for (name, value) in extra {
        pairs.retain(|(known, _)| known != name);
        pairs.push((name, value));
    }
    Params::from_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()))
}

fn address(params: &Params, client: &Client) -> ReturnAddress {
    return_address(params, client, &issuer()).unwrap()
}

fn refusal(extra: &[(&str, &str)], client: &Client) -> Error {
    let params = params(extra);
    validate(&params, client, address(&params, client)).unwrap_err()
}

fn request(extra: &[(&str, &str)]) -> AuthorizationRequest {
    let (params, client) = (params(extra), client(|_| {}));
    validate(&params, &client, address(&params, &client)).unwrap()
}

// OIDC Core §3.1.2.1
#[test]
fn an_unregistered_redirect_uri_has_no_return_address() {
    for uri in ["https://rp.example/cb?x", "https://rp.example/cb/", "https://evil.example/cb", "javascript:alert(1)"] {
        assert!(return_address(&params(&[("redirect_uri", uri)]), &client(|_| {}), &issuer()).is_err());
    }
}

// RFC 9700 §2.1, RFC 8252 §7.3
#[test]
fn the_port_of_a_loopback_address_is_free_for_native_apps_only() {
    let on_loopback = |kind| {
        client(|metadata| {
            metadata.redirect_uris = vec!["http://127.0.0.1/cb".into(), "http://localhost:3000/cb".into()];
            metadata.application_type = kind;
        })
    };
    let (native, web) = (on_loopback(ApplicationType::Native), on_loopback(ApplicationType::Web));
    for uri in ["http://127.0.0.1:49152/cb", "http://localhost:49152/cb"] {
        assert!(native.has_redirect_uri(uri) && !web.has_redirect_uri(uri), "{uri}");
    }
    for uri in ["http://127.0.0.1/cb", "http://localhost:3000/cb"] {
        assert!(native.has_redirect_uri(uri) && web.has_redirect_uri(uri), "{uri}");
    }
}

#[test]
fn an_openid_request_names_its_redirect_uri_even_when_only_one_is_registered() {
    assert!(return_address(&params(&[("redirect_uri", "")]), &client(|_| {}), &issuer()).is_err());
    assert!(return_address(&params(&[("redirect_uri", ""), ("scope", "api")]), &client(|_| {}), &issuer()).is_ok());
}

// RFC 9207 §2, RFC 6749 §4.1.2.1
#[test]
fn every_answer_carries_state_and_issuer() {
    let params = params(&[]);
    let client = client(|metadata| metadata.redirect_uris.push("https://rp.example/cb?keep=1".into()));
    let refusal = address(&params, &client).refuse(&Error::access_denied("no"));
    assert_eq!(
        refusal.location(),
        "https://rp.example/cb?error=access_denied&error_description=no&state=xyz&iss=https%3A%2F%2Fop.example"
    );
    let kept = Params::from_pairs([("redirect_uri", "https://rp.example/cb?keep=1")]);
    assert!(
        address(&kept, &client)
            .deliver(super::response::Granted { code: Some("c".into()), ..Default::default() })
            .location()
            .starts_with("https://rp.example/cb?keep=1&code=c&iss=")
    );
}

#[test]
fn each_broken_rule_has_its_registered_code() {
    let open = client(|_| {});
    let public = client(|metadata| metadata.token_endpoint_auth_method = AuthMethod::None);
    let narrow = client(|metadata| metadata.scope = Some("openid email".into()));
    for (extra, client, code) in [
        (&[("response_type", "")][..], &open, "invalid_request"),
        (&[("response_type", "token")], &open, "unsupported_response_type"),
        (&[("response_mode", "pigeon")], &open, "invalid_request"),
        (&[("registration", "{}")], &open, "registration_not_supported"),
        (&[("scope", "")], &open, "invalid_scope"),
        (&[("scope", "openid \u{7f}")], &open, "invalid_scope"),
        (&[("scope", "openid profile")], &narrow, "invalid_scope"),
        (&[("prompt", "none login")], &open, "invalid_request"),
        (&[("prompt", "create")], &open, "invalid_request"),
        (&[("max_age", "-1")], &open, "invalid_request"),
        (&[("max_age", "soon")], &open, "invalid_request"),
        (&[], &public, "invalid_request"),
        (&[("code_challenge", "short"), ("code_challenge_method", "S256")], &open, "invalid_request"),
        (
            &[("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "plain")],
            &open,
            "invalid_request",
        ),
        (&[("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")], &open, "invalid_request"),
        (&[("resource", "relative")], &open, "invalid_target"),
        (&[("resource", "https://api.example/#x")], &open, "invalid_target"),
    ] {
        assert_eq!(refusal(extra, client).code.as_str(), code, "{extra:?}");
    }
}

// OIDC Core §11
#[test]
fn offline_access_is_ignored_where_no_refresh_token_can_follow() {
    let client = client(|metadata| metadata.grant_types = vec![GrantType::AuthorizationCode]);
    let params = params(&[("scope", "openid offline_access")]);
    let request = validate(&params, &client, address(&params, &client)).unwrap();
    assert_eq!(request.scopes.to_string(), "openid");
}

fn account(name: &str, age: i64) -> Account {
    Account {
        session: SessionId::from_stored(format!("ses_{name}")),
        user: UserId::from_stored(format!("usr_{name}")),
        auth_time: Timestamp(NOW.0 - age),
        acr: crate::protocol::acr::SINGLE_FACTOR.to_owned(),
        hinted: false,
        familiar: false,
    }
}

fn who(request: &AuthorizationRequest, accounts: &[Account], hinted: Option<&UserId>, progress: &Progress) -> Identity {
    identify(request, &Subject { accounts, hinted_user: hinted, progress }, NOW)
}

fn code(identity: &Identity) -> &'static str {
    match identity {
        Identity::Refuse(error) => error.code.as_str(),
        _ => "",
    }
}

// OIDC Core §3.1.2.3, §3.1.2.6
#[test]
fn prompt_none_turns_each_question_into_its_error() {
    let (ada, bob) = (account("ada", 100), account("bob", 5));
    let nothing = Progress::default();
    let quiet = request(&[("prompt", "none")]);
    assert_eq!(code(&who(&quiet, &[], None, &nothing)), "login_required");
    assert_eq!(code(&who(&quiet, &[ada.clone(), bob], None, &nothing)), "account_selection_required");
    assert_eq!(
        code(&who(&request(&[("prompt", "none"), ("max_age", "99")]), std::slice::from_ref(&ada), None, &nothing)),
        "login_required"
    );
    assert_eq!(who(&quiet, std::slice::from_ref(&ada), None, &nothing), Identity::Known(ada.clone()));
    let denied = needs_consent(&quiet, &ada, &nothing, false, None).unwrap_err();
    assert_eq!(denied.code.as_str(), "consent_required");
}

#[test]
fn max_age_is_measured_against_the_last_authentication() {
    let ada = account("ada", 100);
    let nothing = Progress::default();
    assert_eq!(
        who(&request(&[("max_age", "100")]), std::slice::from_ref(&ada), None, &nothing),
        Identity::Known(ada.clone())
    );
    assert_eq!(
        who(&request(&[("max_age", "99")]), std::slice::from_ref(&ada), None, &nothing),
        Identity::Login(LoginReason::TooOld)
    );
    let new = account("new", 0);
    assert_eq!(
        who(&request(&[("max_age", "0")]), std::slice::from_ref(&new), None, &nothing),
        Identity::Login(LoginReason::TooOld)
    );
}

#[test]
fn a_sign_in_inside_the_interaction_satisfies_prompt_and_max_age() {
    let ada = account("ada", 50);
    let progress = Progress { authenticated: Some(ada.session.clone()), ..Progress::default() };
    for extra in [("prompt", "login"), ("max_age", "0"), ("prompt", "select_account")] {
        assert_eq!(who(&request(&[extra]), std::slice::from_ref(&ada), None, &progress), Identity::Known(ada.clone()));
    }
}

#[test]
fn an_id_token_hint_decides_among_accounts_and_never_answers_for_another() {
    let (ada, bob) = (account("ada", 9), account("bob", 9));
    let both = [ada.clone(), bob.clone()];
    let nothing = Progress::default();
    assert_eq!(who(&request(&[]), &both, Some(&bob.user), &nothing), Identity::Known(bob.clone()));
    assert_eq!(
        who(&request(&[]), std::slice::from_ref(&ada), Some(&bob.user), &nothing),
        Identity::Login(LoginReason::HintedElsewhere)
    );
    let signed_in_as_ada = Progress { authenticated: Some(ada.session.clone()), ..Progress::default() };
    assert_eq!(code(&who(&request(&[]), &both, Some(&bob.user), &signed_in_as_ada)), "login_required");
}

// OIDC Core §3.1.2.1
#[test]
fn select_account_asks_also_when_a_hint_names_somebody() {
    let (ada, bob) = (account("ada", 9), account("bob", 9));
    let both = [ada.clone(), bob.clone()];
    let asking = request(&[("prompt", "select_account")]);
    assert_eq!(who(&asking, &both, Some(&ada.user), &Progress::default()), Identity::SelectAccount);
    let chose = |session: &SessionId| Progress { selected: Some(session.clone()), ..Progress::default() };
    assert_eq!(who(&asking, &both, Some(&ada.user), &chose(&ada.session)), Identity::Known(ada.clone()));
    assert_eq!(code(&who(&asking, &both, Some(&ada.user), &chose(&bob.session))), "login_required");
    let fresh = Progress { authenticated: Some(ada.session.clone()), ..Progress::default() };
    assert_eq!(who(&asking, &both, Some(&ada.user), &fresh), Identity::Known(ada));
}

#[test]
fn several_accounts_are_told_apart_by_habit_or_by_asking() {
    let (ada, mut bob) = (account("ada", 9), account("bob", 9));
    let nothing = Progress::default();
    assert_eq!(who(&request(&[]), &[ada.clone(), bob.clone()], None, &nothing), Identity::SelectAccount);
    bob.familiar = true;
    assert_eq!(who(&request(&[]), &[ada.clone(), bob.clone()], None, &nothing), Identity::Known(bob.clone()));
    assert_eq!(who(&request(&[("prompt", "select_account")]), &[bob], None, &nothing), Identity::SelectAccount);
}

// OIDC Core §3.1.2.4
#[test]
fn consent_is_asked_once_and_again_for_more() {
    let ada = account("ada", 9);
    let nothing = Progress::default();
    let known = Remembered { scopes: Scopes::of(["openid", "email"]), resources: vec![], claims: vec![] };
    let ask = |request: &AuthorizationRequest, first_party| {
        needs_consent(request, &ada, &nothing, first_party, Some(&known)).unwrap()
    };
    assert!(!ask(&request(&[("scope", "openid email")]), false));
    assert!(ask(&request(&[("scope", "openid phone")]), false));
    assert!(ask(&request(&[("resource", "https://api.example")]), false));
    assert!(!ask(&request(&[("scope", "openid phone")]), true));
    assert!(ask(&request(&[("prompt", "consent")]), true));
}

// OIDC Core §3.1.2.4, RFC 8707 §2.2
#[test]
fn a_scope_agreed_to_for_one_resource_is_not_agreed_to_for_another() {
    let ada = account("ada", 9);
    let (one, two) = ("https://one.example".to_owned(), "https://two.example".to_owned());
    let mut known = Remembered::default();
    known.agree(&Scopes::of(["openid", "read"]), std::slice::from_ref(&one));
    known.agree(&Scopes::of(["admin"]), std::slice::from_ref(&two));
    let quiet = |scope: &str, resource: &str| {
        let request = request(&[("prompt", "none"), ("scope", scope), ("resource", resource)]);
        needs_consent(&request, &ada, &Progress::default(), false, Some(&known)).is_ok()
    };
    assert!(quiet("read", &one) && quiet("openid read", &one) && quiet("openid admin", &two));
    assert!(!quiet("admin", &one) && !quiet("read", &two) && !quiet("email read", &one));
    assert!(!known.covers(&Scopes::of(["read"]), &[one.clone(), two.clone()]));
    assert!(!known.covers(&Scopes::of(["read"]), &[]));
    known.agree(&Scopes::of(["read"]), std::slice::from_ref(&two));
    assert!(known.covers(&Scopes::of(["read"]), &[one, two]));
}
