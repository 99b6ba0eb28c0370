//! What rules of a mapping give follows each sign-in, and nothing that somebody else gave is ever taken.

use serde_json::{Value, json};
use signet::{
    base::id::OrganizationId,
    domain::{
        directory::organizations,
        flows::journey::upstream::{Arrived, remove_identity},
        registry::upstreams::{self, Upstream},
        sessions,
    },
    protocol::upstream::linking::LinkRefusal,
    store::{identities, memberships, users::User},
};

use super::{answered, anybody, came, linked, refusal, staff, upstream, visit};
use crate::support::{TestApp, on_both_engines};

use std::sync::Arc;

const RULES: &str = r#"[
    {"when": "groups", "is": "staff", "then": {"organization": {"slug": "north", "roles": ["member"]}}},
    {"when": "groups", "is": "boss", "then": {"organization": {"slug": "north", "roles": ["owner"]}}},
    {"when": "groups", "is": "south", "then": {"organization": {"slug": "south"}}},
    {"when": "groups", "is": "staff", "then": {"organization": {"slug": "nowhere"}}},
    {"when": "groups", "is": "out", "then": "refuse"}
]"#;

async fn organization(t: &TestApp, slug: &str) -> OrganizationId {
    organizations::create(&t.cx(), slug, slug, &[]).await.unwrap()
}

async fn sign_in(t: &TestApp, staff: &Arc<Upstream>, groups: &[&str]) {
    let client = t.first_party(&format!("web{}", t.now()), json!({})).await;
    t.clock.advance(1);
    answered(visit(t, &client, came(staff, "1", json!({ "groups": groups }))).await.1);
}

/// The roles of somebody in an organization; none where they are no member.
async fn roles(t: &TestApp, organization: &OrganizationId, user: &User) -> Option<Value> {
    let mut conn = t.app.db.read().await.unwrap();
    memberships::find(&mut conn, organization, &user.id).await.unwrap().map(|one| json!(one.roles))
}

on_both_engines!(groups_are_joined_and_left_with_each_sign_in, |t| {
    let staff = staff(&t, &[("rules", RULES)]).await;
    let ada = t.person("ada").await;
    let (north, south) = (organization(&t, "north").await, organization(&t, "south").await);
    linked(&t, &staff, "ada", "1").await;
    sign_in(&t, &staff, &["staff", "boss", "south"]).await;
    assert_eq!(roles(&t, &north, &ada).await, Some(json!(["member", "owner"])));
    assert_eq!(roles(&t, &south, &ada).await, Some(json!([])));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'membership.set'").await, 2);
    // Nothing changed, nothing is written.
    sign_in(&t, &staff, &["staff", "boss", "south"]).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'membership.set'").await, 2);
    sign_in(&t, &staff, &["staff"]).await;
    assert_eq!((roles(&t, &north, &ada).await, roles(&t, &south, &ada).await), (Some(json!(["member"])), None));
    sign_in(&t, &staff, &[]).await;
    assert_eq!(roles(&t, &north, &ada).await, None);
    assert_eq!(t.count("SELECT COUNT(*) FROM identity_memberships").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'membership.removed'").await, 2);
});

on_both_engines!(what_was_given_by_hand_is_never_taken, |t| {
    let staff = staff(&t, &[("rules", RULES)]).await;
    let ada = t.person("ada").await;
    let (north, south) = (organization(&t, "north").await, organization(&t, "south").await);
    linked(&t, &staff, "ada", "1").await;
    let by_hand = async |organization: &OrganizationId, roles: &[&str]| {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        organizations::add_member(&t.cx(), organization, &ada.id, roles).await.unwrap();
    };
    by_hand(&north, &["owner"]).await;
    sign_in(&t, &staff, &["staff", "boss", "south"]).await;
    assert_eq!(roles(&t, &north, &ada).await, Some(json!(["owner", "member"])));
    // In one that she joined by the upstream, she gets a role by hand.
    by_hand(&south, &["auditor"]).await;
    sign_in(&t, &staff, &[]).await;
    assert_eq!(roles(&t, &north, &ada).await, Some(json!(["owner"])), "she was a member and an owner before");
    assert_eq!(roles(&t, &south, &ada).await, Some(json!(["auditor"])));
});

on_both_engines!(what_came_from_an_identity_ends_with_it, |t| {
    let staff = staff(&t, &[("rules", RULES)]).await;
    let ada = t.person("ada").await;
    let north = organization(&t, "north").await;
    linked(&t, &staff, "ada", "1").await;
    sign_in(&t, &staff, &["staff"]).await;
    let browser = t.browser_of("ada").await;
    let (_, accounts) = sessions::look(&anybody(&t), Some(&browser.cookie().1), None).await.unwrap().unwrap();
    let mut conn = t.app.db.read().await.unwrap();
    let id = identities::find_at(&mut conn, &ada.id, &staff.id).await.unwrap().unwrap().id;
    drop(conn);
    let me = &accounts.all[0];
    let removed = remove_identity(&anybody(&t).acting(me.actor()), &me.user.id, &id).await.unwrap();
    assert_eq!(removed, Ok(()));
    assert_eq!(roles(&t, &north, &ada).await, None);
});

on_both_engines!(what_came_from_an_upstream_ends_with_it_and_what_was_given_by_hand_stays, |t| {
    let staff = staff(&t, &[("rules", RULES)]).await;
    let ada = t.person("ada").await;
    let (north, south) = (organization(&t, "north").await, organization(&t, "south").await);
    organizations::add_member(&t.cx(), &south, &ada.id, vec!["auditor".to_owned()]).await.unwrap();
    linked(&t, &staff, "ada", "1").await;
    sign_in(&t, &staff, &["staff", "boss", "south"]).await;
    assert_eq!(roles(&t, &north, &ada).await, Some(json!(["member", "owner"])));
    upstreams::delete(&t.cx(), "staff").await.unwrap();
    assert_eq!(roles(&t, &north, &ada).await, None);
    assert_eq!(roles(&t, &south, &ada).await, Some(json!(["auditor"])));
    assert_eq!(t.count("SELECT COUNT(*) FROM identity_memberships").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'membership.removed'").await, 1);
});

on_both_engines!(a_rule_that_refuses_keeps_somebody_out_whose_identity_is_linked, |t| {
    let staff = staff(&t, &[("rules", RULES)]).await;
    let ada = t.person("ada").await;
    let north = organization(&t, "north").await;
    linked(&t, &staff, "ada", "1").await;
    let client = t.first_party("web", json!({})).await;
    let (_, arrived) = visit(&t, &client, came(&staff, "1", json!({"groups": ["staff", "out"]}))).await;
    assert_eq!(refusal(arrived), LinkRefusal::Rule);
    assert_eq!(roles(&t, &north, &ada).await, None);
});

on_both_engines!(a_profile_is_taken_over_as_the_operator_says, |t| {
    let first = staff(&t, &[]).await;
    let always = upstream(&t, "always", &[], &[("refresh", "always")]).await;
    let ada = t.person("ada").await;
    let name = async || {
        let mut conn = t.app.db.read().await.unwrap();
        let user = signet::store::users::find(&mut conn, &ada.id).await.unwrap().unwrap();
        (user.claims["name"].clone(), user.claims.get("website").cloned(), user.email.clone(), user.username.clone())
    };
    let before = name().await;
    let client = t.first_party("web", json!({})).await;
    let said = json!({
        "name": "Somebody Else", "email": "ada@example.com", "preferred_username": "eve", "phone_number": "+1",
    });
    // By her address, which both have proven: what she is called here stays.
    let (_, arrived) = visit(&t, &client, came(&first, "1", said.clone())).await;
    assert!(matches!(arrived, Arrived::Step(_)));
    assert_eq!(name().await, before);
    linked(&t, &always, "ada", "1").await;
    let moved =
        json!({"name": "Ada Byron", "email": "new@example.com", "email_verified": true, "website": "javascript:x"});
    let (_, arrived) = visit(&t, &client, came(&always, "1", moved)).await;
    answered(arrived);
    let after = name().await;
    assert_eq!(after.0, json!("Ada Byron"));
    assert_eq!((&after.1, &after.2, &after.3), (&before.1, &before.2, &before.3), "neither address nor name moved");
});
