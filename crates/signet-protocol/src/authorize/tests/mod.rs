//! OIDC Core §3.1.2 and RFC 6749 §4.1: who is answered where, and who is asked what.

mod acr;

use super::{
    interaction::{Account, Approval, Ask, Identity, LoginReason, Progress, Remembered, Subject, ask, identify},
    return_address::{PageOnly, ReturnAddress, return_address},
    *,
};
use crate::{
    base::{
        id::{IssuerId, SessionId, UserId},
        time::Timestamp,
        url::Issuer,
    },
    client::{AuthMethod, ClientId, ClientMetadata, ClientSource, GrantType},
    require_pkce::RequirePkce,
};

const NOW: Timestamp = Timestamp(1_700_000_000);

fn client(change: impl FnOnce(&mut ClientMetadata)) -> Client {
    let mut metadata = ClientMetadata {
        redirect_uris: vec!["https://rp.example/cb".into()],
        require_pkce: RequirePkce::Never,
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        ..ClientMetadata::default()
    };
    change(&mut metadata);
    Client::new(ClientId::new("rp"), IssuerId::from_stored("iss_1"), metadata, ClientSource::Operator, NOW)
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

/// Ours, and some APIs.
fn servers() -> Vec<ResourceServer> {
    vec![
        ResourceServer { builtin_at: Some(NOW), ..ResourceServer::sample("https://op.example", &[]) },
        ResourceServer::sample("https://api.example", &["read"]),
        ResourceServer::sample("https://one.example", &[]),
        ResourceServer::sample("https://two.example", &[]),
    ]
}

fn address(params: &Params, client: &Client) -> ReturnAddress {
    return_address(params, client, &issuer()).unwrap()
}

fn refusal(extra: &[(&str, &str)], client: &Client) -> Refusal {
    let params = params(extra);
    validate(&params, client, address(&params, client), &servers()).unwrap_err()
}

fn request(extra: &[(&str, &str)]) -> AuthorizationRequest {
    let (params, client) = (params(extra), client(|_| {}));
    validate(&params, &client, address(&params, &client), &servers()).unwrap().request
}

#[test]
fn idp_hint_is_kept_as_a_hint_and_a_long_one_is_left_alone() {
    assert_eq!(request(&[("idp_hint", "acme")]).idp_hint.as_deref(), Some("acme"));
    assert_eq!(request(&[("idp_hint", "")]).idp_hint, None);
    assert_eq!(request(&[("idp_hint", &"a".repeat(65))]).idp_hint, None);
    assert_eq!(request(&[]).idp_hint, None);
}

// OIDC Core §3.1.2.1
#[test]
fn an_unregistered_redirect_uri_has_no_return_address() {
    for uri in ["https://rp.example/cb?x", "https://rp.example/cb/", "https://evil.example/cb", "javascript:alert(1)"] {
        let PageOnly(refused) =
            return_address(&params(&[("redirect_uri", uri)]), &client(|_| {}), &issuer()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "invalid_request: redirect_uri is not registered for this client (OIDC Core section 3.1.2.1)",
            "{uri}"
        );
    }
}

#[test]
fn an_openid_request_names_its_redirect_uri_even_when_only_one_is_registered() {
    let PageOnly(refused) = return_address(&params(&[("redirect_uri", "")]), &client(|_| {}), &issuer()).unwrap_err();
    assert_eq!(refused.to_string(), "invalid_request: redirect_uri is required (OIDC Core section 3.1.2.1)");
    assert!(return_address(&params(&[("redirect_uri", ""), ("scope", "api")]), &client(|_| {}), &issuer()).is_ok());
}

// RFC 9207 §2, RFC 6749 §4.1.2.1
#[test]
fn every_answer_carries_state_and_issuer() {
    let params = params(&[]);
    let client = client(|metadata| metadata.redirect_uris.push("https://rp.example/cb?keep=1".into()));
    let refusal = address(&params, &client).refuse(&Refusal::access_denied("no"));
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
        (&[("scope", "profile phone")], &narrow, "invalid_scope"),
        (&[("prompt", "none login")], &open, "invalid_request"),
        (&[("prompt", "none create")], &open, "invalid_request"),
        (&[("prompt", "enroll")], &open, "invalid_request"),
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

// RFC 9700 §2.1.1
#[test]
fn each_rule_for_pkce_says_what_protects_the_code() {
    let challenge = ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    let (s256, nonce) = (("code_challenge_method", "S256"), ("nonce", "n"));
    let always = "code_challenge is required for this client (RFC 7636 section 4.4.1)";
    let either = "code_challenge is required for this client, or a nonce with scope openid (RFC 7636 section 4.4.1, RFC 9700 section 2.1.1)";
    for (rule, extra, told) in [
        (RequirePkce::Always, &[nonce][..], Some(always)),
        (RequirePkce::Always, &[challenge, s256], None),
        (RequirePkce::PkceOrNonce, &[], Some(either)),
        (RequirePkce::PkceOrNonce, &[nonce], None),
        // Only an ID token gives the nonce back.
        (RequirePkce::PkceOrNonce, &[nonce, ("scope", "email")], Some(either)),
        (RequirePkce::PkceOrNonce, &[challenge, s256, ("scope", "email")], None),
        (RequirePkce::Never, &[], None),
        // Held to where it is sent.
        (
            RequirePkce::Never,
            &[challenge],
            Some("code_challenge_method must be S256 (RFC 7636 section 4.2, RFC 9700 section 2.1.1)"),
        ),
    ] {
        let client = client(|metadata| metadata.require_pkce = rule);
        let params = params(extra);
        let refusal = validate(&params, &client, address(&params, &client), &servers()).err();
        assert_eq!(refusal.as_ref().map(|one| one.description.as_ref()), told, "{rule} {extra:?}");
        assert!(refusal.is_none_or(|one| one.code.as_str() == "invalid_request"));
    }
    // At a private-use scheme every client always, whatever its rule says (RFC 8252 §8.1).
    let app = "code_challenge is required where a private-use scheme is answered (RFC 8252 section 8.1)";
    for rule in [RequirePkce::PkceOrNonce, RequirePkce::Never] {
        let native = client(|metadata| {
            metadata.require_pkce = rule;
            metadata.redirect_uris.push("com.example.app:/cb".into());
        });
        let at = ("redirect_uri", "com.example.app:/cb");
        assert_eq!(refusal(&[at, nonce], &native).description, app, "{rule}");
        let params = params(&[at, challenge, s256]);
        assert!(validate(&params, &native, address(&params, &native), &servers()).is_ok());
        assert_eq!(native.where_pkce_is_stricter().collect::<Vec<_>>(), ["com.example.app:/cb"]);
    }
    // A public client always, whatever its row says.
    let public = client(|metadata| metadata.token_endpoint_auth_method = AuthMethod::None);
    assert_eq!(refusal(&[nonce], &public).description, always);
}

// OIDC Core §3.1.2.1, RFC 6749 §3.3
#[test]
fn scopes_that_cannot_be_had_are_left_out_and_named_when_none_is_left() {
    let narrow = client(|metadata| metadata.scope = Some("openid email read".into()));
    let api = ("resource", "https://api.example/");
    for (extra, kept) in [
        (&[("scope", "openid profile email")][..], "openid email"),
        (&[("scope", "openid read")], "openid"),
        (&[("scope", "openid read write"), api], "openid read"),
        (&[("scope", "profile read"), api], "read"),
        // Without scope: what the client is registered for and the API knows.
        (&[("scope", ""), api], "read"),
    ] {
        let params = params(extra);
        let Validated { request, .. } = validate(&params, &narrow, address(&params, &narrow), &servers()).unwrap();
        assert_eq!(request.scopes.to_string(), kept, "{extra:?}");
        assert!(request.resources.iter().all(|one| one == "https://api.example"), "the API's own spelling");
    }
    for (extra, told) in [
        (
            &[("scope", "profile x")][..],
            "scope holds nothing that this client can have: profile is not one that this client may ask for; x is not known here (RFC 6749 section 3.3)",
        ),
        (
            &[("scope", "read")],
            "scope holds nothing that this client can have: read belongs to https://api.example, which resource did not name (RFC 6749 section 3.3)",
        ),
        (&[("scope", "")], "scope is missing (RFC 6749 section 3.3, OIDC Core section 3.1.2.1)"),
    ] {
        let refusal = refusal(extra, &narrow);
        assert_eq!((refusal.code.as_str(), refusal.description.as_ref()), ("invalid_scope", told));
    }
    // OIDC Core §3.2.2.1: an ID token needs openid, also where it was asked for and left out.
    let hybrid = client(|metadata| {
        metadata.scope = Some("email".into());
        metadata.grant_types.push(GrantType::Implicit);
        metadata.response_types = vec![ResponseType::CodeIdToken];
    });
    let refusal = refusal(&[("scope", "openid email"), ("response_type", "code id_token"), ("nonce", "n")], &hybrid);
    assert_eq!(
        refusal.description,
        "scope must hold openid for a response_type that holds id_token (OIDC Core section 3.2.2.1)"
    );
}

// OIDC Core §11
#[test]
fn offline_access_is_ignored_where_no_refresh_token_can_follow() {
    let client = client(|metadata| metadata.grant_types = vec![GrantType::AuthorizationCode]);
    let params = params(&[("scope", "openid offline_access")]);
    let request = validate(&params, &client, address(&params, &client), &servers()).unwrap().request;
    assert_eq!(request.scopes.to_string(), "openid");
}

fn account(name: &str, age: i64) -> Account {
    Account {
        session: SessionId::from_stored(format!("ses_{name}")),
        user: UserId::from_stored(format!("usr_{name}")),
        auth_time: Timestamp(NOW.0 - age),
        reached: vec![crate::acr::SINGLE_FACTOR.to_owned()],
        within_reach: vec![crate::acr::SINGLE_FACTOR.to_owned()],
        by_factor: Vec::new(),
        by_passkey: Vec::new(),
        by_enrolling: Vec::new(),
        is_fresh: age < 600,
        may_enrol: age < 600,
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
    let denied = ask(&quiet, &ada, &nothing, approval(None)).unwrap_err();
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

// OIDC Core §5.5.1.1
#[test]
fn whoever_has_just_come_from_an_upstream_that_tells_no_time_sets_a_factor_up() {
    let multi = crate::acr::MULTI_FACTOR.to_owned();
    let asking = AuthorizationRequest { essential_acr: vec![multi.clone()], ..request(&[]) };
    let ada = Account { by_enrolling: vec![multi], may_enrol: true, ..account("ada", NOW.0) };
    let came = Progress { authenticated: Some(ada.session.clone()), ..Progress::default() };
    let asked = |account: &Account| who(&asking, std::slice::from_ref(account), None, &came);
    assert_eq!(asked(&ada), Identity::Enrol { user: ada.user.clone(), may_wait: false });
    assert_eq!(asked(&Account { may_enrol: false, ..ada.clone() }), Identity::Login(LoginReason::TooWeak));
    let Identity::Refuse(told) = asked(&Account { by_enrolling: Vec::new(), ..ada }) else { panic!("no refusal") };
    let unmet = "the sign-in did not reach an acr that claims calls essential (OIDC Core section 5.5.1.1)";
    assert_eq!(told.to_string(), format!("unmet_authentication_requirements: {unmet}"));
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

fn approval(remembered: Option<&Remembered>) -> Approval<'_> {
    Approval { first_party: false, assured: true, remembered }
}

// OIDC Core §3.1.2.4
#[test]
fn consent_is_asked_once_and_again_for_more() {
    let ada = account("ada", 9);
    let nothing = Progress::default();
    let known = Remembered { scopes: Scopes::of(["openid", "email"]), resources: vec![], claims: vec![] };
    let asked = |request: &AuthorizationRequest, first_party| {
        ask(request, &ada, &nothing, Approval { first_party, ..approval(Some(&known)) }).unwrap()
    };
    assert_eq!(asked(&request(&[("scope", "openid email")]), false), Ask::Nothing);
    assert_eq!(asked(&request(&[("scope", "openid phone")]), false), Ask::Consent);
    assert_eq!(asked(&request(&[("resource", "https://api.example")]), false), Ask::Consent);
    assert_eq!(asked(&request(&[("scope", "openid phone")]), true), Ask::Nothing);
    assert_eq!(asked(&request(&[("prompt", "consent")]), true), Ask::Consent);
}

#[test]
fn what_an_upstream_handed_out_is_the_persons_to_give_to_a_first_party_app_too() {
    let (ada, nothing) = (account("ada", 9), Progress::default());
    let asking = |prompt: &[(&str, &str)]| {
        let scopes = Scopes::of(["openid", "upstream:google"]);
        AuthorizationRequest { scopes, ..request(prompt) }
    };
    let of = |remembered| Approval { first_party: true, ..approval(remembered) };
    assert_eq!(ask(&asking(&[]), &ada, &nothing, of(None)), Ok(Ask::Consent));
    let refused = ask(&asking(&[("prompt", "none")]), &ada, &nothing, of(None)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "consent_required: the person has not agreed to all that is asked for (OIDC Core section 3.1.2.6)"
    );
    let agreed = Remembered { scopes: Scopes::of(["openid", "upstream:google"]), resources: vec![], claims: vec![] };
    assert_eq!(ask(&asking(&[]), &ada, &nothing, of(Some(&agreed))), Ok(Ask::Nothing));
}

// RFC 8252 §8.6
#[test]
fn without_assurance_a_page_of_the_interaction_is_needed_whatever_was_agreed_to() {
    let (ada, bob) = (account("ada", 9), account("bob", 9));
    let known = Remembered { scopes: Scopes::of(["openid"]), resources: vec![], claims: vec![] };
    let nothing = Progress::default();
    for (first_party, remembered) in [(true, None), (false, Some(&known))] {
        let open = Approval { first_party, assured: false, remembered };
        assert_eq!(ask(&request(&[]), &ada, &nothing, open), Ok(Ask::Confirm));
        for quiet in [&[("prompt", "none")][..], &[("prompt", "none"), ("id_token_hint", "e30.e30.")]] {
            let refused = ask(&request(quiet), &ada, &nothing, open).unwrap_err();
            assert_eq!(refused.code.as_str(), "interaction_required", "{quiet:?}");
            assert!(refused.description.contains("RFC 8252 section 8.6"), "{refused}");
        }
        let done = |session: &SessionId| {
            let session = Some(session.clone());
            [
                Progress { authenticated: session.clone(), ..Progress::default() },
                Progress { selected: session.clone(), ..Progress::default() },
                Progress { confirmed: session, ..Progress::default() },
            ]
        };
        for progress in done(&ada.session) {
            assert_eq!(ask(&request(&[]), &ada, &progress, open), Ok(Ask::Nothing), "{progress:?}");
        }
        // What somebody else answered says nothing about this person.
        for progress in done(&bob.session) {
            assert_eq!(ask(&request(&[]), &ada, &progress, open), Ok(Ask::Confirm), "{progress:?}");
        }
        // A browser that went straight to an upstream and back has shown nothing.
        let unseen = Progress { authenticated: Some(ada.session.clone()), is_unseen: true, ..Progress::default() };
        assert_eq!(ask(&request(&[]), &ada, &unseen, open), Ok(Ask::Confirm));
        let refused = ask(&request(&[("prompt", "none")]), &ada, &unseen, open).unwrap_err();
        assert_eq!(refused.code.as_str(), "interaction_required");
        // To go on is not to agree: what was taken back meanwhile is asked for in full.
        let confirmed = Progress { confirmed: Some(ada.session.clone()), ..Progress::default() };
        let withdrawn = Approval { first_party: false, assured: false, remembered: None };
        assert_eq!(ask(&request(&[]), &ada, &confirmed, withdrawn), Ok(Ask::Consent));
    }
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
        ask(&request, &ada, &Progress::default(), approval(Some(&known))).is_ok()
    };
    assert!(quiet("read", &one) && quiet("openid read", &one) && quiet("openid admin", &two));
    assert!(!quiet("admin", &one) && !quiet("read", &two) && !quiet("email read", &one));
    assert!(!known.covers(&Scopes::of(["read"]), &[one.clone(), two.clone()]));
    assert!(!known.covers(&Scopes::of(["read"]), &[]));
    known.agree(&Scopes::of(["read"]), std::slice::from_ref(&two));
    assert!(known.covers(&Scopes::of(["read"]), &[one, two]));
}
