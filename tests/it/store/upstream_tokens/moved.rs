//! An upstream that is pointed at another provider: what people have at the one before is not the other's.

use serde_json::json;
use signet::{
    domain::{
        kernel::Error,
        registry::upstreams::{NewUpstream, UpstreamChanges},
    },
    protocol::upstream::settings::{EmailTrust, UpstreamKind},
};

use super::*;
use crate::support::{on_both_engines, reach_loopback, upstream_edits};

/// Changes that bring the secret of another provider.
fn with_its_secret(changes: UpstreamChanges) -> UpstreamChanges {
    UpstreamChanges { secret: Some(Some(Secret::new("another".to_owned()))), ..changes }
}

/// Demands that changes are refused since people are connected.
async fn stays(t: &TestApp, name: &str, settings: &[(&str, &str)]) {
    let changes = UpstreamChanges { settings: upstream_edits(settings), ..UpstreamChanges::default() };
    let refused = upstreams::update(&t.cx(), name, changes).await;
    let Err(Error::Invalid(fields)) = refused else { panic!("{settings:?} was taken") };
    let told: Vec<_> = fields.iter().map(|one| (one.field, one.code, one.message.as_str())).collect();
    let sentence = format!(
        "{name} would mean another provider, or other people there, and people are connected to it: make a second \
         upstream (signet upstream create), or say --forget-links, which disconnects everybody there and revokes what is \
         kept"
    );
    assert_eq!(told, [("provider", "provider_changed", sentence.as_str())], "{settings:?}");
}

on_both_engines!(
    an_upstream_is_pointed_at_another_provider_once_everybody_is_disconnected,
    |config| { reach_loopback(config) },
    |t| {
        let (before, staff, ada) = kept_of_ada(&t).await;
        let other = StandIn::start().await;
        let issuer = other.url();
        let trusted = UpstreamChanges {
            domains: Some(vec!["a.example".to_owned()]),
            settings: upstream_edits(&[("trusts_factors", "true"), ("email_trust", "verified")]),
            ..UpstreamChanges::default()
        };
        upstreams::update(&t.cx(), "staff", trusted).await.unwrap();
        stays(&t, "staff", &[("issuer", issuer.as_str())]).await;
        stays(&t, "staff", &[("subject", "oid")]).await;
        let there = upstreams::named(&t.cx(), "staff").await.unwrap();
        assert_eq!((there.id.clone(), there.settings.issuer.clone()), (staff.id.clone(), Some(before.url())));
        assert!(kept(&t, &ada).await.is_some());

        let changes = UpstreamChanges {
            settings: upstream_edits(&[("issuer", issuer.as_str())]),
            more_domains: vec!["b.example".to_owned()],
            forgets_links: true,
            ..UpstreamChanges::default()
        };
        let refused = upstreams::update(&t.cx(), "staff", changes.clone()).await;
        let Err(Error::Invalid(fields)) = refused else { panic!("another provider got the secret") };
        let told: Vec<_> = fields.iter().map(|one| (one.field, one.code, one.message.as_str())).collect();
        let sentence = "say the secret of the new provider (--client-secret-file): it gets none of another's";
        assert_eq!(told, [("client_secret", "secret_of_another", sentence)]);
        assert_eq!((kept(&t, &ada).await.is_some(), waiting(&t).await), (true, 0));

        let moved = upstreams::update(&t.cx(), "staff", with_its_secret(changes)).await.unwrap();
        assert_eq!((moved.name.as_str(), moved.settings.issuer.clone()), ("staff", Some(other.url())));
        assert_ne!(moved.id, staff.id, "whoever is on the way to the one before is nobody at this one");
        assert_eq!(upstreams::domains_of(&t.cx(), &moved.id).await.unwrap(), ["b.example"]);
        assert_eq!(upstreams::secret_at(&t.cx(), &moved).unwrap().unwrap().expose(), "another");
        assert_eq!((moved.settings.trusts_factors, moved.settings.email_trust), (false, EmailTrust::Listed));
        assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 0);
        assert_eq!((kept(&t, &ada).await, waiting(&t).await), (None, 1));
        for (kind, count) in [("upstream.created", 2), ("upstream.deleted", 1)] {
            assert_eq!(t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE kind = '{kind}'")).await, count);
        }
        // The token goes back to whoever handed it out.
        before.answers(200, json!({}));
        assert_eq!(revoke(&t).await, 1);
        let asked = before.asked();
        assert_eq!((asked[0].path.as_str(), asked[0].form["token"].as_str()), ("/revoke", "rt-1"));
        assert_eq!((other.asked().len(), waiting(&t).await), (0, 0));
    }
);

on_both_engines!(
    a_token_that_waits_to_be_revoked_is_not_shown_to_another_provider,
    |config| { reach_loopback(config) },
    |t| {
        let (before, staff) = waits_for_ada(&t, Gone::Identity).await;
        let other = StandIn::start().await;
        let issuer = other.url();
        // Nobody is connected any more: another provider is a setting like any other.
        let changes =
            UpstreamChanges { settings: upstream_edits(&[("issuer", issuer.as_str())]), ..UpstreamChanges::default() };
        let moved = upstreams::update(&t.cx(), "staff", with_its_secret(changes)).await.unwrap();
        assert_eq!((moved.id != staff.id, moved.settings.issuer), (true, Some(issuer)));
        before.answers(200, json!({}));
        assert_eq!(revoke(&t).await, 1);
        assert_eq!((before.asked()[0].form["token"].as_str(), other.asked().len()), ("rt-1", 0));
    }
);

// As a deletion and a creation would: what was said of the provider is so of the same one.
on_both_engines!(
    an_upstream_that_is_made_anew_for_the_same_provider_keeps_secret_domains_and_trust,
    |config| { reach_loopback(config) },
    |t| {
        let stand_in = StandIn::start().await;
        let staff = upstream(&t, &stand_in, true).await;
        let trusted = UpstreamChanges {
            domains: Some(vec!["a.example".to_owned()]),
            settings: upstream_edits(&[("trusts_factors", "true")]),
            ..UpstreamChanges::default()
        };
        upstreams::update(&t.cx(), "staff", trusted).await.unwrap();
        let changes = UpstreamChanges {
            settings: upstream_edits(&[("subject", "oid")]),
            forgets_links: true,
            ..UpstreamChanges::default()
        };
        let anew = upstreams::update(&t.cx(), "staff", changes).await.unwrap();
        assert_ne!(anew.id, staff.id);
        let secret = |upstream: &Upstream| upstreams::secret_at(&t.cx(), upstream).unwrap().unwrap().expose().clone();
        assert_eq!(secret(&anew), secret(&staff));
        assert_eq!(upstreams::domains_of(&t.cx(), &anew.id).await.unwrap(), ["a.example"]);
        assert!(anew.settings.trusts_factors);
    }
);

on_both_engines!(a_secret_is_sent_to_another_host_only_where_it_is_said_once_more, |t| {
    let new = new_upstream("staff", &[("issuer", "https://sso.example")]);
    let staff = upstreams::create(&t.cx(), new).await.unwrap();
    identity(&t, &staff, "ada").await;
    for (key, value) in [
        ("token_endpoint", "https://elsewhere.example/token"),
        ("revocation_endpoint", "https://elsewhere.example/revoke"),
        ("userinfo_endpoint", "https://elsewhere.example/me"),
    ] {
        for forgets_links in [false, true] {
            let settings = upstream_edits(&[(key, value)]);
            let changes = UpstreamChanges { settings, forgets_links, ..UpstreamChanges::default() };
            let refused = upstreams::update(&t.cx(), "staff", changes).await;
            let Err(Error::Invalid(fields)) = refused else { panic!("{key} was taken") };
            let told: Vec<_> = fields.iter().map(|one| (one.field, one.code, one.message.as_str())).collect();
            let sentence = format!(
                "say the secret once more (--client-secret-file): {key} stands at a host that got neither it nor what was \
                 handed out for people"
            );
            assert_eq!(told, [("client_secret", "secret_to_another_host", sentence.as_str())]);
        }
    }
    let kept = upstreams::named(&t.cx(), "staff").await.unwrap();
    assert_eq!((&kept.id, &kept.settings), (&staff.id, &staff.settings));
    // Where the issuer itself stands, it is known.
    let settings = upstream_edits(&[("token_endpoint", "https://sso.example/v2/token")]);
    let changes = UpstreamChanges { settings, ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "staff", changes).await.unwrap();
    let settings = upstream_edits(&[("token_endpoint", "https://elsewhere.example/token")]);
    let changes = with_its_secret(UpstreamChanges { settings, ..UpstreamChanges::default() });
    let moved = upstreams::update(&t.cx(), "staff", changes).await.unwrap();
    assert_eq!(moved.id, staff.id, "its people are the same");
    assert_eq!(upstreams::secret_at(&t.cx(), &moved).unwrap().unwrap().expose(), "another");
    assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 1);
});

// Nothing that a service without ID tokens answers says who it is.
on_both_engines!(a_service_without_id_tokens_is_known_by_its_hosts, |t| {
    let settings = [
        ("authorization_endpoint", "https://svc.example/authorize"),
        ("token_endpoint", "https://svc.example/token"),
        ("userinfo_endpoint", "https://api.svc.example/me"),
    ];
    let new = NewUpstream { kind: Some(UpstreamKind::OAuth2), ..new_upstream("svc", &settings) };
    let service = upstreams::create(&t.cx(), new).await.unwrap();
    identity(&t, &service, "ada").await;
    for other in [
        ("authorization_endpoint", "https://other.example/authorize"),
        ("token_endpoint", "https://other.example/token"),
        ("userinfo_endpoint", "https://other.example/me"),
        ("issuer", "https://svc.example"),
        ("subject", "login"),
    ] {
        stays(&t, "svc", &[other]).await;
    }
    let newer = upstream_edits(&[("userinfo_endpoint", "https://api.svc.example/v2/me"), ("scopes", "read")]);
    let changes = UpstreamChanges { settings: newer, ..UpstreamChanges::default() };
    assert_eq!(upstreams::update(&t.cx(), "svc", changes).await.unwrap().id, service.id);
    assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 1);
});
