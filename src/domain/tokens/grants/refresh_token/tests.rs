//! Refreshing in a real database: who is answered, what dies with a theft, what is still active.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::{
    app::caches::CachedClient,
    base::{
        id::{GrantId, SessionId},
        time::Seconds,
    },
    domain::{
        directory::accounts::{self, NewUser},
        registry::{
            clients::{self, Registration},
            keys,
            resource_servers::{self, NewResourceServer, ResourceServerChanges},
        },
        sessions::Proof,
        testing::{self, TestApp, cx},
        tokens::{self, grants as exchanges},
    },
    protocol::{
        client::{ClientId, ClientMetadata, ClientSource, GrantType},
        error::Refusal,
        params::Params,
        token::response::TokenResponse,
    },
};

const API: &str = "https://api.example/";

/// A person who signed in, and an approval with its first refresh token.
struct Approved {
    app: TestApp,
    client: Arc<CachedClient>,
    session: SessionId,
    grant: Grant,
    family: Family,
    token: String,
}

async fn approved(scopes: &[&str], resources: &[&str]) -> Approved {
    let app = testing::app().await;
    let now = app.clock.now();
    let user = NewUser { username: "ada".to_owned(), ..NewUser::default() };
    let user = accounts::create(&cx(&app), user).await.unwrap();
    let metadata = ClientMetadata {
        redirect_uris: vec!["https://rp.example/cb".to_owned()],
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        ..ClientMetadata::default()
    };
    let id = Some(ClientId::new("rp"));
    let new = Registration { metadata, id, secret: None, first_party: false, source: ClientSource::Operator };
    clients::register(&cx(&app), new).await.unwrap();
    let client = clients::find(&cx(&app), &ClientId::new("rp")).await.unwrap().unwrap();
    let proof = Proof {
        user: user.id.clone(),
        factors: vec![crate::protocol::acr::Factor::new(
            "pwd",
            crate::protocol::acr::FactorKind::Knowledge,
            crate::base::time::Timestamp(0),
        )],
        remember: false,
    };
    let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    let cx = cx(&app);
    let signed_in = cx.write(async |work| sessions::sign_in(&cx, work, None, &proof).await).await;
    let (session, _) = signed_in.unwrap();
    let grant = Grant {
        id: GrantId::fresh(&app.clock, &app.entropy),
        issuer_id: app.issuer.id.clone(),
        client_id: client.client.id.clone(),
        user_id: Some(user.id),
        session_id: Some(session.clone()),
        organization_id: None,
        kind: crate::protocol::grant_kind::GrantKind::AuthorizationCode,
        scopes: owned(scopes),
        resources: owned(resources),
        authorization_details: None,
        claims: None,
        acr: None,
        amr: Vec::new(),
        auth_time: Some(now),
        sid: None,
        nonce: None,
        jkt: None,
        x5t_s256: None,
        parent_grant_id: None,
        act: None,
        created_at: now,
        expires_at: now + Seconds(60),
        revoked_at: None,
    };
    let (family, token) = new_family(&cx, &grant, scopes.contains(&"offline_access"), now);
    let kept = cx.write(async |work| {
        grants::insert(work, &grant, grant.expires_at).await?;
        Ok(refresh_families::insert(work, &family).await?)
    });
    kept.await.unwrap();
    keys::ensure_and_load(&cx).await.unwrap();
    Approved { app, client, session, grant, family, token }
}

impl Approved {
    async fn refresh(&self, token: &str, extra: &[(&str, &str)]) -> Result<TokenResponse, Refusal> {
        let mut pairs = vec![("grant_type", "refresh_token"), ("refresh_token", token)];
        pairs.extend(extra);
        let params = Params::from_pairs(pairs);
        let answer = exchanges::exchange(&cx(&self.app), &self.client, &params).await;
        match answer {
            Ok(tokens) => Ok(tokens),
            Err(Error::Refused(refusal) | Error::RefusedKeepingWrites(refusal)) => Err(refusal),
            Err(other) => panic!("{other}"),
        }
    }

    async fn is_active(&self, token: &str) -> bool {
        let params = Params::from_pairs([("token", token)]);
        tokens::introspect(&cx(&self.app), &self.client.client, &params).await.unwrap()["active"] == true
    }

    async fn grant(&self) -> Grant {
        let mut conn = self.app.app.db.read().await.unwrap();
        grants::find(&mut conn, &self.grant.id).await.unwrap().unwrap()
    }

    /// What consumers of the outbox were told of grants.
    async fn revoked_grants(&self) -> Vec<Value> {
        let mut conn = self.app.app.db.read().await.unwrap();
        let events = crate::store::testing::events(&mut conn, "grant.revoked").await.unwrap();
        events.into_iter().flat_map(|event| event.payload["grant_ids"].as_array().unwrap().clone()).collect()
    }
}

#[tokio::test]
async fn a_refresh_rotates_and_keeps_the_grant_for_as_long_as_its_tokens() {
    let t = approved(&["openid", "offline_access"], &[]).await;
    let first = t.refresh(&t.token, &[]).await.unwrap();
    assert_ne!(first.refresh_token.as_ref(), Some(&t.token));
    assert_eq!(t.grant().await.expires_at, t.family.expires_at);
    // Within the grace the same successor comes again.
    let again = t.refresh(&t.token, &[]).await.unwrap();
    assert_eq!(again.refresh_token, first.refresh_token);
}

// RFC 9700 §4.14.2
#[tokio::test]
async fn a_thief_with_a_bad_scope_or_resource_still_ends_the_family() {
    for extra in [("scope", "admin"), ("resource", API), ("scope", "not\u{7f}one")] {
        let t = approved(&["openid", "offline_access"], &[]).await;
        let second = t.refresh(&t.token, &[]).await.unwrap().refresh_token.unwrap();
        t.app.clock.advance(31);
        let refusal = t.refresh(&t.token, &[extra]).await.unwrap_err();
        assert_eq!(refusal, rules::reused(), "{extra:?}");
        assert!(t.grant().await.revoked_at.is_some());
        assert_eq!(t.refresh(&second, &[]).await.unwrap_err().code.as_str(), "invalid_grant");
        assert_eq!(t.revoked_grants().await, [json!(t.grant.id)]);
    }
}

#[tokio::test]
async fn who_loses_the_race_is_told_from_a_thief_by_the_grace() {
    let t = approved(&["openid", "offline_access"], &[]).await;
    let now = t.app.clock.now();
    let stale = &t.family;
    let present = cx(&t.app);
    let mut late = present.clone();
    late.now = now + t.app.issuer.policy.refresh_grace + Seconds(1);
    // As they were read before the winner committed.
    let facts = facts(stale, true);
    let raced = present.write(async |work| {
        assert!(refresh_families::advance(work, &stale.id, 0, now, stale.idle_expires_at).await?);
        assert_eq!(advance(&present, work, &facts, stale, 0).await?, Some(1));
        assert_eq!(advance(&late, work, &facts, stale, 0).await?, None, "a replay");
        // The winner has used the successor: what came after it is nobody else's.
        assert!(refresh_families::advance(work, &stale.id, 1, now, stale.idle_expires_at).await?);
        match advance(&present, work, &facts, stale, 0).await {
            Err(Error::Refused(refusal)) => assert_eq!(refusal, rules::replaced()),
            other => panic!("{other:?}"),
        }
        assert_eq!(advance(&late, work, &facts, stale, 0).await?, None, "a replay");
        work.give_up();
        Ok(())
    });
    raced.await.unwrap();
}

// RFC 6749 §5.1
#[tokio::test]
async fn the_answered_scope_is_the_scope_of_the_access_token() {
    let t = approved(&["openid", "email", "offline_access", "read"], &[API]).await;
    let rest = ResourceServerChanges { scopes: Some(vec!["read".to_owned()]), ..ResourceServerChanges::default() };
    let api = NewResourceServer { audience: API.to_owned(), rest };
    resource_servers::create(&cx(&t.app), api).await.unwrap();
    let tokens = t.refresh(&t.token, &[]).await.unwrap();
    assert_eq!(tokens.scope.as_deref(), Some("openid offline_access read"));
    assert!(tokens.id_token.is_some());
    let live = tokens::inspect(&cx(&t.app), &tokens.access_token).await.unwrap().unwrap();
    assert_eq!((&live.claims["aud"], &live.claims["scope"]), (&json!(API), &json!("read")));
}

// OIDC Core §11
#[tokio::test]
async fn an_online_refresh_token_is_inactive_when_its_session_was_ended() {
    for (scopes, outlives) in [(&["openid"][..], false), (&["openid", "offline_access"], true)] {
        let t = approved(scopes, &[]).await;
        assert!(t.is_active(&t.token).await);
        let mut conn = t.app.app.db.read().await.unwrap();
        let session = crate::store::sessions::find(&mut conn, &t.session).await.unwrap().unwrap();
        drop(conn);
        assert!(crate::domain::sessions::end(&cx(&t.app), &session).await.unwrap());
        assert_eq!(t.is_active(&t.token).await, outlives);
    }
}

#[tokio::test]
async fn tokens_of_a_client_that_was_switched_off_are_worth_nothing() {
    let t = approved(&["openid", "offline_access"], &[]).await;
    let access = t.refresh(&t.token, &[]).await.unwrap().access_token;
    assert!(tokens::inspect(&cx(&t.app), &access).await.unwrap().is_some());
    // Only the client, as if its grants had been overlooked.
    let mut tx = t.app.app.db.begin().await.unwrap();
    let now = t.app.clock.now();
    crate::store::clients::set_disabled(&mut tx, &t.client.client.id, Some(now), now).await.unwrap();
    tx.commit().await.unwrap();
    t.app.caches.forget_clients();
    assert!(tokens::inspect(&cx(&t.app), &access).await.unwrap().is_none());
}

#[tokio::test]
async fn consumers_hear_of_every_grant_that_was_taken_back() {
    let t = approved(&["openid", "offline_access"], &[]).await;
    let params = Params::from_pairs([("token", t.token.as_str())]);
    for _ in 0..2 {
        tokens::revoke(&cx(&t.app), &t.client.client, &params).await.unwrap();
    }
    assert_eq!(t.revoked_grants().await, [json!(t.grant.id)]);

    let t = approved(&["openid"], &[]).await;
    let user = t.grant.user_id.as_ref().unwrap();
    crate::domain::approval::consents::withdraw(&cx(&t.app), user, &t.grant.client_id).await.unwrap();
    assert_eq!(t.revoked_grants().await, [json!(t.grant.id)]);

    let t = approved(&["openid"], &[]).await;
    clients::set_disabled(&cx(&t.app), &t.grant.client_id, true).await.unwrap();
    assert_eq!(t.revoked_grants().await, [json!(t.grant.id)]);

    let t = approved(&["openid"], &[]).await;
    accounts::disable(&cx(&t.app), t.grant.user_id.as_ref().unwrap()).await.unwrap();
    assert_eq!(t.revoked_grants().await, [json!(t.grant.id)]);
}
