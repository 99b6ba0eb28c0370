//! A password was forgotten: a link to set another one goes by mail to the address of the account.
//!
//! ```text
//!  request   the form was sent: counted by address, written down sealed. Nobody is looked up
//!  answer    a moment later, in the background: looked up, and mailed if there is somebody to mail
//! ```
//! So whoever asks gets the same answer at the same cost, whomever they name. Mail goes to an address only if it was
//! proven to be the person's (NIST SP 800-63B §4.2.2) and the account is on and has a password: nobody else gets any, so
//! that no form of ours fills the mailboxes of strangers.

use serde::{Deserialize, Serialize};
use serde_json::Map;

use crate::{
    base::{
        id::{InteractionId, OutboxId},
        time::Seconds,
    },
    config::limits::RuleName,
    domain::kernel::{
        Actor, Cx, Effect, Error, Event, Origin, Work,
        ahead::{self, Pauses},
        device::{self, Device},
        event::UserEvent,
        limits::{self, Allowance},
        mail::{self, NewMail, Recipient},
        messages::{self, Channel},
        one_time::{self, LinkSubject, Purpose},
        seals,
    },
    render::{
        Locale,
        mail::{MailContent, MailKind},
    },
    store::{
        login_names::{self, NamedUser},
        one_time_tokens,
        outbox::{self, OutboxEvent},
        outbox_deliveries::{self, Delivery, DeliveryKey},
        users::{self, User},
    },
};

/// Where the links lead.
pub const PATH: &str = one_time::RECOVERY_PATH;
/// How long a link lives.
pub const LIFETIME: Seconds = one_time::RECOVERY_LIFETIME;

/// This consumer of the outbox, and the kind of its events.
const CONSUMER: &str = "password_recovery";
/// How long somebody's wish is kept, whatever becomes of it.
const KEPT: Seconds = Seconds::hours(1);
/// Who asks again so soon has pressed twice.
const PAUSE: Seconds = Seconds(60);
/// How long a wish belongs to the instance that looks at it.
const LEASE: Seconds = Seconds(20);
/// Wishes answered in a row before mails get their turn.
const BATCH: i64 = 50;

/// Somebody forgot their password.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecoveryRequest {
    /// The user name or address that was typed.
    pub name: String,
    /// The interaction that goes on afterwards, in the browser that began it.
    pub interaction: Option<InteractionId>,
    /// The language of the page, for whoever has chosen none.
    pub locale: String,
    /// What the device cookie of the browser says, as it came.
    #[serde(default)]
    pub device: Option<String>,
}

/// What is kept of it until it is answered, sealed.
#[derive(Serialize, Deserialize)]
struct SealedRequest {
    request: RecoveryRequest,
    origin: Origin,
}

/// Writes down that somebody forgot their password, whoever it is and whether there is such an account or not.
///
/// # Errors
/// [`Error::TooMany`] when the address asked for too many links, or when the database fails.
pub async fn request(cx: &Cx<'_>, request: RecoveryRequest) -> Result<(), Error> {
    let id: OutboxId = cx.new_id();
    let target = format!("{CONSUMER}/{id}");
    let kept = SealedRequest { request, origin: cx.origin.clone() };
    let text = serde_json::to_vec(&kept).map_err(Error::internal)?;
    let data = messages::sealed_data(&cx.app.sealer.seal(&seals::password_recovery(&id), &text, &cx.app.entropy));
    let event = OutboxEvent {
        id: id.clone(),
        issuer_id: cx.issuer.id.clone(),
        at: cx.now,
        kind: CONSUMER.to_owned(),
        payload: Map::new(),
        expires_at: cx.now + KEPT,
    };
    cx.write(async |work| {
        limits::admit_recovery(cx, work).await?;
        outbox::insert(work, &event).await?;
        let key = DeliveryKey { event: &id, consumer: CONSUMER, target: &target };
        outbox_deliveries::insert(work, key, &data, cx.now).await?;
        work.after_commit(Effect::WakeMessages(Channel::Mail));
        Ok(())
    })
    .await
}

/// Answers those who asked: one round.
///
/// # Errors
/// When the database fails: what was not answered is tried again.
pub async fn answer(cx: &Cx<'_>) -> Result<(), Error> {
    if !mail::is_possible(cx) {
        return Ok(());
    }
    ahead::bring_forward(cx, CONSUMER, Pauses { longest: LEASE, lease: LEASE }).await?;
    let mut conn = cx.read().await?;
    let due = outbox_deliveries::list_due_for_any(&mut conn, CONSUMER, cx.now, BATCH).await?;
    drop(conn);
    for one in due {
        let lease_end = cx.now + LEASE;
        let claimed =
            cx.write_one(async |work| Ok(outbox_deliveries::claim(work, one.key(), cx.now, lease_end).await?));
        let Some(one) = claimed.await? else { continue };
        let outcome = answer_one(cx, &one).await?;
        metrics::counter!(crate::telemetry::PASSWORD_RECOVERIES, "outcome" => outcome).increment(1);
    }
    Ok(())
}

async fn answer_one(cx: &Cx<'_>, one: &Delivery) -> Result<&'static str, Error> {
    let opened =
        cx.app.sealer.open(&seals::password_recovery(&one.event_id), messages::sealed_text(one).unwrap_or_default());
    let kept: Option<SealedRequest> = opened.ok().and_then(|text| serde_json::from_slice(text.expose()).ok());
    let Some(SealedRequest { request, origin }) = kept else {
        let why = "it cannot be read";
        cx.write(async |work| Ok(outbox_deliveries::fail(work, one, None, why, cx.now).await?)).await?;
        return Ok("unreadable");
    };
    let cx = &cx.acting(Actor::Anonymous).from_origin(&origin);
    cx.write(async |work| {
        let named = login_names::find(work, &users::fold(&request.name)).await?;
        let known = |named: &NamedUser| {
            let password = named.password.as_ref()?;
            Some(device::find(cx, request.device.as_deref(), &named.user.id, password))
        };
        // With a password, and in which of their browsers, if it is one.
        let with_password = named.and_then(|named| Some((known(&named)?, named.user.id)));
        let (held, device) = match with_password {
            Some((device, user)) => (users::find_held(work, &user).await?, device),
            None => (None, None),
        };
        if !outbox_deliveries::deliver(work, one, None, cx.now).await? {
            return Ok("lost");
        }
        match held.filter(may_recover) {
            Some(person) => send(cx, work, Asked { person, request, device }).await,
            None => Ok("nobody"),
        }
    })
    .await
}

/// Whether the account is on, and its address is known to be the person's.
fn may_recover(person: &User) -> bool {
    person.disabled_at.is_none() && person.email_verified_at.is_some()
}

/// Somebody who gets a link.
struct Asked {
    person: User,
    request: RecoveryRequest,
    /// The browser that asked, where they have signed in before.
    device: Option<Device>,
}

/// Mails the link; those that the person had before are worth nothing from then on.
async fn send(cx: &Cx<'_>, work: &mut Work, asked: Asked) -> Result<&'static str, Error> {
    let Asked { person, request, device } = asked;
    let Some(to) = Recipient::person(&person) else { return Ok("nobody") };
    let purpose = Purpose::Recovery;
    if let Some(last) = one_time_tokens::newest_for_user(work, &person.id, purpose.as_str()).await?
        && ahead::is_within(PAUSE, last, cx.now)
    {
        return Ok("repeated");
    }
    let key = match &device {
        // Strangers do not use up what the person asks for in their own browser.
        Some(device) => format!("device\0{}\0{}", person.id, device.as_str()),
        None => person.id.as_str().to_owned(),
    };
    if let Some(allowance) = Allowance::of(cx, RuleName::RecoveryAccount, &key, 1)
        && let Err(exceeded) = allowance.take(cx, work).await?
    {
        work.note(exceeded.about(Some(&person.id)));
        return Ok("limited");
    }
    one_time_tokens::delete_for_user(work, &person.id, purpose.as_str()).await?;
    let subject = LinkSubject { interaction: request.interaction.clone(), ..LinkSubject::user(person.id.clone()) };
    let secret = one_time::issue(cx, work, purpose, subject, LIFETIME).await?;
    work.emit(cx, Event::User(UserEvent::PasswordRecoveryRequested, person.id.clone())).await?;
    let about = format!("{CONSUMER}/{}", person.id);
    let locale = person.language().and_then(Locale::of_tag).or_else(|| Locale::of_tag(&request.locale));
    let content = MailContent {
        account: Some(person.username),
        link: Some(cx.issuer.url.join(&format!("{PATH}?token={}", secret.expose()))),
        ends_at: Some(cx.now + LIFETIME),
        ..MailContent::of(MailKind::PasswordRecovery)
    };
    let to = Recipient { locale: locale.unwrap_or(to.locale), ..to };
    mail::queue(cx, work, NewMail { to: &to, content, about: Some(&about) }).await?;
    Ok("mailed")
}
