//! Upstreams: made, found, followed by other instances, and looked up in one statement however many there are.

use std::{fs, os::unix::fs::PermissionsExt};

use signet::{
    base::{
        secret::Secret,
        time::{Seconds, Timestamp},
    },
    domain::{
        installation::maintenance,
        kernel::{Error, Feature, features},
        registry::{
            keys,
            upstreams::{self, NewUpstream, Upstream, UpstreamChanges},
        },
    },
    protocol::upstream::settings::{EmailTrust, UpstreamKind},
    store::statements,
};

use crate::support::{NOW, TestApp, on_both_engines, upstream_edits as edits};

fn oidc(name: &str) -> NewUpstream {
    NewUpstream {
        name: name.to_owned(),
        preset: None,
        kind: None,
        rest: UpstreamChanges {
            client_id: Some("signet".to_owned()),
            secret: Some(Some(Secret::new("hush".to_owned()))),
            settings: edits(&[("issuer", "https://sso.example")]),
            ..UpstreamChanges::default()
        },
    }
}

fn of_preset(preset: &str, settings: &[(&str, &str)]) -> NewUpstream {
    let mut new = oidc(preset);
    new.preset = Some(preset.to_owned());
    new.rest.settings = edits(settings);
    new
}

async fn make(t: &TestApp, new: NewUpstream) -> Upstream {
    upstreams::create(&t.cx(), new).await.unwrap()
}

async fn update(t: &TestApp, name: &str, changes: UpstreamChanges) -> Result<Upstream, Error> {
    upstreams::update(&t.cx(), name, changes).await
}

async fn offered(t: &TestApp) -> Vec<String> {
    upstreams::offered(&t.cx()).await.unwrap().iter().map(|one| one.name.clone()).collect()
}

/// What must be corrected: fields, codes and sentences.
fn problems<T: std::fmt::Debug>(refused: Result<T, Error>) -> Vec<(&'static str, &'static str, String)> {
    match refused.unwrap_err() {
        Error::Invalid(fields) => fields.into_iter().map(|one| (one.field, one.code, one.message)).collect(),
        other => panic!("{other}"),
    }
}

on_both_engines!(an_upstream_is_found_by_name_row_and_domain_in_the_operators_order, |t| {
    let cx = t.cx();
    let mut first = oidc("staff");
    first.rest.domains = Some(vec!["Example.COM".to_owned(), "bücher.example".to_owned()]);
    let staff = make(&t, first).await;
    make(&t, oidc("partners")).await;
    let mut google = of_preset("google", &[]);
    google.rest.position = Some(0);
    make(&t, google).await;
    assert_eq!(offered(&t).await, ["google", "staff", "partners"]);

    let found = upstreams::find(&cx, "staff").await.unwrap().unwrap();
    assert_eq!((found.id.clone(), found.kind, found.label.as_str()), (staff.id.clone(), UpstreamKind::Oidc, "staff"));
    assert_eq!(upstreams::secret_at(&cx, &found).unwrap().unwrap().expose(), "hush");
    assert_eq!(found.icon(), "other");
    assert_eq!(upstreams::find(&cx, "google").await.unwrap().unwrap().icon(), "google");
    for domain in ["example.com", "EXAMPLE.com", "xn--bcher-kva.example", "bücher.example"] {
        let led = upstreams::of_domain(&cx, domain).await.unwrap().map(|one| one.name.clone());
        assert_eq!(led.as_deref(), Some("staff"), "{domain}");
    }
    for domain in ["sub.example.com", "com", "127.0.0.1", ""] {
        assert_eq!(upstreams::of_domain(&cx, domain).await.unwrap().map(|one| one.name.clone()), None, "{domain}");
    }
    let mut conn = cx.read().await.unwrap();
    assert!(upstreams::vouches_for(&cx, &mut conn, &staff.id, "Example.com").await.unwrap());
    let google = upstreams::find(&cx, "google").await.unwrap().unwrap();
    assert!(!upstreams::vouches_for(&cx, &mut conn, &google.id, "example.com").await.unwrap());
    drop(conn);
    // The secret stands nowhere in the clear.
    assert_eq!(t.count("SELECT COUNT(*) FROM upstreams WHERE secret LIKE '%hush%' OR settings LIKE '%hush%'").await, 0);

    assert!(upstreams::set_disabled(&cx, "staff", true).await.unwrap());
    assert!(!upstreams::set_disabled(&cx, "staff", true).await.unwrap());
    assert_eq!(offered(&t).await, ["google", "partners"]);
    assert!(upstreams::find(&cx, "staff").await.unwrap().is_none());
    assert!(upstreams::of_domain(&cx, "example.com").await.unwrap().is_none());
    assert!(upstreams::by_id(&cx, &staff.id).await.unwrap().unwrap().disabled_at.is_some());
    assert!(upstreams::set_disabled(&cx, "staff", false).await.unwrap());
    assert_eq!(offered(&t).await, ["google", "staff", "partners"]);

    upstreams::delete(&cx, "staff").await.unwrap();
    assert_eq!(t.count("SELECT COUNT(*) FROM upstream_domains").await, 0);
    assert!(matches!(upstreams::delete(&cx, "staff").await, Err(Error::NotFound)));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind LIKE 'upstream.%'").await, 6);
});

on_both_engines!(upstreams_that_another_instance_changes_are_followed, |t| {
    let other = t.another_instance().await;
    // Asked for before there is one: that there is none is kept, too.
    assert_eq!(offered(&t).await, Vec::<String>::new());
    make(&other, oidc("staff")).await;
    assert_eq!(offered(&t).await, Vec::<String>::new());
    maintenance::follow_changes(&t.cx()).await.unwrap();
    assert_eq!(offered(&t).await, ["staff"]);
    let secret = UpstreamChanges { secret: Some(Some(Secret::new("new".to_owned()))), ..UpstreamChanges::default() };
    update(&other, "staff", secret).await.unwrap();
    upstreams::set_disabled(&other.cx(), "staff", true).await.unwrap();
    maintenance::follow_changes(&t.cx()).await.unwrap();
    assert_eq!(offered(&t).await, Vec::<String>::new());
    let here = upstreams::named(&t.cx(), "staff").await.unwrap();
    assert_eq!(upstreams::secret_at(&t.cx(), &here).unwrap().unwrap().expose(), "new");
    upstreams::delete(&other.cx(), "staff").await.unwrap();
    maintenance::follow_changes(&t.cx()).await.unwrap();
    assert!(matches!(upstreams::named(&t.cx(), "staff").await, Err(Error::NotFound)));
});

on_both_engines!(a_thousand_upstreams_and_ten_thousand_domains_cost_what_one_does, |t| {
    let cx = t.cx();
    let mut first = oidc("staff");
    first.rest.domains = Some((0..10_000).map(|number| format!("d{number}.example")).collect());
    let staff = make(&t, first).await;
    t.engine()
        .execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) \
             INSERT INTO upstreams (id, issuer_id, name, kind, label, position, settings, client_id, created_at, \
             updated_at) SELECT u.id || '_' || n.i, u.issuer_id, u.name || n.i, u.kind, u.label, 5, u.settings, \
             u.client_id, 0, 0 FROM n, upstreams u WHERE u.name = 'staff'",
        )
        .await;
    let other = t.another_instance().await;
    let cold = other.cx();
    statements::listen();
    assert_eq!(upstreams::offered(&cold).await.unwrap().len(), 1001);
    // The rows, and whether any domain is listed; both are kept.
    assert_eq!(statements::heard().len(), 2);
    statements::listen();
    assert_eq!(upstreams::offered(&cold).await.unwrap().len(), 1001);
    assert!(upstreams::find(&cold, "staff777").await.unwrap().is_some());
    assert!(upstreams::by_id(&cold, &staff.id).await.unwrap().is_some());
    assert!(upstreams::routes_by_domain(&cold).await.unwrap());
    assert_eq!(statements::heard(), Vec::<&str>::new());
    statements::listen();
    assert_eq!(upstreams::of_domain(&cold, "d9999.example").await.unwrap().unwrap().id, staff.id);
    assert_eq!(statements::heard().len(), 1);
    statements::listen();
    let mut conn = cold.read().await.unwrap();
    assert!(upstreams::vouches_for(&cold, &mut conn, &staff.id, "d1234.example").await.unwrap());
    assert_eq!(statements::heard().len(), 1);
    drop(conn);
    // One change, whatever else is listed.
    let changes = UpstreamChanges {
        more_domains: vec!["new.example".to_owned()],
        fewer_domains: vec!["d1.example".to_owned()],
        ..UpstreamChanges::default()
    };
    update(&t, "staff", changes).await.unwrap();
    let domains = upstreams::domains_of(&cx, &staff.id).await.unwrap();
    assert_eq!((domains.len(), domains.contains(&"d1.example".to_owned())), (10_000, false));
});

// Without an upstream nothing of it costs anything.
on_both_engines!(an_installation_without_upstreams_asks_for_no_domains, |t| {
    offered(&t).await;
    statements::listen();
    assert!(upstreams::of_domain(&t.cx(), "example.com").await.unwrap().is_none());
    assert_eq!(statements::heard(), Vec::<&str>::new());
});

on_both_engines!(a_feature_that_is_off_offers_nobody, |t| {
    let mut new = oidc("staff");
    new.rest.domains = Some(vec!["example.com".to_owned()]);
    let staff = make(&t, new).await;
    features::switch(&t.cx(), Feature::Upstreams, false).await.unwrap();
    assert_eq!(offered(&t).await, Vec::<String>::new());
    assert!(upstreams::find(&t.cx(), "staff").await.unwrap().is_none());
    assert!(upstreams::of_domain(&t.cx(), "example.com").await.unwrap().is_none());
    assert!(upstreams::by_id(&t.cx(), &staff.id).await.unwrap().is_some());
});

on_both_engines!(what_a_newer_version_wrote_hides_no_other_upstream, |t| {
    make(&t, oidc("old")).await;
    make(&t, oidc("new")).await;
    t.engine().execute("UPDATE upstreams SET settings = '{\"from_the_future\":1}' WHERE name = 'new'").await;
    let other = t.another_instance().await;
    assert_eq!(offered(&other).await, ["old"]);
});

on_both_engines!(a_domain_is_listed_once_and_names_are_taken_once, |t| {
    let mut first = oidc("staff");
    first.rest.domains = Some(vec!["example.com".to_owned()]);
    make(&t, first).await;
    let mut thief = oidc("thief");
    thief.rest.domains = Some(vec!["Example.com".to_owned()]);
    let refused = problems(upstreams::create(&t.cx(), thief).await);
    let taken = "example.com is listed for another upstream; take it away there first";
    assert_eq!(refused, [("domains", "domain_taken", taken.to_owned())]);
    assert_eq!(offered(&t).await, ["staff"]);
    assert!(matches!(upstreams::create(&t.cx(), oidc("staff")).await, Err(Error::Conflict("name"))));
    for wrong in ["localhost", "a..b", "192.0.2.1", "-a.example", "", "example.com/x"] {
        let changes = UpstreamChanges { domains: Some(vec![wrong.to_owned()]), ..UpstreamChanges::default() };
        let told = format!("{wrong:?} is no domain of mail addresses, such as example.com");
        assert_eq!(problems(update(&t, "staff", changes).await), [("domains", "domain_invalid", told)], "{wrong}");
    }
});

on_both_engines!(what_an_operator_writes_is_checked_in_whole, |t| {
    make(&t, oidc("staff")).await;
    let refused = async |key: &str, value: &str| {
        let changes = UpstreamChanges { settings: edits(&[(key, value)]), ..UpstreamChanges::default() };
        let mut all = problems(update(&t, "staff", changes).await);
        assert_eq!(all.len(), 1, "{key}={value}: {all:?}");
        let (field, code, message) = all.remove(0);
        (field, code, message)
    };
    let https = "it must use https; http is for this machine alone";
    assert_eq!(refused("issuer", "http://sso.example").await, ("issuer", "issuer_invalid", https.to_owned()));
    assert_eq!(
        refused("token_endpoint", "http://x.example/t").await,
        ("token_endpoint", "address_invalid", https.to_owned())
    );
    for (key, value, field, code) in [
        ("issuer", "https://sso.example?x", "issuer", "issuer_invalid"),
        ("issuer", "https://a:b@sso.example", "issuer", "issuer_invalid"),
        ("issuer", "", "issuer", "issuer_missing"),
        ("issuer", "https://sso.example/{tenant}", "tenant_claim", "tenant_claim_missing"),
        ("userinfo_endpoint", "ftp://x.example", "userinfo_endpoint", "address_invalid"),
        ("scopes", "email", "scopes", "openid_missing"),
        ("scopes", "openid a\"b", "scopes", "scope_invalid"),
        ("scope_separator", ";", "scope_separator", "separator_invalid"),
        ("subject", "\"\"", "subject", "subject_missing"),
        ("client_auth", "none", "client_secret", "secret_unused"),
        ("client_auth", "private_key_jwt", "client_secret", "private_key_invalid"),
        ("authorization_params.state", "x", "authorization_params", "parameter_reserved"),
        ("headers.Authorization", "x", "headers", "header_reserved"),
        ("headers.X", "a\nb", "headers", "header_invalid"),
        ("response_mode", "fragment", "response_mode", "response_mode_invalid"),
        ("userinfo_body", "{}", "userinfo_body", "userinfo_body_invalid"),
        ("id_token_algs", "none", "id_token_algs", "alg_invalid"),
        ("id_token_algs", "HS256 RS256", "id_token_algs", "alg_invalid"),
        ("accepts_id_tokens_of", "[\"a\\nb\"]", "accepts_id_tokens_of", "client_id_invalid"),
        ("tenants", "t1", "tenant_claim", "tenant_claim_missing"),
        ("email_trust", "hosted", "hosted_domains", "hosted_domains_missing"),
        ("email_trust", "always", "setting", "setting_invalid"),
        ("isuer", "x", "setting", "setting_invalid"),
    ] {
        let (at, why, _) = refused(key, value).await;
        assert_eq!((at, why), (field, code), "{key}={value}");
    }
    // Nothing of it was written.
    let staff = upstreams::named(&t.cx(), "staff").await.unwrap();
    assert_eq!(staff.settings.issuer.as_deref(), Some("https://sso.example"));
    for wrong in ["", "Staff", "a b", "-a", "a-", "a/b", "ä"] {
        let refused = problems(upstreams::create(&t.cx(), oidc(wrong)).await);
        let rule = "1 to 63 small letters, digits and hyphens, no hyphen at either end";
        assert_eq!(refused, [("name", "name_invalid", rule.to_owned())], "{wrong}");
    }
    let mut without = oidc("without");
    without.rest.secret = None;
    let refused = problems(upstreams::create(&t.cx(), without).await);
    let told = "client_auth wants one: say --client-secret-file FILE, or --setting client_auth=none";
    assert_eq!(refused, [("client_secret", "secret_missing", told.to_owned())]);
});

// OIDC Core §3.1.3.7 (11): without a nonce of ours, whoever comes by an ID token of an app would sign in with it.
on_both_engines!(apps_show_id_tokens_of_providers_that_have_them_and_send_the_nonce_back, |t| {
    make(&t, oidc("staff")).await;
    let settings = edits(&[("nonce", "false"), ("accepts_id_tokens_of", "app")]);
    let changes = UpstreamChanges { settings, ..UpstreamChanges::default() };
    let nonce = "an app shows an ID token with a nonce of ours; here nonce is off, since it does not come back";
    let refused = problems(update(&t, "staff", changes).await);
    assert_eq!(refused, [("accepts_id_tokens_of", "nonce_missing", nonce.to_owned())]);
    let mut service = oidc("service");
    service.kind = Some(UpstreamKind::OAuth2);
    service.rest.settings = edits(&[
        ("authorization_endpoint", "https://svc.example/authorize"),
        ("token_endpoint", "https://svc.example/token"),
        ("userinfo_endpoint", "https://svc.example/me"),
        ("accepts_id_tokens_of", "app"),
    ]);
    let none = "a service without ID tokens has none that an app could show";
    let refused = problems(upstreams::create(&t.cx(), service).await);
    assert_eq!(refused, [("accepts_id_tokens_of", "id_token_missing", none.to_owned())]);
});

// Who runs the software of a service elsewhere is not the service: they could mark any address verified.
on_both_engines!(a_preset_is_believed_at_its_own_service_alone, |t| {
    let own = make(&t, of_preset("gitlab", &[])).await;
    assert_eq!(own.settings.email_trust, EmailTrust::Verified);
    let mut elsewhere = of_preset("gitlab", &[("issuer", "https://gitlab.company.example")]);
    elsewhere.name = "company".to_owned();
    assert_eq!(make(&t, elsewhere).await.settings.email_trust, EmailTrust::Listed);
    // The same for one that is moved later, and for one of which other members are read.
    for (key, value) in [
        ("issuer", "https://gitlab.company.example"),
        ("emails_are_verified", "true"),
        ("claims.email_verified", "active"),
    ] {
        let name = format!("moved{}", key.len());
        let mut new = of_preset("gitlab", &[]);
        new.name.clone_from(&name);
        assert_eq!(make(&t, new).await.settings.email_trust, EmailTrust::Verified);
        let secret = Some(Some(Secret::new("another".to_owned())));
        let changes = UpstreamChanges { settings: edits(&[(key, value)]), secret, ..UpstreamChanges::default() };
        assert_eq!(update(&t, &name, changes).await.unwrap().settings.email_trust, EmailTrust::Listed);
    }
    let mut by_name = of_preset("gitlab", &[("issuer", "https://gitlab.other.example"), ("email_trust", "verified")]);
    by_name.name = "by-name".to_owned();
    let believed = make(&t, by_name).await;
    assert_eq!(believed.settings.email_trust, EmailTrust::Verified);
    let told = "by-name is believed for mail addresses of every domain: whoever runs it could open any account here";
    assert_eq!(upstreams::warnings(&believed, NOW), [told]);
    assert_eq!(upstreams::warnings(&own, NOW), Vec::<String>::new());
    let unknown = of_preset("gogle", &[]);
    let refused = problems(upstreams::create(&t.cx(), unknown).await);
    let told = "there is no preset gogle; run: signet upstream presets";
    assert_eq!(refused, [("preset", "preset_unknown", told.to_owned())]);
});

on_both_engines!(the_end_of_a_secret_is_warned_of_thirty_days_ahead, |t| {
    let mut new = oidc("staff");
    let end = NOW + Seconds::days(31);
    new.rest.secret_expires_at = Some(Some(end));
    let staff = make(&t, new).await;
    let said = |now: Timestamp| upstreams::warnings(&staff, now);
    assert_eq!(said(NOW), Vec::<String>::new());
    let told = "the secret of staff ends at 2027-02-15T08:00:00Z: make another one there, then run: \
                signet upstream update staff --client-secret-file FILE --secret-expires WHEN";
    assert_eq!(said(NOW + Seconds::days(1)), [told]);
    assert_eq!(said(end), [told.replace("ends at", "ended at")]);
    // Of a new secret nobody has said when it ends.
    let secret = UpstreamChanges { secret: Some(Some(Secret::new("new".to_owned()))), ..UpstreamChanges::default() };
    assert_eq!(update(&t, "staff", secret).await.unwrap().secret_expires_at, None);
    let unsafe_ones = UpstreamChanges {
        settings: edits(&[("email_trust", "verified"), ("trusts_factors", "true")]),
        ..UpstreamChanges::default()
    };
    let staff = update(&t, "staff", unsafe_ones).await.unwrap();
    assert_eq!(
        upstreams::warnings(&staff, NOW),
        [
            "staff is believed for mail addresses of every domain: whoever runs it could open any account here",
            "further factors of staff count as ours: whoever runs it can skip them",
        ]
    );
});

on_both_engines!(a_rewrap_seals_the_secrets_of_upstreams_anew, |t| {
    make(&t, oidc("staff")).await;
    let file = t.app.config.keys.master_key_file.clone();
    let old = file.with_file_name("old.key");
    fs::rename(&file, &old).unwrap();
    fs::write(&file, data_encoding::BASE64.encode(&[42; 32])).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let both = t.another_instance_with(|config| config.keys.previous_master_key_files = vec![old.clone()]).await;
    let done = keys::rewrap(&both.cx()).await.unwrap();
    assert_eq!((done.upstreams, done.unopened), (1, 0));
    fs::remove_file(old).unwrap();
    let fresh = t.another_instance().await;
    let staff = upstreams::named(&fresh.cx(), "staff").await.unwrap();
    assert_eq!(upstreams::secret_at(&fresh.cx(), &staff).unwrap().unwrap().expose(), "hush");
});
