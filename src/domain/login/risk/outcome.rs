//! What follows a verdict: a mail, one question more, or a stop.

use super::{
    arrival::{Arrival, Weighed, learn},
    weigh::Verdict,
};
use crate::{
    config::{limits::RuleName, risk::Reaction},
    domain::{
        kernel::{
            Actor, Cx, Error, Event, Feature, Location, Work,
            limits::Allowance,
            mail::{self, NewMail, Recipient},
            one_time::{self, LinkSubject, Purpose, RECOVERY_LIFETIME, RECOVERY_PATH},
            risk_event::{RiskEvent, RiskOutcome},
        },
        login::{Proven, Verified, policy, throttle},
    },
    render::mail::{MailContent, MailKind},
    store::one_time_tokens,
};

/// Whether a right password could be answered like a wrong one.
pub fn may_stop(cx: &Cx<'_>) -> bool {
    cx.app.config.risk.may_stop()
}

/// Whether so many failures in a row are held against an account until somebody has proven more than its password: else
/// the next try would find them forgotten.
pub fn is_burst_held(cx: &Cx<'_>, failures: i64) -> bool {
    let risk = &cx.app.config.risk;
    risk.failure_burst >= Reaction::StepUp && failures >= i64::from(risk.burst)
}

/// What is wanted of a sign-in that was weighed so.
fn wanted(cx: &Cx<'_>, arrival: &Arrival<'_>, verdict: &Verdict) -> Reaction {
    verdict.reaction().min(arrival.verified.most_reaction(cx, arrival.person))
}

/// Whether the sign-in is stopped: writes that down and mails its owner a link to set another password. To be answered
/// with [`Error::SignInStopped`], which keeps what was written.
///
/// # Errors
/// When the database fails.
pub async fn stop(cx: &Cx<'_>, work: &mut Work, arrival: &Arrival<'_>, weighed: &Weighed) -> Result<bool, Error> {
    let verdict = &weighed.verdict;
    if wanted(cx, arrival, verdict) != Reaction::Block {
        return Ok(false);
    }
    let is_mailed = mail_way_in(cx, work, arrival).await?;
    let done = if is_mailed { RiskOutcome::Stopped } else { RiskOutcome::StoppedUntold };
    tell(cx, work, arrival, verdict, done).await?;
    Ok(true)
}

/// Whether somebody proves one thing more; writes down what was decided. The mail follows the event.
///
/// # Errors
/// When the database fails.
pub async fn apply(cx: &Cx<'_>, work: &mut Work, arrival: &Arrival<'_>, weighed: &Weighed) -> Result<bool, Error> {
    let verdict = &weighed.verdict;
    let reaction = wanted(cx, arrival, verdict);
    if reaction == Reaction::Off {
        return Ok(false);
    }
    let person = arrival.person;
    let told = if mail::is_possible(cx) && Recipient::person(person).is_some() {
        RiskOutcome::Notified
    } else {
        RiskOutcome::Noted
    };
    let done = match reaction {
        Reaction::StepUp if person.second_factor_at.is_some() => RiskOutcome::AskedForFactor,
        Reaction::StepUp if policy::can_be_mailed(cx, person) => RiskOutcome::AskedForMail,
        Reaction::StepUp if told == RiskOutcome::Notified => RiskOutcome::NothingToAsk,
        _ => told,
    };
    tell(cx, work, arrival, verdict, done).await?;
    Ok(matches!(done, RiskOutcome::AskedForFactor | RiskOutcome::AskedForMail))
}

/// A session begins: it is usual from now on, and whoever has proven more than a password is held to no failures of
/// others.
///
/// # Errors
/// When the database fails.
pub async fn began(cx: &Cx<'_>, work: &mut Work, proven: &Proven, weighed: Weighed) -> Result<(), Error> {
    let is_typed = matches!(proven.verified, Verified::Password { failures: Some(_), .. });
    if cx.app.config.risk.failure_burst >= Reaction::StepUp && !is_typed {
        throttle::forget_account(cx, work, &proven.user).await?;
    }
    learn(cx, work, &proven.user, weighed).await
}

async fn tell(
    cx: &Cx<'_>,
    work: &mut Work,
    arrival: &Arrival<'_>,
    verdict: &Verdict,
    done: RiskOutcome,
) -> Result<(), Error> {
    let wanted = wanted(cx, arrival, verdict);
    for one in &verdict.signals {
        let (signal, decision) = (one.name, wanted.as_str());
        metrics::counter!(crate::telemetry::SIGN_IN_RISKS, "signal" => signal, "decision" => decision).increment(1);
    }
    let event = RiskEvent { user: arrival.person.id.clone(), wanted, done, signals: verdict.signals.clone() };
    work.emit(&cx.acting(Actor::Anonymous), Event::SignInRisk(event)).await
}

/// Mails a link to set another password, as whoever forgot theirs gets one: whether it was the owner or somebody who
/// knows their password, it is what helps. Answers whether it was mailed.
async fn mail_way_in(cx: &Cx<'_>, work: &mut Work, arrival: &Arrival<'_>) -> Result<bool, Error> {
    let person = arrival.person;
    let may = person.email_verified_at.is_some() && Feature::PasswordRecovery.is_on(cx.app);
    let Some(to) = Recipient::person(person).filter(|_| may && mail::is_possible(cx)) else { return Ok(false) };
    if let Some(allowance) = Allowance::of(cx, RuleName::RecoveryAccount, &format!("stopped\0{}", person.id), 1)
        && allowance.take(cx, work).await?.is_err()
    {
        return Ok(false);
    }
    let purpose = Purpose::Recovery;
    one_time_tokens::delete_for_user(work, &person.id, purpose.as_str()).await?;
    let subject = LinkSubject { interaction: arrival.interaction.cloned(), ..LinkSubject::user(person.id.clone()) };
    let secret = one_time::issue(cx, work, purpose, subject, RECOVERY_LIFETIME).await?;
    let content = MailContent {
        account: Some(person.username.clone()),
        link: Some(cx.issuer.url.join(&format!("{RECOVERY_PATH}?token={}", secret.expose()))),
        ends_at: Some(cx.now + RECOVERY_LIFETIME),
        happened_at: Some(cx.now),
        place: Location::of_call(cx, to.locale),
        ..MailContent::of(MailKind::SignInStopped)
    };
    let about = format!("password_recovery/{}", person.id);
    mail::queue(cx, work, NewMail { to: &to, content, about: Some(&about) }).await?;
    Ok(true)
}
