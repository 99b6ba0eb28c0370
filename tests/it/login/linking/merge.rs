//! Two accounts of one person become one: what moves, what stays and what goes.

use std::fmt::Debug;

use serde_json::{Value, json};
use signet::{
    base::id::{OrganizationId, UserId},
    domain::{
        directory::{
            accounts::{self, Merged, Merging},
            organizations,
        },
        kernel::Error,
    },
    store::{identities, memberships},
};

use super::{super::passkeys::passkey_of, answered, came, linked, set, signed_in, staff, upstream, visit};
use crate::support::{PASSWORD, TestApp, on_both_engines};

async fn merge(t: &TestApp, from: &UserId, into: &UserId, dry_run: bool) -> Result<Merged, Error> {
    accounts::merge(&t.cx(), Merging { from, into, dry_run }).await
}

/// Demands a refusal of this field, with this code and sentence.
#[track_caller]
fn refused<T: Debug>(outcome: Result<T, Error>, field: &str, code: &str, sentence: &str) {
    match outcome {
        Err(Error::Invalid(fields)) => {
            let told: Vec<_> = fields.iter().map(|one| (one.field, one.code, one.message.as_str())).collect();
            assert_eq!(told, [(field, code, sentence)]);
        }
        other => panic!("{other:?}"),
    }
}

/// The roles of somebody in an organization; none where they are no member.
async fn roles(t: &TestApp, organization: &OrganizationId, user: &UserId) -> Option<Value> {
    let mut conn = t.app.db.read().await.unwrap();
    memberships::find(&mut conn, organization, user).await.unwrap().map(|one| json!(one.roles))
}

/// Who somebody is at which upstreams.
async fn subs(t: &TestApp, user: &UserId) -> Vec<String> {
    let mut conn = t.app.db.read().await.unwrap();
    let mut all: Vec<String> =
        identities::list(&mut conn, user).await.unwrap().into_iter().map(|one| one.identity.sub).collect();
    all.sort();
    all
}

on_both_engines!(what_opens_an_account_and_its_memberships_become_those_of_another, |t| {
    let (staff, social) = (staff(&t, &[]).await, upstream(&t, "social", &[], &[]).await);
    let (old, ada) = (t.person("ada.old").await, t.person("ada").await);
    linked(&t, &staff, "ada.old", "1").await;
    linked(&t, &social, "ada.old", "2").await;
    linked(&t, &social, "ada", "3").await;
    let north = organizations::create(&t.cx(), "north", "north", &[]).await.unwrap();
    let south = organizations::create(&t.cx(), "south", "south", &[]).await.unwrap();
    for (organization, user, role) in [(&north, &old, "owner"), (&north, &ada, "member"), (&south, &old, "auditor")] {
        organizations::add_member(&t.cx(), organization, &user.id, vec![role.to_owned()]).await.unwrap();
    }
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada.old").await;
    let tokens = client.tokens(&mut browser, "openid offline_access").await;
    let sorted = |merged: Merged| {
        let mut organizations = merged.organizations;
        organizations.sort();
        (merged.moved, merged.dropped, organizations)
    };
    let all = (vec!["staff".to_owned()], vec!["social".to_owned()], vec!["north".to_owned(), "south".to_owned()]);
    // What is only tried changes nothing.
    assert_eq!(sorted(merge(&t, &old.id, &ada.id, true).await.unwrap()), all);
    assert_eq!((subs(&t, &old.id).await, subs(&t, &ada.id).await.len()), (vec!["1".to_owned(), "2".to_owned()], 1));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.merged'").await, 0);
    assert_eq!(signed_in(&t, &browser).await.len(), 1);

    assert_eq!(sorted(merge(&t, &old.id, &ada.id, false).await.unwrap()), all);
    assert_eq!(subs(&t, &ada.id).await, ["1", "3"], "she had one at social herself");
    assert!(subs(&t, &old.id).await.is_empty());
    assert_eq!(roles(&t, &north, &ada.id).await, Some(json!(["member", "owner"])));
    assert_eq!(roles(&t, &south, &ada.id).await, Some(json!(["auditor"])));
    assert_eq!((roles(&t, &north, &old.id).await, roles(&t, &south, &old.id).await), (None, None));
    // The account that ended is over everywhere.
    assert!(signed_in(&t, &browser).await.is_empty());
    let token = client.refresh(tokens.refresh()).await;
    let unknown = "the refresh token is unknown, or was issued to another client (RFC 6749 section 5.2)";
    assert_eq!((token.refusal().as_str(), token.description().as_str()), ("invalid_grant", unknown));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.merged'").await, 1);
    // What opened it opens the other, which has the subject that it had.
    let (new, arrived) = visit(&t, &client, came(&staff, "1", json!({}))).await;
    answered(arrived);
    assert_eq!(signed_in(&t, &new).await[0].0, ada.id);
    let kept = format!(
        "SELECT COUNT(*) FROM users WHERE (sub = '{}' AND disabled_at IS NOT NULL) \
         OR (sub = '{}' AND disabled_at IS NULL)",
        old.sub, ada.sub
    );
    assert_eq!(t.count(&kept).await, 2);
    // Nobody gets it back, and nobody is merged twice.
    let sentence = format!("it was merged into {}, and stays switched off", ada.id);
    refused(accounts::enable(&t.cx(), &old.id).await, "user", "merged", &sentence);
    let again = merge(&t, &old.id, &ada.id, false).await;
    refused(again, "from", "user_disabled", "the account of ada.old is switched off");
});

// What the upstream says no more is taken, and what she had before stays.
on_both_engines!(a_membership_that_somebody_had_anyway_is_not_the_upstreams_to_end_after_a_merge, |t| {
    let rules =
        r#"[{"when": "groups", "is": "staff", "then": {"organization": {"slug": "north", "roles": ["member"]}}}]"#;
    let staff = staff(&t, &[("rules", rules)]).await;
    let (old, ada) = (t.person("ada.old").await, t.person("ada").await);
    let north = organizations::create(&t.cx(), "north", "north", &[]).await.unwrap();
    organizations::add_member(&t.cx(), &north, &ada.id, vec!["auditor".to_owned()]).await.unwrap();
    linked(&t, &staff, "ada.old", "1").await;
    let client = t.first_party("web", json!({})).await;
    answered(visit(&t, &client, came(&staff, "1", json!({"groups": ["staff"]}))).await.1);
    assert_eq!(roles(&t, &north, &old.id).await, Some(json!(["member"])));
    merge(&t, &old.id, &ada.id, false).await.unwrap();
    assert_eq!(roles(&t, &north, &ada.id).await, Some(json!(["auditor", "member"])));
    answered(visit(&t, &client, came(&staff, "1", json!({"groups": []}))).await.1);
    assert_eq!(roles(&t, &north, &ada.id).await, Some(json!(["auditor"])));
});

// Attack: what a further factor guarded is reached by the password of the other account.
on_both_engines!(what_was_behind_a_further_factor_stays_behind_one_after_a_merge, |t| {
    let (old, ada) = (t.person("ada.old").await, t.person("ada").await);
    let (bob, carol) = (t.person("bob").await, t.person("carol").await);
    set(&t, "ada.old", "second_factor_at = 1").await;
    let merged = merge(&t, &old.id, &ada.id, false).await.unwrap();
    assert!(merged.requires_factor);
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(
        (page.url.path(), page.heading().as_str()),
        ("/enrol", "Set up an authenticator app"),
        "{}",
        page.text()
    );
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.factor_required'").await, 1);
    // What the operator wanted of one is wanted of the other; nobody else is asked.
    set(&t, "bob", "factor_required_at = 1").await;
    assert!(merge(&t, &bob.id, &carol.id, false).await.unwrap().requires_factor);
    let dora = t.person("dora").await;
    set(&t, "dora", "factor_required_at = 1").await;
    assert!(!merge(&t, &dora.id, &carol.id, false).await.unwrap().requires_factor, "it was wanted before");
});

// Attack: an identity of an old account that was merged is shown for a further factor, in the place of the mailbox.
on_both_engines!(an_identity_that_came_by_a_merge_stands_for_no_mailbox, |t| {
    let staff = staff(&t, &[]).await;
    let (old, ada) = (t.person("ada.old").await, t.person("ada").await);
    linked(&t, &staff, "ada.old", "1").await;
    passkey_of(&t, "ada").await;
    t.clock.advance(8 * 24 * 3_600);
    assert!(accounts::address::has_factor_of_old(&t.cx(), &ada.id).await.unwrap());
    merge(&t, &old.id, &ada.id, false).await.unwrap();
    assert!(!accounts::address::has_factor_of_old(&t.cx(), &ada.id).await.unwrap());
    t.clock.advance(8 * 24 * 3_600);
    assert!(accounts::address::has_factor_of_old(&t.cx(), &ada.id).await.unwrap());
});

on_both_engines!(itself_an_administrator_one_that_is_off_and_one_that_leaves_are_not_merged, |t| {
    let (ada, bob) = (t.person("ada").await, t.person("bob").await);
    let itself = merge(&t, &ada.id, &ada.id, false).await;
    refused(itself, "into", "same_account", "an account is not merged into itself");
    for (column, code, what) in [
        (
            "admin_at",
            "administrator",
            "administers this installation; take that away first: signet user update NAME --admin false",
        ),
        ("disabled_at", "user_disabled", "is switched off"),
        ("deletion_due_at", "leaving", "is to be erased; keep it first: signet user keep NAME"),
    ] {
        set(&t, "bob", &format!("{column} = 4000000000")).await;
        let sentence = format!("the account of bob {what}");
        refused(merge(&t, &bob.id, &ada.id, false).await, "from", code, &sentence);
        refused(merge(&t, &ada.id, &bob.id, false).await, "into", code, &sentence);
        set(&t, "bob", &format!("{column} = NULL")).await;
    }
    // Both ways at once: one of them, and the other finds that the account it would go on with has ended.
    match tokio::join!(merge(&t, &ada.id, &bob.id, false), merge(&t, &bob.id, &ada.id, false)) {
        (Ok(_), back) => refused(back, "into", "user_disabled", "the account of ada is switched off"),
        (there, _) => refused(there, "into", "user_disabled", "the account of bob is switched off"),
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE disabled_at IS NULL").await, 1);
});
