//! Several instances on one database: what one changes, the others follow.

use serde_json::json;
use signet::{
    base::time::Seconds,
    domain::{installation::maintenance, registry::keys},
    protocol::{
        jose::{alg::SigAlg, key_ring::KeyKind},
        resource::TokenFormat,
    },
};

use crate::support::{SECRET, basic, claims_of, on_both_engines};

/// What ID tokens and access tokens of a new installation are signed with.
const BOTH: [KeyKind; 2] = [KeyKind::Signing(SigAlg::RS256), KeyKind::Signing(SigAlg::ES256)];
const GRANT: (&str, &str) = ("grant_type", "client_credentials");

on_both_engines!(a_client_that_another_instance_changes_is_followed, |t| {
    let other = t.another_instance().await;
    // Asked for before it exists: the miss is cached, too.
    let header = basic("web", SECRET);
    assert_eq!(t.post("/token", &[GRANT], &[("authorization", &header)]).await.refusal(), "invalid_client");
    let theirs = other.client("web", json!({})).await;
    maintenance::follow_changes(&t.cx()).await.unwrap();
    t.post("/token", &[GRANT], &[("authorization", &header)]).await.ok();
    let secret = theirs.rotate_secret().await;
    maintenance::follow_changes(&t.cx()).await.unwrap();
    assert_eq!(t.post("/token", &[GRANT], &[("authorization", &header)]).await.refusal(), "invalid_client");
    let header = basic("web", &secret);
    t.post("/token", &[GRANT], &[("authorization", &header)]).await.ok();
    theirs.set_disabled(true).await;
    maintenance::follow_changes(&t.cx()).await.unwrap();
    assert_eq!(t.post("/token", &[GRANT], &[("authorization", &header)]).await.refusal(), "invalid_client");
});

on_both_engines!(a_resource_server_that_another_instance_makes_is_followed, |t| {
    let machine = t.client("machine", json!({"allowed_resources": ["https://api.example/"]})).await;
    let ask = [GRANT, ("resource", "https://api.example/")];
    assert_eq!(machine.token(&ask).await.refusal(), "invalid_target");
    let other = t.another_instance().await;
    other.resource_server("https://api.example/", TokenFormat::Opaque, &[], None).await;
    maintenance::follow_changes(&t.cx()).await.unwrap();
    machine.token(&ask).await.ok();
});

on_both_engines!(a_key_that_another_instance_rotates_is_followed, |t| {
    let machine = t.client("machine", json!({})).await;
    let other = t.another_instance().await;
    let token = async || machine.token(&[GRANT]).await.ok().json()["access_token"].as_str().unwrap().to_owned();
    let before = token().await;
    keys::rotate(&other.cx(), &BOTH, true).await.unwrap();
    maintenance::follow_changes(&t.cx()).await.unwrap();
    let after = token().await;
    assert_ne!(claims_of(&before).0["kid"], claims_of(&after).0["kid"]);
    assert_eq!(t.get("/jwks").await.json(), other.get("/jwks").await.json());
    // Each believes what the other signed.
    assert_eq!(machine.at(&other).introspect(&after).await["active"], json!(true));
    // Nothing changed since: nothing is read again.
    maintenance::follow_changes(&t.cx()).await.unwrap();
});

// Two instances that start at once agree on one issuer, one master key and one set of keys.
on_both_engines!(a_code_from_one_instance_is_redeemed_at_another, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let other = t.another_instance().await;
    let code = client.code(&mut t.browser_of("ada").await, &[("scope", "openid offline_access")]).await;
    let there = client.at(&other);
    let tokens = crate::support::Tokens(there.redeem(&code).await.ok().json());
    client.userinfo(tokens.access()).await.ok();
    let next = client.refreshed(tokens.refresh()).await;
    there.refresh(next.refresh()).await.ok();
    assert_eq!(client.redeem(&code).await.refusal(), "invalid_grant");
    assert_eq!(there.userinfo(next.access()).await.status, 401);
});

// Between two looks at the versions: the kid alone makes an instance look.
on_both_engines!(what_another_instance_signs_with_a_key_just_made_is_believed_at_once, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"post_logout_redirect_uris": ["https://rp.example/bye"]})).await;
    let mut browser = t.browser_of("ada").await;
    let other = t.another_instance().await;
    let machine = t.client("machine", json!({})).await;
    for forged in 0..20 {
        let header = data_encoding::BASE64URL_NOPAD
            .encode(json!({"alg": "RS256", "typ": "at+jwt", "kid": format!("guess-{forged}")}).to_string().as_bytes());
        assert_eq!(client.userinfo(&format!("{header}.e30.AAAA")).await.status, 401);
    }
    t.clock.advance(1);
    keys::rotate(&other.cx(), &BOTH, true).await.unwrap();
    let code = client.code(&mut browser, &[("scope", "openid offline_access")]).await;
    let tokens = crate::support::Tokens(client.at(&other).redeem(&code).await.ok().json());
    let kid = claims_of(tokens.access()).0["kid"].as_str().unwrap().to_owned();
    assert!(!t.app.issuer.keys().knows(&kid));
    client.userinfo(tokens.access()).await.ok();
    assert!(t.app.issuer.keys().knows(&kid));
    // The same for hints and for introspection, each with a key of its own.
    t.clock.advance(1);
    keys::rotate(&other.cx(), &BOTH, true).await.unwrap();
    let tokens = client.at(&other).refreshed(tokens.refresh()).await;
    client.authorize(&mut browser, &[("prompt", "none"), ("id_token_hint", tokens.id())]).await.code();
    t.clock.advance(1);
    keys::rotate(&other.cx(), &BOTH, true).await.unwrap();
    let token = machine.at(&other).token(&[GRANT]).await.ok().json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(machine.introspect(&token).await["active"], json!(true));
});

// RFC 9700 §4.14.2: without a grace, a token that comes twice at once is reuse, whichever instance it comes to.
on_both_engines!(of_two_refreshes_at_once_at_two_instances_without_a_grace_the_later_ends_the_family, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let strict = async || t.another_instance_with(|config| config.tokens.refresh_grace = Seconds(0)).await;
    let instances = [strict().await, strict().await, strict().await];
    let rounds = 8;
    for round in 0..rounds {
        let tokens = client.tokens(&mut browser, "openid offline_access").await;
        let [one, two, three] = &instances;
        let (one, two, three) = (client.at(one), client.at(two), client.at(three));
        let answers =
            tokio::join!(one.refresh(tokens.refresh()), two.refresh(tokens.refresh()), three.refresh(tokens.refresh()));
        let answers = [answers.0, answers.1, answers.2];
        let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(won.len(), 1, "round {round}");
        for lost in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!(lost.refusal(), "invalid_grant");
        }
        // What the winner got is worth nothing either.
        let next = won[0].json()["refresh_token"].as_str().unwrap().to_owned();
        let refused = one.refresh(&next).await;
        assert_eq!(refused.refusal(), "invalid_grant", "round {round}: the family lives on");
    }
    let living = "SELECT COUNT(*) FROM refresh_families WHERE revoked_at IS NULL";
    assert_eq!(t.count(living).await, 0);
    let noticed = "SELECT COUNT(*) FROM audit_events WHERE kind = 'refresh_token.reused'";
    assert_eq!(t.count(noticed).await, rounds);
});
