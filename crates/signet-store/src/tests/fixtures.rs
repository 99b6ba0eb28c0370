//! Rows that other rows need.

use serde_json::Map;

use crate::{
    Conn,
    base::{
        entropy::Entropy,
        id::{Id, IssuerId, Kind},
        secret::TokenHash,
        time::{Clock, Seconds},
    },
    browsers, clients, codes, grants, issuers,
    protocol::{
        acr::{Factor, FactorKind},
        client::{Client, ClientId, ClientMetadata, ClientSource},
    },
    refresh_families, sessions,
    testing::NOW,
    users::{self, User},
};

/// One of each, stored.
pub(super) struct World {
    pub(super) clock: Clock,
    pub(super) entropy: Entropy,
    pub(super) issuer: IssuerId,
    pub(super) user: User,
    pub(super) client: Client,
    pub(super) browser: browsers::BrowserRow,
    pub(super) session: sessions::Session,
}

impl World {
    pub(super) fn id<K: Kind>(&self) -> Id<K> {
        Id::fresh(&self.clock, &self.entropy)
    }

    pub(super) async fn create(conn: &mut Conn) -> Self {
        let (clock, entropy) = (Clock::manual(NOW), Entropy::seeded(1));
        let issuer = Id::fresh(&clock, &entropy);
        issuers::insert(conn, &issuer, "https://id.example", NOW).await.unwrap();
        let user = user(Id::fresh(&clock, &entropy), "Ada");
        users::insert(conn, &user).await.unwrap();
        let client = client(&issuer, "app");
        clients::insert(conn, &client).await.unwrap();
        let browser = browsers::BrowserRow {
            id: Id::fresh(&clock, &entropy),
            secret_hash: TokenHash::of("cookie"),
            created_at: NOW,
            last_seen_at: NOW,
            expires_at: NOW + Seconds::days(30),
        };
        browsers::insert(conn, &browser).await.unwrap();
        let session = sessions::Session {
            id: Id::fresh(&clock, &entropy),
            issuer_id: issuer.clone(),
            browser_id: browser.id.clone(),
            user_id: user.id.clone(),
            organization_id: None,
            auth_time: NOW,
            acr: "1".to_owned(),
            amr: vec!["pwd".to_owned()],
            factors: vec![Factor::new("pwd", FactorKind::Knowledge, NOW)],
            ip: Some("192.0.2.1".to_owned()),
            user_agent: None,
            created_at: NOW,
            last_seen_at: NOW,
            idle_expires_at: NOW + Seconds::hours(1),
            expires_at: NOW + Seconds::days(1),
            ended_at: None,
            label: None,
        };
        assert_eq!(
            sessions::open(conn, &session, 0).await.unwrap(),
            sessions::Opened { organization_id: None, surplus: None }
        );
        Self { clock, entropy, issuer, user, client, browser, session }
    }

    /// A grant of the session, not stored.
    pub(super) fn grant(&self) -> grants::Grant {
        grants::Grant {
            id: self.id(),
            issuer_id: self.issuer.clone(),
            client_id: self.client.id.clone(),
            user_id: Some(self.user.id.clone()),
            session_id: Some(self.session.id.clone()),
            organization_id: None,
            kind: crate::protocol::grant_kind::GrantKind::AuthorizationCode,
            scopes: vec!["openid".to_owned(), "email".to_owned()],
            resources: Vec::new(),
            authorization_details: None,
            claims: crate::protocol::claims::request::ClaimsRequest::parse(
                Some(r#"{"id_token": {"acr": null}}"#),
                None,
            )
            .ok(),
            acr: Some("1".to_owned()),
            amr: vec!["pwd".to_owned()],
            auth_time: Some(NOW),
            sid: Some("sid".to_owned()),
            nonce: None,
            jkt: None,
            x5t_s256: None,
            parent_grant_id: None,
            act: None,
            created_at: NOW,
            expires_at: NOW + Seconds::hours(1),
            revoked_at: None,
        }
    }

    /// A stored grant.
    pub(super) async fn granted(&self, conn: &mut Conn) -> grants::Grant {
        let grant = self.grant();
        grants::insert(conn, &grant, grant.expires_at).await.unwrap();
        grant
    }

    /// A family of a grant, not stored.
    pub(super) fn family(&self, grant: &grants::Grant) -> refresh_families::Family {
        refresh_families::Family {
            id: self.id(),
            grant_id: grant.id.clone(),
            client_id: grant.client_id.clone(),
            key_sealed: "sealed".to_owned(),
            generation: 1,
            offline_at: None,
            created_at: NOW,
            rotated_at: NOW,
            previous_rotated_at: None,
            idle_expires_at: NOW + Seconds::days(1),
            expires_at: NOW + Seconds::days(30),
            revoked_at: None,
        }
    }
}

pub(super) fn user(id: crate::base::id::UserId, name: &str) -> User {
    User {
        sub: format!("sub-{id}"),
        id,
        username: name.to_owned(),
        username_key: users::fold(name),
        email: Some(format!("{name}@example.org")),
        email_key: Some(users::fold(&format!("{name}@example.org"))),
        email_verified_at: Some(NOW),
        phone_number: None,
        phone_number_verified_at: None,
        claims: Map::from_iter([("family_name".to_owned(), "Lovelace".into())]),
        admin_at: None,
        created_at: NOW,
        updated_at: NOW,
        disabled_at: None,
        second_factor_at: None,
        passkey_at: None,
        factor_required_at: None,
        factor_due_at: None,
        verify_required_at: None,
        password_required_at: None,
        agreed: None,
        theme: None,
        deletion_due_at: None,
        phone_pending: None,
        phone_required_at: None,
    }
}

pub(super) fn client(issuer: &IssuerId, id: &str) -> Client {
    let metadata = ClientMetadata {
        redirect_uris: vec!["https://app.example/cb".to_owned()],
        client_name: Some("App".to_owned()),
        ..ClientMetadata::default()
    };
    let client = Client::new(ClientId::new(id), issuer.clone(), metadata, ClientSource::Operator, NOW);
    Client { secret_hash: Some(TokenHash::of("secret")), ..client }
}

pub(super) fn code(grant: &grants::Grant, secret: &str) -> codes::Code {
    codes::Code {
        hash: TokenHash::of(secret),
        grant_id: grant.id.clone(),
        client_id: grant.client_id.clone(),
        redirect_uri: "https://app.example/cb".to_owned(),
        redirect_uri_sent_at: Some(NOW),
        code_challenge: None,
        created_at: NOW,
        expires_at: NOW + Seconds(60),
        consumed_at: None,
    }
}
