//! Back-Channel Logout: written down with the end of the session, told until it is understood.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{
    app::caches::CachedClient,
    base::{
        id::{Id, UserId},
        time::Seconds,
    },
    domain::{
        approval::claims,
        kernel::{
            Cx, Effect, Error, Event, Feature, Work,
            ahead::{self, Pauses},
            event::Delivered,
        },
        registry::clients,
        tokens::answers::{self, ProtectedAnswer},
    },
    outbound::http::{FetchError, Fetched},
    protocol::{
        answers::AnswerKind,
        client::ClientId,
        logout::backchannel::{self as rules, LogoutAnswer},
    },
    store::{
        outbox,
        outbox_deliveries::{self, Delivery, DeliveryKey},
        session_clients::RegisteredParty,
        users,
    },
};

/// This consumer of the outbox.
pub const CONSUMER: &str = "backchannel_logout";
/// How many deliveries are under way at once.
pub const AT_ONCE: usize = 32;
/// How many of them go to one client: one that hangs must not keep the others waiting.
const AT_ONCE_A_CLIENT: usize = 4;
/// Clients that are looked at in one round: more than are told at once, since some are busy.
const TARGETS: usize = 256;
/// Beyond the time a request may take: how long its sender may be silent until it counts as dead.
const LEASE_MARGIN: Seconds = Seconds(30);

/// Writes down, in the transaction that ends a session, which clients must hear of it; none while the feature is
/// off.
///
/// # Errors
/// When the database fails.
pub async fn write_down(
    cx: &Cx<'_>,
    work: &mut Work,
    event: &outbox::OutboxEvent,
    parties: &[RegisteredParty],
    user: &UserId,
) -> Result<(), Error> {
    if !Feature::BackChannelLogout.is_on(cx.app) {
        return Ok(());
    }
    let receivers: Vec<&RegisteredParty> =
        parties.iter().filter(|party| party.metadata.backchannel_logout_uri.is_some()).collect();
    let user = if receivers.is_empty() { None } else { users::find(work, user).await? };
    for party in receivers {
        let mut data = Map::from_iter([("sid".to_owned(), json!(party.sid))]);
        // Now, because the account may be erased in this very transaction.
        if let Some(user) = &user
            && let Some(sub) = claims::known_subject(cx, work, &party.client_id, &party.metadata, user).await?
        {
            data.insert("sub".to_owned(), json!(sub));
        }
        let key = DeliveryKey { event: &event.id, consumer: CONSUMER, target: party.client_id.as_str() };
        outbox_deliveries::insert(work, key, &data, event.at).await?;
        work.after_commit(Effect::WakeDeliveries);
    }
    Ok(())
}

/// Takes up to `room` deliveries that are due, where `busy` counts those under way by client. While the feature is
/// off they wait.
///
/// # Errors
/// When the database fails.
pub async fn claim(cx: &Cx<'_>, room: usize, busy: &BTreeMap<String, usize>) -> Result<Vec<Delivery>, Error> {
    if room == 0 || !Feature::BackChannelLogout.is_on(cx.app) {
        return Ok(Vec::new());
    }
    let now = cx.now;
    let lease = Seconds(cx.app.config.outbound.timeout.0 + LEASE_MARGIN.0);
    let lease_end = now + lease;
    ahead::bring_forward(cx, CONSUMER, Pauses { longest: rules::LONGEST_PAUSE, lease }).await?;
    let mut conn = cx.read().await?;
    let targets = outbox_deliveries::list_due_targets(&mut conn, CONSUMER, now, limit(TARGETS)).await?;
    let mut queues = Vec::new();
    for target in targets {
        let under_way = busy.get(&target).copied().unwrap_or_default();
        let free = AT_ONCE_A_CLIENT.saturating_sub(under_way);
        if free > 0 {
            queues.push(outbox_deliveries::list_due(&mut conn, CONSUMER, &target, now, limit(free)).await?.into_iter());
        }
        if queues.len() >= room {
            break;
        }
    }
    drop(conn);
    // One for each before a second for any: clients that never answer take no more than their share.
    let mut due = Vec::new();
    for _ in 0..AT_ONCE_A_CLIENT {
        due.extend(queues.iter_mut().filter_map(Iterator::next));
    }
    due.truncate(room);
    let mut claimed = Vec::new();
    for one in due {
        let claim = cx.write_one(async |work| Ok(outbox_deliveries::claim(work, one.key(), now, lease_end).await?));
        claimed.extend(claim.await?);
    }
    Ok(claimed)
}

fn limit(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What came of a try.
struct Outcome {
    verdict: LogoutAnswer,
    status: Option<u16>,
    error: String,
}

impl Outcome {
    fn unclear(error: &impl ToString) -> Self {
        Self { verdict: LogoutAnswer::Unclear, status: None, error: error.to_string() }
    }

    /// Nothing that a later try would change.
    fn pointless(error: &str) -> Self {
        Self { verdict: LogoutAnswer::Refused, status: None, error: error.to_owned() }
    }
}

/// Makes one try of a claimed delivery and notes what came of it.
///
/// # Errors
/// When the database fails: the lease then ends, and it is tried again.
pub async fn deliver(cx: &Cx<'_>, one: &Delivery) -> Result<(), Error> {
    let outcome = post(cx, one).await?;
    // The client may have taken its time.
    let now = cx.app.clock.now();
    let attempts = i64::from(cx.app.config.logout.backchannel_attempts);
    let over = outcome.verdict == LogoutAnswer::Refused || one.attempts >= attempts;
    let result = cx
        .write(async |work| {
            let (status, why) = (outcome.status, outcome.error.as_str());
            let result = match outcome.verdict {
                LogoutAnswer::Delivered => {
                    outbox_deliveries::deliver(work, one, outcome.status, now).await?.then_some("delivered")
                }
                _ if over => outbox_deliveries::fail(work, one, status, why, now).await?.then_some("failed"),
                _ => {
                    let pause = rules::pause_after(one.attempts, cx.app.config.logout.backchannel_retry);
                    outbox_deliveries::retry(work, one, status, why, now + pause).await?;
                    None
                }
            };
            if let Some(result) = result {
                note(cx, work, one, &outcome, result == "delivered").await?;
            }
            Ok(result)
        })
        .await?;
    metrics::counter!(crate::telemetry::BACKCHANNEL_LOGOUTS, "outcome" => result.unwrap_or("retried")).increment(1);
    if result != Some("delivered") {
        tracing::warn!(
            client_id = one.target,
            attempt = one.attempts,
            status = outcome.status,
            over,
            "a client was not told of a logout: {}",
            outcome.error
        );
    }
    Ok(())
}

async fn post(cx: &Cx<'_>, one: &Delivery) -> Result<Outcome, Error> {
    let Some(client) = clients::find(cx, &ClientId::new(one.target.as_str())).await? else {
        return Ok(Outcome::pointless("the client is gone or switched off"));
    };
    let Some(uri) = client.client.metadata.backchannel_logout_uri.as_deref() else {
        return Ok(Outcome::pointless("the client no longer has a backchannel_logout_uri"));
    };
    let token = match logout_token(cx, &client, &one.data).await {
        Ok(token) => token,
        Err(error) => return Ok(Outcome::unclear(&error)),
    };
    // Back-Channel Logout §2.5: the one parameter of a form.
    let answer = cx.app.delivery_client.post_form(uri, &[("logout_token", &token)]).await;
    let (status, error) = match answer {
        Ok(Fetched { status, .. }) | Err(FetchError::Status(status)) => {
            (Some(status), format!("{}: {}", origin(uri), FetchError::Status(status).for_operator()))
        }
        // The status was a good one, or the body would not have been read; it says nothing more.
        Err(FetchError::TooLarge { .. }) => (Some(200), String::new()),
        Err(error) => (None, format!("{}: {}", origin(uri), error.for_operator())),
    };
    Ok(Outcome { verdict: rules::verdict(status), status, error })
}

/// Scheme, host and port of an address: the rest may hold what is the client's own business.
fn origin(uri: &str) -> String {
    url::Url::parse(uri).map_or_else(|_| "the address".to_owned(), |url| url.origin().ascii_serialization())
}

/// A fresh logout token: each try has its own `jti` and time. Signed and encrypted as the client's ID
/// tokens are.
async fn logout_token(cx: &Cx<'_>, client: &CachedClient, data: &Map<String, Value>) -> Result<String, Error> {
    let jti = data_encoding::BASE64URL_NOPAD.encode(&cx.app.entropy.bytes::<16>());
    let facts = rules::NewLogoutToken {
        issuer: cx.issuer.url.as_str(),
        client: &client.client.id,
        subject: data.get("sub").and_then(Value::as_str),
        sid: data.get("sid").and_then(Value::as_str).unwrap_or_default(),
        jti: &jti,
    };
    let claims = rules::claims(&facts, cx.now);
    match answers::ready(cx, client, AnswerKind::LogoutToken).await?.write(cx, claims)? {
        ProtectedAnswer::Jwt(token) => Ok(token),
        ProtectedAnswer::Json(_) => Err(Error::internal("a logout token that is not a JWT")),
    }
}

/// The result in the audit log, once it is final.
async fn note(cx: &Cx<'_>, work: &mut Work, one: &Delivery, outcome: &Outcome, delivered: bool) -> Result<(), Error> {
    let cause = outbox::find(work, &one.event_id).await?.map(|event| event.payload).unwrap_or_default();
    let id = |name: &str| cause.get(name).and_then(Value::as_str);
    let delivery = Delivered {
        delivered,
        client: ClientId::new(one.target.as_str()),
        user: id("user_id").map(Id::from_stored),
        session: id("session_id").map(Id::from_stored),
        attempts: one.attempts,
        status: outcome.status,
        reason: outcome.error.clone(),
    };
    work.emit(cx, Event::BackchannelLogout(delivery)).await
}
