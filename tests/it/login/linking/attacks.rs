//! Attacks on accounts by way of an upstream, each by its name.

use serde_json::json;
use signet::{
    domain::flows::journey::upstream::{Arrived, what_waits},
    domain::{
        interactions::{self, Stopped},
        registry::upstreams,
        sessions::{self, visitor::Visitor},
    },
    protocol::{claims::attribute::AskedAtSignUp, upstream::linking::LinkRefusal},
};

use super::{
    super::mail_sign_in::{self, sign_up::open, switch_on},
    ADA, answered, anybody, came, journey_of, linked, links, mail, people, refusal, set, signed_in, staff,
    table::open_without_mail,
    try_arrive, upstream, visit,
};
use crate::support::{PASSWORD, TestApp, on_both_engines};

const STRANGE: &str = "This browser does not know this sign-in";

async fn hers(t: &TestApp) -> i64 {
    t.count("SELECT COUNT(*) FROM identities i JOIN users u ON u.id = i.user_id WHERE u.username = 'ada'").await
}

// Somebody has an account here with an address that they never proved: the owner of the address is not led into it.
on_both_engines!(
    a_planted_account_with_the_victims_address_gets_no_identity_of_the_victim,
    |config| { open(config) },
    |t| {
        let staff = staff(&t, &[]).await;
        t.person("planted").await;
        set(&t, "planted", "email = 'ada@example.com', email_key = 'ada@example.com', email_verified_at = NULL").await;
        let client = t.first_party("web", json!({})).await;
        let (browser, arrived) = visit(&t, &client, came(&staff, "1", mail(ADA))).await;
        assert!(matches!(arrived, Arrived::ProveAccount(_)));
        assert_eq!((links(&t).await, signed_in(&t, &browser).await.len()), (0, 0));
    }
);

// What was linked by whoever planted it ends where the mailbox proves the address for the first time.
on_both_engines!(a_planted_identity_is_gone_once_the_victim_proves_the_address, |t| {
    switch_on(&t).await;
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    set(&t, "ada", "email_verified_at = NULL").await;
    linked(&t, &staff, "ada", "attacker").await;
    let client = t.first_party("web", json!({})).await;
    let victim = mail_sign_in::signed_in(&t, &client, "ada").await;
    assert_eq!(signed_in(&t, &victim).await.len(), 1, "the mail signs its reader in");
    assert_eq!(links(&t).await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'identity.unlinked'").await, 1);
    let (_, arrived) = visit(&t, &client, came(&staff, "attacker", json!({}))).await;
    assert_eq!(refusal(arrived), LinkRefusal::Closed);
    // A second proof of the same address takes nothing.
    linked(&t, &staff, "ada", "1").await;
    mail_sign_in::signed_in(&t, &client, "ada").await;
    assert_eq!(hers(&t).await, 1);
});

on_both_engines!(
    an_upstream_account_with_the_victims_unverified_mail_opens_and_links_nothing,
    |config| { open(config) },
    |t| {
        switch_on(&t).await;
        let public = upstream(&t, "public", &[], &[("email_trust", "verified")]).await;
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        for verified in [json!(false), json!(null), json!("no")] {
            let claims = json!({"email": ADA, "email_verified": verified});
            let mut browser = t.browser();
            let page = client.authorize(&mut browser, &[]).await;
            let arrived = try_arrive(&t, &mut browser, &journey_of(&page), came(&public, "eve", claims)).await.unwrap();
            assert!(matches!(arrived, Arrived::SignUp(_)), "{verified}");
            // The victim signs in on what was left open: nothing of the attacker's is linked to her.
            let page = browser.sign_in(&page, "ada", PASSWORD).await;
            page.code();
            assert_eq!((links(&t).await, people(&t).await), (0, 1), "{verified}");
        }
    }
);

on_both_engines!(
    a_strangers_upstream_that_claims_a_verified_mail_of_a_domain_it_does_not_vouch_for,
    |config| { open_without_mail(config) },
    |t| {
        let staff = staff(&t, &[]).await;
        let evil = upstream(&t, "evil", &["evil.example"], &[]).await;
        // Even one whose marks are believed: the domain is another's to vouch for.
        let public = upstream(&t, "public", &[], &[("email_trust", "verified")]).await;
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        for stranger in [&evil, &public] {
            let claims = json!({"email": ADA, "email_verified": true});
            let (browser, arrived) = visit(&t, &client, came(stranger, "1", claims)).await;
            assert_eq!(refusal(arrived), LinkRefusal::UnprovenAddress);
            assert_eq!((links(&t).await, signed_in(&t, &browser).await.len()), (0, 0));
        }
        let (_, arrived) = visit(&t, &client, came(&staff, "1", mail(ADA))).await;
        answered(arrived);
    }
);

// `sub` is compared byte for byte, and so is who says it.
on_both_engines!(a_subject_that_changes_case_or_issuer_is_somebody_else, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "Ada").await;
    let client = t.first_party("web", json!({})).await;
    for sub in ["ada", "ADA", "Ada ", "Ada\u{301}"] {
        let (_, arrived) = visit(&t, &client, came(&staff, sub, json!({}))).await;
        assert_eq!(refusal(arrived), LinkRefusal::Closed, "{sub}");
    }
    for iss in ["https://staff.example/", "https://Staff.example", "https://evil.example"] {
        let mut other = came(&staff, "Ada", json!({}));
        other.person.iss = iss.to_owned();
        let (_, arrived) = visit(&t, &client, other).await;
        assert_eq!(refusal(arrived), LinkRefusal::Closed, "{iss}");
    }
    let (_, arrived) = visit(&t, &client, came(&staff, "Ada", json!({}))).await;
    answered(arrived);
});

on_both_engines!(a_pending_link_that_is_carried_to_another_browser_links_nothing, |t| {
    let staff = staff(&t, &[("creates_accounts", "false")]).await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut theirs = t.browser();
    let page = client.authorize(&mut theirs, &[]).await;
    let journey = journey_of(&page);
    let arrived = try_arrive(&t, &mut theirs, &journey, came(&staff, "attacker", mail(ADA))).await.unwrap();
    assert!(matches!(arrived, Arrived::ProveAccount(_)));

    // The journey itself is of the browser that began it.
    let mut victim = t.browser();
    let own = client.authorize(&mut victim, &[]).await;
    let stopped = try_arrive(&t, &mut victim, &journey, came(&staff, "attacker", mail(ADA))).await;
    assert!(matches!(stopped, Err(Stopped::OtherBrowser { .. })));
    // What waits in it, written into a journey of another browser, does not open there.
    let copy = format!(
        "UPDATE interactions SET progress = (SELECT progress FROM interactions WHERE id = '{journey}') WHERE id = '{}'",
        journey_of(&own)
    );
    t.engine().execute(&copy).await;
    let cx = anybody(&t);
    let (known, accounts) = sessions::look(&cx, Some(&victim.cookie().1), None).await.unwrap().unwrap();
    let visitor = Visitor { browser: Some(&known), accounts: &accounts, sent: None, device: None };
    let paused = interactions::load(&cx, &journey_of(&own), Some(&known)).await.unwrap();
    assert!(paused.progress.upstream.is_some());
    assert!(what_waits(&cx, &visitor, &paused).await.unwrap().is_none());
    victim.sign_in(&own, "ada", PASSWORD).await.code();
    assert_eq!(links(&t).await, 0);
    // In its own browser it counts.
    theirs.sign_in(&page, "ada", PASSWORD).await.code();
    assert_eq!(hers(&t).await, 1);
});

// Whoever planted the cookie would make the account in the place of whom the upstream knows, and be signed in to it.
on_both_engines!(
    a_planted_cookie_makes_no_account_of_what_an_upstream_proved_of_somebody_else,
    |config| {
        open(config);
        config.sign_up.name = AskedAtSignUp::Required;
    },
    |t| {
        let staff = staff(&t, &[]).await;
        let client = t.first_party("web", json!({})).await;
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, &[]).await;
        let (journey, mut planter) = (journey_of(&page), browser.clone());
        let arrived =
            try_arrive(&t, &mut browser, &journey, came(&staff, "1", mail("grace@example.com"))).await.unwrap();
        assert!(matches!(arrived, Arrived::SignUp(_)));
        assert_ne!(browser.cookie(), planter.cookie(), "a cookie that was planted goes no further");
        let details = t.url(&format!("/sign-up/details?interaction={journey}"));
        let theirs = planter.get(&details).await;
        assert_eq!((theirs.answer.status.as_u16(), theirs.heading().as_str()), (400, STRANGE), "{}", theirs.text());
        let own = browser.get(&details).await;
        let form = own.form_with("sign-up-submit").with("name", "Grace Hopper");
        let refused = planter.submit(&own, form.clone()).await;
        let told = (refused.answer.status.as_u16(), refused.heading());
        assert_eq!(told, (400, STRANGE.to_owned()), "{}", refused.text());
        assert_eq!((people(&t).await, links(&t).await), (0, 0));
        browser.submit(&own, form).await.code();
        assert_eq!((people(&t).await, links(&t).await), (1, 1));
    }
);

on_both_engines!(a_pending_link_is_of_one_account_and_ends_with_its_journey, |t| {
    let staff = staff(&t, &[("creates_accounts", "false")]).await;
    t.person("ada").await;
    t.person("bob").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    try_arrive(&t, &mut browser, &journey_of(&page), came(&staff, "1", mail(ADA))).await.unwrap();
    // Somebody else signs in on it.
    browser.sign_in(&page, "bob", PASSWORD).await.code();
    assert_eq!(links(&t).await, 0);
    // Ada signs in in the same browser, on another journey.
    let page = client.authorize(&mut browser, &[("prompt", "login")]).await;
    browser.sign_in(&page, "ada", PASSWORD).await.code();
    assert_eq!(links(&t).await, 0);
});

on_both_engines!(an_account_that_is_proven_by_its_password_is_linked_with_the_sign_in, |t| {
    let staff = staff(&t, &[("creates_accounts", "false")]).await;
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let journey = journey_of(&page);
    try_arrive(&t, &mut browser, &journey, came(&staff, "1", mail(ADA))).await.unwrap();
    let wrong = browser.sign_in(&page, "ada", "wrong").await;
    assert_eq!(links(&t).await, 0);
    browser.sign_in(&wrong, "ada", PASSWORD).await.code();
    assert_eq!(hers(&t).await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'identity.linked'").await, 1);
    // The session is hers by her password: the upstream's logout does not end it.
    assert_eq!(t.count("SELECT COUNT(*) FROM session_upstreams").await, 0);
    let (browser, arrived) = visit(&t, &client, came(&staff, "1", json!({}))).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &browser).await[0].0, ada.id);
});

on_both_engines!(the_same_answer_twice_links_and_signs_in_once, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let journey = journey_of(&page);
    answered(try_arrive(&t, &mut browser, &journey, came(&staff, "1", mail(ADA))).await.unwrap());
    // The journey is over.
    let again = try_arrive(&t, &mut browser, &journey, came(&staff, "1", mail(ADA))).await;
    assert!(matches!(again, Err(Stopped::Over { completed: true, .. })));
    assert_eq!((links(&t).await, t.count("SELECT COUNT(*) FROM sessions").await), (1, 1));
});

// Whoever makes a tenant of their own writes any address into it.
on_both_engines!(a_tenant_that_anybody_made_vouches_for_no_address, |t| {
    let many = [
        ("issuer", "https://many.example/{tenant}/v2.0"),
        ("tenant_claim", "tid"),
        ("metadata_url", "https://many.example/common/v2.0/.well-known/openid-configuration"),
    ];
    let many = upstream(&t, "many", &["example.com"], &many).await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (browser, arrived) = visit(&t, &client, came(&many, "attacker", mail(ADA))).await;
    assert_eq!(refusal(arrived), LinkRefusal::Closed);
    assert_eq!((links(&t).await, signed_in(&t, &browser).await.len()), (0, 0));
});

on_both_engines!(two_tabs_that_come_back_leave_one_link_and_one_account, |config| { open(config) }, |t| {
    let staff = staff(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let journeys = [client.authorize(&mut browser, &[]).await, client.authorize(&mut browser, &[]).await];
    let new = || came(&staff, "1", mail("grace@example.com"));
    let mut tabs = [browser.clone(), browser.clone()];
    let [one, two] = &mut tabs;
    let (at_one, at_two) = (journey_of(&journeys[0]), journey_of(&journeys[1]));
    let (first, second) = tokio::join!(try_arrive(&t, one, &at_one, new()), try_arrive(&t, two, &at_two, new()));
    assert!(first.is_ok() || second.is_ok());
    assert_eq!((people(&t).await, links(&t).await), (1, 1));
    assert_eq!(
        t.count(
            "SELECT COUNT(*) FROM users u WHERE NOT EXISTS \
        (SELECT 1 FROM identities i WHERE i.user_id = u.id)"
        )
        .await,
        0,
        "no half account"
    );
});

on_both_engines!(a_pending_link_of_an_upstream_that_is_switched_off_meanwhile_links_nothing, |t| {
    let staff = staff(&t, &[("creates_accounts", "false")]).await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    try_arrive(&t, &mut browser, &journey_of(&page), came(&staff, "1", mail(ADA))).await.unwrap();
    upstreams::set_disabled(&t.cx(), "staff", true).await.unwrap();
    browser.sign_in(&page, "ada", PASSWORD).await.code();
    assert_eq!(links(&t).await, 0);
});

on_both_engines!(one_pending_link_and_another_tab_that_links_first, |t| {
    let staff = staff(&t, &[("creates_accounts", "false")]).await;
    t.person("ada").await;
    t.person("bob").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    try_arrive(&t, &mut browser, &journey_of(&page), came(&staff, "1", mail(ADA))).await.unwrap();
    // Meanwhile the identity became another account's.
    linked(&t, &staff, "bob", "1").await;
    browser.sign_in(&page, "ada", PASSWORD).await.code();
    assert_eq!((links(&t).await, hers(&t).await), (1, 0), "she is signed in, and it is not moved");
});
