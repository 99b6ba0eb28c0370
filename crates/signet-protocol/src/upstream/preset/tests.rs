//! What every preset holds, and what it makes of the answers that its service documents.

use serde_json::{Value, json};
use url::Url;

use super::*;
use crate::upstream::{
    UpstreamIssuer, mapping, metadata, profile, response,
    settings::{EmailTrust, UpstreamClientAuth},
};

fn all() -> Vec<(&'static str, UpstreamPreset)> {
    let read = |(name, text): &(&'static str, &str)| {
        (*name, serde_json::from_str(text).unwrap_or_else(|why| panic!("{name}: {why}")))
    };
    ALL.iter().map(read).collect()
}

#[test]
fn every_preset_is_read_and_no_two_have_one_name_or_label() {
    let mut names: Vec<&str> = all().iter().map(|(name, _)| *name).collect();
    let mut labels: Vec<String> = all().into_iter().map(|(_, preset)| preset.label).collect();
    assert_eq!(names.len(), 27);
    for list in [&mut names.iter().map(ToString::to_string).collect(), &mut labels] {
        let before = list.len();
        list.sort_unstable();
        list.dedup();
        assert_eq!(list.len(), before);
    }
    names.retain(|name| !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
    assert_eq!(names, Vec::<&str>::new());
    assert_eq!(icon_of("google"), Some("google"));
    assert_eq!(icon_of("nobody"), None);
}

#[test]
fn every_preset_says_what_its_kind_needs() {
    for (name, preset) in all() {
        let set = &preset.settings;
        match preset.kind {
            UpstreamKind::Oidc => {
                assert!(set.issuer.is_some() != preset.wants.contains(&"issuer".to_owned()), "{name}: issuer");
                assert!(set.scopes.iter().any(|scope| scope == "openid"), "{name}: openid");
            }
            UpstreamKind::OAuth2 => {
                assert!(set.authorization_endpoint.is_some() && set.token_endpoint.is_some(), "{name}: endpoints");
                assert!(set.userinfo != set.claims_from_token_answer, "{name}: who says who it is");
                assert_eq!(set.userinfo, set.userinfo_endpoint.is_some(), "{name}: userinfo");
                assert_ne!(set.subject, "sub", "{name}: a service without ID token has no sub");
                assert!(!set.proves_freshness, "{name}: nothing tells when the person proved who they are");
                assert!(!set.passes_prompt_none, "{name}: prompt=none is OpenID's (OIDC Core section 3.1.2.1)");
            }
        }
        assert_eq!(set.client_auth == UpstreamClientAuth::SignedSecret, name == "apple", "{name}: signed secret");
        assert!(!set.trusts_factors, "{name}: factors are believed by the operator's word alone");
        assert_eq!(mapping::check(set), [""; 0], "{name}: its mapping");
    }
}

#[test]
fn every_preset_names_its_documentation_and_is_spoken_to_by_https() {
    for (name, preset) in all() {
        let set = preset.settings;
        assert!(!preset.odd.is_empty(), "{name}: what is odd about it?");
        assert!(!preset.compared.is_empty(), "{name}: what was it compared with?");
        assert!(!preset.unverified.is_empty(), "{name}: what of it does the service alone know?");
        let mut said = preset.odd.iter().chain(&preset.compared).chain(&preset.unverified);
        assert!(said.all(|one| one.ends_with('.')), "{name}: sentences");
        let emails = set.emails.map(|list| list.endpoint);
        let addresses = [
            Some(preset.documentation),
            set.issuer,
            set.metadata_url,
            set.authorization_endpoint,
            set.token_endpoint,
            set.userinfo_endpoint,
            set.jwks_uri,
            set.revocation_endpoint,
            set.end_session_endpoint,
            emails,
        ];
        for address in addresses.into_iter().flatten() {
            let url = Url::parse(&address.replace("{tenant}", "t")).unwrap();
            assert_eq!(url.scheme(), "https", "{name}: {address}");
        }
    }
}

/// Services that do not know the word refuse the whole request.
#[test]
fn an_account_is_chosen_at_the_services_that_are_known_to_let_people_choose() {
    let passes = all().into_iter().filter(|(_, preset)| preset.settings.passes_select_account == Some(true));
    assert_eq!(passes.map(|(name, _)| name).collect::<Vec<_>>(), ["google", "microsoft", "github"]);
}

/// Whoever believes a mail address without reason opens accounts to strangers.
#[test]
fn a_mail_address_is_believed_only_where_something_says_that_it_is_verified() {
    for (name, preset) in all() {
        let set = preset.settings;
        let says = set.emails.is_some()
            || set.emails_are_verified
            || set.claims.contains_key("email_verified")
            || preset.kind == UpstreamKind::Oidc;
        let believes = matches!(set.email_trust, EmailTrust::Verified | EmailTrust::Hosted);
        assert!(says || !believes, "{name}: nothing says that an address is verified");
        let hosts = !set.hosted_domains.is_empty() || set.hosted_domain_claim.is_some();
        assert_eq!(hosts, set.email_trust == EmailTrust::Hosted, "{name}: hosted domains");
    }
    let of = |name| find(name).unwrap().settings;
    assert_eq!(of("microsoft").email_trust, EmailTrust::Listed);
    assert_eq!(of("microsoft").subject, "oid");
    assert_eq!(of("google").email_trust, EmailTrust::Hosted);
    assert_eq!(of("x").subject, "data.id");
    assert!(of("github").emails.is_some());
    // What a person may change is nobody's subject.
    assert_eq!(of("spotify").subject, "account_id");
}

// RFC 9207 §2.4: an answer is compared with the issuer that is known, also of a service without metadata.
#[test]
fn a_service_that_names_itself_in_its_answers_is_known_by_that_name() {
    let github = find("github").unwrap().settings;
    let issuer = UpstreamIssuer::of(&github).unwrap();
    assert!(response::check_iss(Some("https://github.com/login/oauth"), Some(issuer), false).is_ok());
    assert!(response::check_iss(None, Some(issuer), false).is_ok());
    let other = response::check_iss(Some("https://github.com"), Some(issuer), false).unwrap_err();
    assert_eq!(other.sentence, "iss of the answer is not the upstream that was asked (RFC 9207 section 2.4)");
}

/// Apple's metadata have named another issuer than its tokens.
#[test]
fn apple_is_spoken_to_without_its_metadata() {
    let apple = find("apple").unwrap();
    assert!(!metadata::needs_metadata(apple.kind, &apple.settings));
    let known = metadata::endpoints(apple.kind, &apple.settings, None).unwrap();
    assert_eq!(known.token, "https://appleid.apple.com/auth/token");
    assert_eq!(known.jwks.as_deref(), Some("https://appleid.apple.com/auth/keys"));
}

/// What a service answers, and whom a preset makes of it.
struct Answered {
    preset: &'static str,
    said: Value,
    /// Its list of mail addresses, where it has one.
    emails: Value,
    sub: &'static str,
    /// The address, and whether it counts as verified.
    email: Option<(&'static str, Option<bool>)>,
}

fn answered(preset: &'static str, said: Value, sub: &'static str) -> Answered {
    Answered { preset, said, emails: Value::Null, sub, email: None }
}

impl Answered {
    fn telling(self, email: &'static str, verified: Option<bool>) -> Self {
        Self { email: Some((email, verified)), ..self }
    }

    fn listing(self, emails: Value) -> Self {
        Self { emails, ..self }
    }
}

/// Made of the forms that the services document, with made-up people in them.
fn answers() -> Vec<Answered> {
    let mail = "ada@example.com";
    vec![
        answered("github", json!({"id": 583, "login": "ada", "email": "shown@example.com"}), "583")
            .listing(json!([
                {"email": "old@example.com", "primary": false, "verified": true},
                {"email": mail, "primary": true, "verified": true},
            ]))
            .telling(mail, Some(true)),
        answered("facebook", json!({"id": "10", "name": "Ada", "email": mail}), "10").telling(mail, None),
        answered("discord", json!({"id": "80", "username": "ada", "email": mail, "verified": true}), "80")
            .telling(mail, Some(true)),
        answered("x", json!({"data": {"id": "22", "username": "ada", "confirmed_email": mail}}), "22")
            .telling(mail, Some(true)),
        answered("tiktok", json!({"data": {"user": {"open_id": "7-3f"}}, "error": {"code": "ok"}}), "7-3f"),
        answered("spotify", json!({"account_id": "aB3", "id": "ada", "email": mail}), "aB3").telling(mail, None),
        answered("reddit", json!({"id": "1w72", "name": "ada", "has_verified_email": true}), "1w72"),
        answered("bitbucket", json!({"account_id": "557:5b", "uuid": "{5b}", "nickname": "ada"}), "557:5b")
            .listing(json!({"values": [
                {"email": "old@example.com", "is_primary": false, "is_confirmed": true},
                {"email": mail, "is_primary": true, "is_confirmed": false},
            ]}))
            .telling(mail, Some(false)),
        answered("zoom", json!({"id": "KD", "account_id": "A", "email": mail, "verified": 1}), "KD")
            .telling(mail, Some(true)),
        answered("notion", json!({"owner": {"user": {"id": "e7", "person": {"email": mail}}}}), "e7")
            .telling(mail, None),
        answered("figma", json!({"id": "26", "handle": "ada", "email": mail}), "26").telling(mail, None),
        answered("linear", json!({"data": {"viewer": {"id": "u1", "name": "Ada", "email": mail}}}), "u1")
            .telling(mail, None),
        answered("naver", json!({"resultcode": "00", "response": {"id": "32", "email": mail}}), "32")
            .telling(mail, None),
    ]
}

#[test]
fn the_person_and_the_address_are_found_where_a_service_documents_them() {
    let mut services: Vec<&str> =
        all().iter().filter(|(_, preset)| preset.kind == UpstreamKind::OAuth2).map(|(name, _)| *name).collect();
    for one in answers() {
        let settings = find(one.preset).unwrap().settings;
        let mut person = profile::person(&settings, "https://s.example", one.said.as_object().unwrap()).unwrap();
        assert_eq!(person.sub, one.sub, "{}", one.preset);
        assert_eq!(settings.emails.is_some(), !one.emails.is_null(), "{}", one.preset);
        if let Some(list) = &settings.emails {
            profile::with_emails(&mut person.claims, list, 200, one.emails.to_string().as_bytes()).unwrap();
        }
        let mapped = mapping::map(&settings, &person.claims).person;
        let told = mapped.email.as_deref().map(|email| (email, mapped.email_verified));
        assert_eq!(told, one.email, "{}", one.preset);
        services.retain(|name| *name != one.preset);
    }
    assert_eq!(services, Vec::<&str>::new());
}
