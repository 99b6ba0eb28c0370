//! The outbox: what others must hear of, written with the change it tells of.
//!
//! Each receiver of the outbox keeps delivery rows of its own ([`backchannel`]); a row of the outbox
//! without deliveries is for receivers to come.

use serde_json::{Map, Value, json};

use crate::{
    base::{
        id::{GrantId, SessionId, UserId},
        time::Seconds,
    },
    domain::{
        consumers::backchannel_logout as backchannel,
        kernel::{
            Cx, Error, Event, Work,
            event::UserEvent,
            work::{Consumer, Heard},
        },
    },
    protocol::client::ClientId,
    store::{
        clients,
        outbox::{self, OutboxEvent},
        session_clients::{self, RegisteredParty},
    },
};

/// How long a row waits for its receivers.
const LIFETIME: Seconds = Seconds::days(7);
/// Most grants that one row names: switching off a client may take back very many.
const GRANTS_A_ROW: usize = 200;

/// Writes the outbox.
pub struct Outbox;

impl Consumer for Outbox {
    fn hear<'a>(&'a self, cx: &'a Cx<'_>, work: &'a mut Work, event: &'a Event) -> Heard<'a> {
        Box::pin(async move {
            match event {
                Event::SessionEnded { session, user } => session_ended(cx, work, session, user).await,
                Event::SessionClientLeft { user, client, sessions } => {
                    client_left(cx, work, user, client, sessions).await
                }
                Event::GrantsRevoked(grants) => grants_revoked(cx, work, grants).await,
                Event::User(UserEvent::PasswordSet, user) => person(cx, work, "credential.changed", user).await,
                Event::User(UserEvent::Disabled | UserEvent::Deleted, user) => {
                    person(cx, work, event.kind().as_str(), user).await
                }
                _ => Ok(()),
            }
        })
    }
}

async fn insert(cx: &Cx<'_>, work: &mut Work, kind: &str, payload: &[(&str, Value)]) -> Result<OutboxEvent, Error> {
    let row = OutboxEvent {
        id: cx.new_id(),
        issuer_id: cx.issuer.id.clone(),
        at: cx.now,
        kind: kind.to_owned(),
        payload: payload.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect::<Map<_, _>>(),
        expires_at: cx.now + LIFETIME,
    };
    outbox::insert(work, &row).await?;
    Ok(row)
}

async fn person(cx: &Cx<'_>, work: &mut Work, kind: &str, user: &UserId) -> Result<(), Error> {
    insert(cx, work, kind, &[("user_id", json!(user))]).await.map(drop)
}

async fn grants_revoked(cx: &Cx<'_>, work: &mut Work, grants: &[GrantId]) -> Result<(), Error> {
    for some in grants.chunks(GRANTS_A_ROW) {
        insert(cx, work, "grant.revoked", &[("grant_ids", json!(some))]).await?;
    }
    Ok(())
}

async fn session_ended(cx: &Cx<'_>, work: &mut Work, session: &SessionId, user: &UserId) -> Result<(), Error> {
    let payload = [("session_id", json!(session)), ("user_id", json!(user))];
    let row = insert(cx, work, "session.revoked", &payload).await?;
    let parties = session_clients::list_registered(work, session).await?;
    backchannel::write_down(cx, work, &row, &parties, user).await
}

async fn client_left(
    cx: &Cx<'_>,
    work: &mut Work,
    user: &UserId,
    client: &ClientId,
    sessions: &[(SessionId, String)],
) -> Result<(), Error> {
    // One that is switched off hears of nothing.
    let Some(known) = clients::find(work, client).await?.filter(|known| known.disabled_at.is_none()) else {
        return Ok(());
    };
    for (session, sid) in sessions {
        let payload = [("session_id", json!(session)), ("user_id", json!(user)), ("client_id", json!(client))];
        let row = insert(cx, work, "session.client_left", &payload).await?;
        let party = RegisteredParty { client_id: client.clone(), sid: sid.clone(), metadata: known.metadata.clone() };
        backchannel::write_down(cx, work, &row, &[party], user).await?;
    }
    Ok(())
}
