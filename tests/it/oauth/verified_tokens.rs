//! What was verified a moment ago is believed again, and not one moment longer than it is true.

use serde_json::json;
use signet::{
    base::secret::Secret,
    domain::{
        approval::consents,
        directory::accounts::{self, NewPassword},
        installation::maintenance,
        registry::{clients, keys},
        sessions,
    },
    protocol::resource::TokenFormat,
};

use crate::support::{Answer, PASSWORD, TestApp, TestClient, Tokens, claims_of, on_both_engines};

/// How a token ends before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    TokenRevoked,
    RefreshTokenRevoked,
    RefreshTokenReused,
    SignedOut,
    PasswordSet,
    Withdrawn,
    PersonDisabled,
    PersonErased,
    ClientDisabled,
    ClientDeleted,
    KeyRevoked,
}

const ENDS: [End; 11] = [
    End::TokenRevoked,
    End::RefreshTokenRevoked,
    End::RefreshTokenReused,
    End::SignedOut,
    End::PasswordSet,
    End::Withdrawn,
    End::PersonDisabled,
    End::PersonErased,
    End::ClientDisabled,
    End::ClientDeleted,
    End::KeyRevoked,
];

/// Lets it happen at one instance.
async fn happen(end: End, at: &TestApp, client: &TestClient<'_>, name: &str, tokens: &Tokens) {
    let cx = &at.cx();
    let mut conn = at.app.db.read().await.unwrap();
    let person = accounts::find(&mut conn, name).await.unwrap().id;
    drop(conn);
    let client = client.at(at);
    match end {
        End::TokenRevoked => drop(client.revoke(tokens.access()).await.ok()),
        End::RefreshTokenRevoked => drop(client.revoke(tokens.refresh()).await.ok()),
        End::RefreshTokenReused => {
            let next = client.refreshed(tokens.refresh()).await;
            let next = client.refreshed(next.refresh()).await;
            client.refreshed(next.refresh()).await;
            assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
        }
        End::SignedOut => {
            for session in sessions::of_person(cx, &person).await.unwrap() {
                assert!(sessions::end(cx, &session).await.unwrap());
            }
        }
        End::PasswordSet => {
            let new = NewPassword { password: Secret::new(format!("{PASSWORD} 2")), keep_sessions: false };
            accounts::set_password(cx, &person, new).await.unwrap();
        }
        End::Withdrawn => consents::withdraw(cx, &person, &client.client.id).await.unwrap(),
        End::PersonDisabled => at.disable(name).await,
        End::PersonErased => accounts::delete(cx, &person).await.unwrap(),
        End::ClientDisabled => client.set_disabled(true).await,
        End::ClientDeleted => clients::delete(cx, &client.client.id).await.unwrap(),
        End::KeyRevoked => {
            let header = claims_of(tokens.access()).0;
            keys::revoke(cx, header["kid"].as_str().unwrap()).await.unwrap();
        }
    }
}

#[track_caller]
fn is_dead(answer: &Answer, end: End) {
    let told = answer.header("www-authenticate").unwrap_or_default();
    assert_eq!(answer.status, 401, "{end:?}");
    assert!(told.contains("error=\"invalid_token\""), "{end:?} {told}");
    assert!(told.contains("the access token is unknown, expired or revoked (RFC 6750 section 3.1)"), "{end:?} {told}");
}

/// Tokens of somebody new, for a client that is new too, verified at `t` just now.
async fn verified<'t>(t: &'t TestApp, name: &str) -> (TestClient<'t>, Tokens) {
    t.person(name).await;
    let client = t.client(&format!("client-of-{name}"), json!({})).await;
    let tokens = client.tokens(&mut t.browser_of(name).await, "openid").await;
    for _ in 0..2 {
        client.userinfo(tokens.access()).await.ok();
    }
    (client, tokens)
}

on_both_engines!(a_revocation_here_counts_at_once, |t| {
    for end in ENDS {
        let name = format!("{end:?}").to_lowercase();
        let (client, tokens) = verified(&t, &name).await;
        happen(end, &t, &client, &name, &tokens).await;
        is_dead(&client.userinfo(tokens.access()).await, end);
    }
});

on_both_engines!(a_revocation_elsewhere_counts_at_the_next_look, |t| {
    let other = t.another_instance().await;
    for end in ENDS {
        let name = format!("{end:?}").to_lowercase();
        maintenance::follow_changes(&other.cx()).await.unwrap();
        let (client, tokens) = verified(&t, &name).await;
        happen(end, &other, &client, &name, &tokens).await;
        maintenance::follow_changes(&t.cx()).await.unwrap();
        is_dead(&client.userinfo(tokens.access()).await, end);
    }
});

// As long as nobody looks what others changed, nothing is believed.
on_both_engines!(a_revocation_elsewhere_counts_though_nobody_looks, |t| {
    let other = t.another_instance().await;
    let (client, tokens) = verified(&t, "ada").await;
    happen(End::TokenRevoked, &other, &client, "ada", &tokens).await;
    t.clock.advance(2);
    is_dead(&client.userinfo(tokens.access()).await, End::TokenRevoked);
});

on_both_engines!(a_token_ends_at_its_second_though_it_was_verified_a_moment_ago, |t| {
    let (client, tokens) = verified(&t, "ada").await;
    for later in [894, 5] {
        t.clock.advance(later);
        maintenance::follow_changes(&t.cx()).await.unwrap();
        client.userinfo(tokens.access()).await.ok();
    }
    t.clock.advance(1);
    maintenance::follow_changes(&t.cx()).await.unwrap();
    assert_eq!(client.introspect(tokens.access()).await, json!({"active": false}));
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
});

on_both_engines!(the_tokens_of_a_machine_end_one_by_one, |t| {
    let machine = t.client("machine", json!({"allowed_resources": ["https://api.example/"]})).await;
    t.resource_server("https://api.example/", TokenFormat::Opaque, &[], None).await;
    let token = async || {
        let asked = [("grant_type", "client_credentials"), ("resource", "https://api.example/")];
        let token = machine.token(&asked).await.ok().json()["access_token"].as_str().unwrap().to_owned();
        assert_eq!(machine.introspect(&token).await["active"], json!(true));
        token
    };
    let (one, other) = (token().await, token().await);
    machine.revoke(&one).await.ok();
    assert_eq!(machine.introspect(&one).await, json!({"active": false}));
    assert_eq!(machine.introspect(&other).await["active"], json!(true));
    // Introspection is asked by others as well: what one may learn is not another's.
    let stranger = t.client("stranger", json!({})).await;
    assert_eq!(stranger.introspect(&other).await, json!({"active": false}));
});
