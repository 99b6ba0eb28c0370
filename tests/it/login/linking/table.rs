//! Each row of the table of `protocol/upstream/linking.rs`, with a database behind it.

use serde_json::json;
use signet::{
    base::{time::Seconds, url::Issuer},
    config::{Config, sign_up::SignUpMode},
    domain::{
        directory::accounts::invitations::{self, InvitationDelivery, NewInvitation},
        flows::journey::{
            Next,
            upstream::{Arrived, add_identity, takes_an_invitation},
        },
        kernel::{Feature, features},
        login::upstream::CameBack,
        sessions::{self, visitor::Visitor},
    },
    protocol::upstream::linking::LinkRefusal,
    render::Locale,
};

use super::{
    super::mail_sign_in::{sign_up::open, switch_on},
    ADA, answered, anybody, came, linked, links, mail, people, refusal, set, signed_in, staff, upstream, visit,
};
use crate::support::{Browser, TestApp, on_both_engines};

/// Anybody makes an account, and there is no way to send mail.
pub(super) fn open_without_mail(config: &mut Config) {
    open(config);
    config.issuer.url = Issuer::parse("https://id.example.com").unwrap();
}

/// Adds an identity in a browser in which somebody has just signed in.
async fn add(t: &TestApp, browser: &Browser<'_>, came: CameBack) -> Result<bool, LinkRefusal> {
    let cx = anybody(t);
    let (known, accounts) = sessions::look(&cx, Some(&browser.cookie().1), None).await.unwrap().unwrap();
    let visitor = Visitor { browser: Some(&known), accounts: &accounts, sent: None, device: None };
    let came = CameBack { session: Some(accounts.all[0].session.id.clone()), ..came };
    add_identity(&cx, &visitor, came).await.unwrap().map(|added| added.is_new)
}

on_both_engines!(a_rule_of_the_mapping_refuses_whoever_comes, |config| { open(config) }, |t| {
    let rules = r#"[{"when": "left", "is": "true", "then": "refuse"}]"#;
    let staff = staff(&t, &[("rules", rules)]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    let client = t.first_party("web", json!({})).await;
    for (sub, address) in [("1", ADA), ("2", ADA), ("3", "new@example.com")] {
        let (_, arrived) = visit(&t, &client, came(&staff, sub, json!({"email": address, "left": true}))).await;
        assert_eq!(refusal(arrived), LinkRefusal::Rule, "{sub}");
    }
    assert_eq!((people(&t).await, links(&t).await), (1, 1));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await, 3);
});

on_both_engines!(whoever_has_no_verified_address_of_the_allowed_domains_is_refused, |config| { open(config) }, |t| {
    let settings = [("allowed_domains", "acme.example Globex.example"), ("email_trust", "verified")];
    let hub = upstream(&t, "hub", &[], &settings).await;
    t.person("ada").await;
    linked(&t, &hub, "ada", "1").await;
    let client = t.first_party("web", json!({})).await;
    let said = |email: &str, verified: bool| json!({"email": email, "email_verified": verified});
    for claims in [
        said("ada@example.com", true),
        said("ada@acme.example", false),
        said("ada@mail.acme.example", true),
        mail("ada@acme.example"),
        json!({}),
    ] {
        for sub in ["1", "2"] {
            let (browser, arrived) = visit(&t, &client, came(&hub, sub, claims.clone())).await;
            assert_eq!(refusal(arrived), LinkRefusal::OutsideDomains, "{sub} {claims}");
            assert!(signed_in(&t, &browser).await.is_empty(), "{sub} {claims}");
        }
        let browser = t.browser_of("ada").await;
        assert_eq!(add(&t, &browser, came(&hub, "1", claims)).await, Err(LinkRefusal::OutsideDomains));
    }
    assert_eq!((people(&t).await, links(&t).await), (1, 1));
    for address in ["ada@acme.example", "ada@GLOBEX.example"] {
        let (browser, arrived) = visit(&t, &client, came(&hub, "1", said(address, true))).await;
        answered(arrived);
        assert_eq!(signed_in(&t, &browser).await.len(), 1, "{address}");
    }
    // What the upstream vouches for need not be marked.
    let staff = staff(&t, &[("allowed_domains", "example.com")]).await;
    answered(visit(&t, &client, came(&staff, "1", mail(ADA))).await.1);
});

// Anybody gets an organization of their own at Salesforce and others, and marks any address verified there.
on_both_engines!(
    an_address_that_an_upstream_is_not_believed_lets_nobody_into_the_allowed_domains,
    |config| { open(config) },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let said = json!({"email": "x@acme.example", "email_verified": true});
        for trust in ["never", "listed", "hosted"] {
            let settings =
                [("allowed_domains", "acme.example"), ("email_trust", trust), ("hosted_domains", "other.example")];
            let hub = upstream(&t, &format!("hub{trust}"), &[], &settings).await;
            linked(&t, &hub, "ada", "1").await;
            for sub in ["1", "2"] {
                let (browser, arrived) = visit(&t, &client, came(&hub, sub, said.clone())).await;
                assert_eq!(refusal(arrived), LinkRefusal::OutsideDomains, "{trust} {sub}");
                assert!(signed_in(&t, &browser).await.is_empty(), "{trust} {sub}");
            }
        }
        assert_eq!((people(&t).await, links(&t).await), (1, 3));
        // One that hosts the addresses is believed for them.
        let settings =
            [("allowed_domains", "acme.example"), ("email_trust", "hosted"), ("hosted_domains", "acme.example")];
        let hub = upstream(&t, "hub", &[], &settings).await;
        answered(visit(&t, &client, came(&hub, "3", said)).await.1);
        assert_eq!(people(&t).await, 2);
    }
);

on_both_engines!(an_identity_that_is_theirs_already_is_not_added_twice, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    let browser = t.browser_of("ada").await;
    assert_eq!(add(&t, &browser, came(&staff, "1", json!({}))).await, Ok(false));
    assert_eq!(links(&t).await, 1);
});

on_both_engines!(an_identity_of_another_account_is_not_added, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    t.person("eve").await;
    linked(&t, &staff, "ada", "1").await;
    let browser = t.browser_of("eve").await;
    assert_eq!(add(&t, &browser, came(&staff, "1", json!({}))).await, Err(LinkRefusal::BelongsToAnother));
    assert_eq!(links(&t).await, 1);
});

on_both_engines!(a_second_identity_of_one_upstream_is_not_added, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    let browser = t.browser_of("ada").await;
    assert_eq!(add(&t, &browser, came(&staff, "2", json!({}))).await, Err(LinkRefusal::OtherIdentity));
});

on_both_engines!(an_identity_is_added_whatever_its_address_and_the_policy_say, |t| {
    let staff = staff(&t, &[("creates_accounts", "false")]).await;
    t.person("ada").await;
    t.person("bob").await;
    let browser = t.browser_of("ada").await;
    assert_eq!(add(&t, &browser, came(&staff, "1", mail("bob@example.com"))).await, Ok(true));
    let hers = "SELECT COUNT(*) FROM identities i JOIN users u ON u.id = i.user_id WHERE u.username = 'ada'";
    assert_eq!(t.count(hers).await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'identity.linked'").await, 1);
    let client = t.first_party("web", json!({})).await;
    let (browser, arrived) = visit(&t, &client, came(&staff, "1", mail("bob@example.com"))).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &browser).await.len(), 1);
});

on_both_engines!(an_account_that_is_switched_off_is_not_signed_in_to, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    t.person("bob").await;
    linked(&t, &staff, "ada", "1").await;
    t.disable("ada").await;
    t.disable("bob").await;
    let client = t.first_party("web", json!({})).await;
    // By the identity, and by an address that is vouched for.
    for (sub, address) in [("1", ADA), ("2", "bob@example.com")] {
        let (browser, arrived) = visit(&t, &client, came(&staff, sub, mail(address))).await;
        assert_eq!(refusal(arrived), LinkRefusal::Disabled);
        assert!(signed_in(&t, &browser).await.is_empty());
    }
});

on_both_engines!(an_identity_alone_signs_no_administrator_in, |t| {
    let staff = staff(&t, &[]).await;
    let trusted = upstream(&t, "trusted", &[], &[("trusts_factors", "true")]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    linked(&t, &trusted, "ada", "1").await;
    set(&t, "ada", "admin_at = 1").await;
    let client = t.first_party("web", json!({})).await;
    let (_, arrived) = visit(&t, &client, came(&staff, "1", json!({}))).await;
    assert_eq!(refusal(arrived), LinkRefusal::Administrator);
    let (_, arrived) = visit(&t, &client, came(&trusted, "1", json!({}))).await;
    assert_eq!(refusal(arrived), LinkRefusal::Administrator);
    // Who is believed, and asked for two factors.
    let mut with_two = came(&trusted, "1", json!({}));
    with_two.person.amr = vec!["mfa".to_owned()];
    let (browser, arrived) = visit(&t, &client, with_two).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &browser).await.len(), 1);
});

on_both_engines!(an_identity_signs_in_and_a_mail_that_changed_upstream_moves_nothing, |t| {
    let staff = staff(&t, &[]).await;
    let ada = t.person("ada").await;
    t.person("bob").await;
    linked(&t, &staff, "ada", "1").await;
    let client = t.first_party("web", json!({})).await;
    for address in [ADA, "bob@example.com", "new@example.com"] {
        let (browser, arrived) = visit(&t, &client, came(&staff, "1", mail(address))).await;
        answered(arrived);
        assert_eq!(signed_in(&t, &browser).await[0].0, ada.id, "{address}");
    }
    assert_eq!((people(&t).await, links(&t).await), (2, 1));
    let unchanged = "SELECT COUNT(*) FROM users WHERE username = 'ada' AND email_key = 'ada@example.com'";
    assert_eq!(t.count(unchanged).await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM identities WHERE last_used_at IS NOT NULL").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM session_upstreams WHERE sid = 'up-1' AND id_token LIKE 'v1.%'").await, 3);
    // One that is to be erased: nobody is signed in, and its person may keep it.
    set(&t, "ada", "deletion_due_at = 1900000000").await;
    let (browser, arrived) = visit(&t, &client, came(&staff, "1", mail(ADA))).await;
    assert!(matches!(arrived, Arrived::Step(step) if matches!(step.next, Next::Leaving(_))));
    assert!(signed_in(&t, &browser).await.is_empty());
});

on_both_engines!(an_address_that_is_two_accounts_is_nobodys, |config| { open(config) }, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    t.person("bob").await;
    set(&t, "bob", "username_key = 'ada@example.com'").await;
    let client = t.first_party("web", json!({})).await;
    let (_, arrived) = visit(&t, &client, came(&staff, "1", mail(ADA))).await;
    assert_eq!(refusal(arrived), LinkRefusal::SeveralAccounts);
    assert_eq!(links(&t).await, 0);
});

on_both_engines!(an_address_that_was_given_to_somebody_else_upstream_does_not_move_its_account, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    linked(&t, &staff, "ada", "1").await;
    let client = t.first_party("web", json!({})).await;
    let (_, arrived) = visit(&t, &client, came(&staff, "2", mail(ADA))).await;
    assert_eq!(refusal(arrived), LinkRefusal::OtherIdentity);
    assert_eq!(links(&t).await, 1);
});

on_both_engines!(an_account_that_does_not_vouch_for_itself_is_proven_first, |config| { open(config) }, |t| {
    let staff = staff(&t, &[]).await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    for what in [
        "email_verified_at = NULL",
        "email_verified_at = 1, admin_at = 1, second_factor_at = 1",
        "admin_at = NULL, second_factor_at = NULL, deletion_due_at = 1900000000",
        "deletion_due_at = NULL, username_key = 'ada@example.com', email = NULL, email_key = NULL",
    ] {
        set(&t, "ada", what).await;
        let (browser, arrived) = visit(&t, &client, came(&staff, "1", mail("Ada@Example.com"))).await;
        let Arrived::ProveAccount(offer) = arrived else { panic!("{what}") };
        assert_eq!(offer.email, "Ada@Example.com");
        assert_eq!((links(&t).await, signed_in(&t, &browser).await.len()), (0, 0), "{what}");
    }
});

on_both_engines!(an_upstream_that_only_links_asks_for_the_account_first, |t| {
    let staff = staff(&t, &[("creates_accounts", "false")]).await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (_, arrived) = visit(&t, &client, came(&staff, "1", mail(ADA))).await;
    assert!(matches!(arrived, Arrived::ProveAccount(_)));
    assert_eq!(links(&t).await, 0);
});

on_both_engines!(an_address_that_both_sides_have_proven_links_and_signs_in, |t| {
    let staff = staff(&t, &[]).await;
    let ada = t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (browser, arrived) = visit(&t, &client, came(&staff, "1", mail(ADA))).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &browser).await[0].0, ada.id);
    let theirs = format!("SELECT COUNT(*) FROM identities WHERE user_id = '{}' AND sub = '1'", ada.id);
    assert_eq!(t.count(&theirs).await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'identity.linked'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM session_upstreams").await, 1);
});

on_both_engines!(an_address_that_is_not_vouched_for_is_answered_alike_whoever_has_it, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let other = upstream(&t, "other", &[], &[]).await;
    let client = t.first_party("web", json!({})).await;
    t.person("ada").await;
    t.person("off").await;
    t.disable("off").await;
    let claims = |name: &str| json!({"email": format!("{name}@example.com"), "email_verified": true});
    for name in ["ada", "off", "nobody"] {
        let (browser, arrived) = visit(&t, &client, came(&other, name, claims(name))).await;
        let Arrived::SignUp(asked) = arrived else { panic!("{name}") };
        assert!(!asked.address.is_vouched && asked.missing.is_empty(), "{name} {:?}", asked.missing);
        assert!(signed_in(&t, &browser).await.is_empty());
    }
    assert_eq!((people(&t).await, links(&t).await), (2, 0));
});

on_both_engines!(an_upstream_that_only_links_makes_no_account, |config| { open(config) }, |t| {
    let staff = staff(&t, &[("creates_accounts", "false")]).await;
    let client = t.first_party("web", json!({})).await;
    for claims in [mail("new@example.com"), mail("new@elsewhere.example"), json!({})] {
        let (_, arrived) = visit(&t, &client, came(&staff, "1", claims)).await;
        assert_eq!(refusal(arrived), LinkRefusal::OnlyLinks);
    }
    assert_eq!((people(&t).await, links(&t).await), (0, 0));
});

on_both_engines!(nobody_makes_an_account_where_operators_do, |t| {
    let staff = staff(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    for claims in [mail("new@example.com"), mail("new@elsewhere.example"), json!({})] {
        let (_, arrived) = visit(&t, &client, came(&staff, "1", claims)).await;
        assert_eq!(refusal(arrived), LinkRefusal::Closed);
    }
    assert_eq!((people(&t).await, links(&t).await), (0, 0));
});

fn invited(config: &mut Config) {
    config.sign_up.mode = SignUpMode::Invitation;
    config.sign_up.blocked_domains = vec!["example.com".to_owned()];
}

on_both_engines!(an_invitation_for_a_vouched_address_makes_an_account, |config| { invited(config) }, |t| {
    let staff = staff(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    let new = NewInvitation {
        email: "new@example.com".to_owned(),
        name: None,
        organization: None,
        roles: Vec::new(),
        locale: Locale::En,
        lifetime: Seconds::days(7),
        delivery: InvitationDelivery::Print,
    };
    invitations::invite(&t.cx(), new).await.unwrap();
    for claims in [mail("other@example.com"), mail("new@elsewhere.example"), json!({})] {
        let (_, arrived) = visit(&t, &client, came(&staff, "1", claims)).await;
        assert_eq!(refusal(arrived), LinkRefusal::Invitation);
    }
    let (browser, arrived) = visit(&t, &client, came(&staff, "1", mail("new@example.com"))).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &browser).await.len(), 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM invitations WHERE accepted_at IS NOT NULL").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE email_verified_at IS NOT NULL").await, 1);
});

fn listed(config: &mut Config) {
    config.sign_up.mode = SignUpMode::Open;
    config.sign_up.blocked_domains = vec!["blocked.example".to_owned()];
}

on_both_engines!(a_domain_that_is_not_let_in_makes_no_account, |config| { listed(config) }, |t| {
    let staff = upstream(&t, "staff", &["blocked.example", "mailinator.com"], &[]).await;
    let client = t.first_party("web", json!({})).await;
    let (_, arrived) = visit(&t, &client, came(&staff, "1", mail("new@blocked.example"))).await;
    assert_eq!(refusal(arrived), LinkRefusal::Domain);
    let (_, arrived) = visit(&t, &client, came(&staff, "1", mail("new@mailinator.com"))).await;
    assert_eq!(refusal(arrived), LinkRefusal::Disposable);
    assert_eq!((people(&t).await, links(&t).await), (0, 0));
});

on_both_engines!(a_vouched_address_that_nobody_has_makes_an_account_at_once, |config| { open(config) }, |t| {
    let staff = staff(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    let claims = json!({"email": "Grace@example.com", "name": "Grace Hopper", "preferred_username": "amazing.grace"});
    let (browser, arrived) = visit(&t, &client, came(&staff, "1", claims)).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &browser).await.len(), 1);
    let made = "SELECT COUNT(*) FROM users WHERE username = 'amazing.grace' AND email = 'Grace@example.com' \
                AND email_verified_at IS NOT NULL AND claims LIKE '%Grace Hopper%'";
    assert_eq!((t.count(made).await, people(&t).await, links(&t).await), (1, 1, 1));
    assert_eq!(t.count("SELECT COUNT(*) FROM session_upstreams").await, 1);
    // The same person comes back to the same account.
    let (again, arrived) = visit(&t, &client, came(&staff, "1", mail("Grace@example.com"))).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &again).await[0].0, signed_in(&t, &browser).await[0].0);
    assert_eq!(people(&t).await, 1);
});

on_both_engines!(an_address_that_nobody_can_prove_makes_no_account, |config| { open_without_mail(config) }, |t| {
    // No mail is sent that could prove an address.
    let staff = staff(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    assert!(!Feature::SignUp.is_on(&t.app));
    // Whoever took too long is not told to open the link of an invitation that they never had.
    assert!(Feature::Invitations.is_on(&t.app) && !takes_an_invitation(&t.app));
    for claims in [mail("new@elsewhere.example"), json!({})] {
        let (_, arrived) = visit(&t, &client, came(&staff, "1", claims)).await;
        assert_eq!(refusal(arrived), LinkRefusal::UnprovenAddress);
    }
    // Where the operator switched sign-ups off, no upstream makes accounts either.
    features::switch(&t.cx(), Feature::SignUp, false).await.unwrap();
    assert!(takes_an_invitation(&t.app));
    features::switch(&t.cx(), Feature::Invitations, false).await.unwrap();
    let (_, arrived) = visit(&t, &client, came(&staff, "1", mail("new@example.com"))).await;
    assert_eq!(refusal(arrived), LinkRefusal::Closed);
});
