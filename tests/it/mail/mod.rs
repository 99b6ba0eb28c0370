//! Mail: written down with what it tells of, sent once the commit is through, tried until it is sent or too old.

mod clock;
mod inbox;
mod outbox;
mod services;
mod smtp;

use std::time::{Duration, Instant};

use serde_json::{Map, Value};
use signet::{
    base::{id::UserId, time::Seconds},
    config::{Config, mail::MailDriver},
    domain::{
        consumers::{
            mail,
            messages::{self, MessageOutcome},
        },
        directory::accounts::password_link,
        kernel::{mail::Recipient, messages::Channel},
    },
    render::{Locale, mail::MailKind},
    store::{
        PageRequest, audit,
        outbox_deliveries::{self, Logged, Narrowed},
    },
};

use crate::support::{SmtpSink, TestApp, plain_text};

/// The settings that send to the sink, with STARTTLS.
fn sends_to(config: &mut Config, sink: &SmtpSink) {
    config.mail.driver = Some(MailDriver::Smtp);
    config.mail.from = Some("Northwind <no-reply@northwind.example>".parse().unwrap());
    config.mail.smtp_host = Some("localhost".to_owned());
    config.mail.smtp_port = Some(sink.port());
    config.mail.timeout = Seconds(5);
    config.outbound.extra_ca_files = vec![sink.authority().to_owned()];
}

/// Does one round of the job, one mail after the other, and answers what came of each.
async fn round(t: &TestApp) -> Vec<MessageOutcome> {
    let mut outcomes = Vec::new();
    for one in messages::claim(&t.cx(), Channel::Mail, 8).await.unwrap() {
        outcomes.push(messages::deliver(&t.cx(), Channel::Mail, &one).await.unwrap());
    }
    outcomes
}

/// The mails, newest first.
async fn listed(t: &TestApp) -> Vec<Logged> {
    let mut conn = t.cx().read().await.unwrap();
    outbox_deliveries::list(&mut conn, Channel::Mail.as_str(), &t.app.issuer.id, Narrowed::default(), 100)
        .await
        .unwrap()
}

/// The names of those events of the audit log that are about mail, oldest first, with their data.
async fn audited(t: &TestApp) -> Vec<(String, Map<String, Value>)> {
    let mut conn = t.cx().read().await.unwrap();
    let mut all = audit::list(&mut conn, &audit::Filter::default(), &PageRequest::first(100)).await.unwrap();
    all.reverse();
    all.into_iter().filter(|one| one.kind.starts_with("mail.")).map(|one| (one.kind, one.data)).collect()
}

async fn link_by_mail(t: &TestApp, user: &UserId) {
    password_link::issue_by_mail(&t.cx(), user, Seconds::hours(1)).await.unwrap();
}

/// The link in such a mail.
fn link_in(message: &str) -> String {
    let text = plain_text(message);
    let mut lines = text.lines();
    let link = lines.find(|line| line.starts_with("http://localhost:8080/password?token="));
    link.unwrap_or_else(|| panic!("no link in {text}")).to_owned()
}

async fn queue_test(t: &TestApp, address: &str) {
    let to = Recipient::address(address, Locale::En).unwrap();
    mail::queue_sample(&t.cx(), &to, MailKind::Test).await.unwrap();
}

/// Waits for what others do in time that passes.
async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < Duration::from_secs(60), "{what} did not happen");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
