//! Somebody who has just proven who they are: what is known of that, and what is remembered of it.

use super::{
    memory,
    weigh::{Likeness, Verdict, weigh},
};
use crate::{
    app::countries::PlaceOnEarth,
    base::{
        id::{InteractionId, UserId},
        time::Timestamp,
    },
    config::risk::{Reaction, Risk},
    domain::{
        kernel::{
            Cx, Error, Work, device,
            limits::{address, is_trusted},
        },
        login::Verified,
        sessions::visitor::Visitor,
    },
    store::{
        credentials,
        sign_in_memories::{self, SignInMemory},
        users::User,
    },
};

/// Somebody who has just proven who they are.
#[derive(Clone, Copy)]
pub struct Arrival<'a> {
    /// In which browser.
    pub visitor: &'a Visitor<'a>,
    /// Who.
    pub person: &'a User,
    /// How.
    pub verified: &'a Verified,
    /// On which journey, if it has a row.
    pub interaction: Option<&'a InteractionId>,
}

/// A sign-in that was weighed, with what was read for it.
#[derive(Debug, Default)]
pub struct Weighed {
    /// What was seen.
    pub verdict: Verdict,
    /// What is remembered of those before.
    memory: Remembered,
}

/// What is remembered of a person.
#[derive(Debug, Default)]
enum Remembered {
    /// It was not read.
    #[default]
    Unread,
    /// This; nothing of somebody who has not signed in since anything is.
    Read(Option<SignInMemory>),
}

/// Weighs a sign-in by the signals that are on. Whoever is held in this unit of work signs in once at a time, so what is
/// remembered is what it is until they are in.
///
/// # Errors
/// When the database fails.
pub async fn look(cx: &Cx<'_>, work: &mut Work, arrival: &Arrival<'_>) -> Result<Weighed, Error> {
    let risk = &cx.app.config.risk;
    let is_weighed = arrival.verified.most_reaction(cx, arrival.person) > Reaction::Off && !is_trusted(cx, address(cx));
    if !is_weighed || risk.reactions().iter().all(|(_, reaction)| *reaction == Reaction::Off) {
        return Ok(Weighed::default());
    }
    let memory = remembered(work, risk, &arrival.person.id).await?;
    let has_device = risk.new_device > Reaction::Off && memory.is_some();
    let knows_device = if has_device { knows_device(cx, work, arrival).await? } else { None };
    let here = here(cx);
    let failures = match arrival.verified {
        Verified::Password { failures, .. } => failures.unwrap_or_default(),
        _ => 0,
    };
    let facts = Likeness { memory: memory.as_ref(), here: here.as_ref(), knows_device, failures, now: cx.now };
    let verdict = weigh(risk, &facts);
    Ok(Weighed { verdict, memory: Remembered::Read(memory) })
}

/// A session has begun: its hour and its place are usual from now on.
pub(super) async fn learn(cx: &Cx<'_>, work: &mut Work, user: &UserId, weighed: Weighed) -> Result<(), Error> {
    let risk = &cx.app.config.risk;
    if !risk.remembers() || is_trusted(cx, address(cx)) {
        return Ok(());
    }
    let known = match weighed.memory {
        Remembered::Read(known) => known,
        Remembered::Unread => remembered(work, risk, user).await?,
    };
    let learned = memory::with(known, user, here(cx).as_ref(), cx.now);
    Ok(sign_in_memories::upsert(work, &learned).await?)
}

async fn remembered(work: &mut Work, risk: &Risk, user: &UserId) -> Result<Option<SignInMemory>, Error> {
    if !risk.remembers() {
        return Ok(None);
    }
    Ok(sign_in_memories::find(work, user).await?)
}

fn here(cx: &Cx<'_>) -> Option<PlaceOnEarth> {
    cx.app.countries.as_ref()?.find(address(cx)?)
}

/// Whether the person has signed in with this browser since they have their password; not known of whoever has none.
async fn knows_device(cx: &Cx<'_>, work: &mut Work, arrival: &Arrival<'_>) -> Result<Option<bool>, Error> {
    let since: Option<Timestamp> = match arrival.verified {
        Verified::Password { stored, .. } => Some(stored.since),
        _ => credentials::find_password(work, &arrival.person.id).await?.map(|password| password.updated_at),
    };
    let cookie = arrival.visitor.device;
    Ok(since.map(|since| device::is_known(cx, cookie, &arrival.person.id, since)))
}
