//! The queue: at least once, by one instance, until it is too old.

use std::{fs, os::unix::fs::PermissionsExt, sync::Arc};

use serde_json::json;
use signet::{
    base::{secret::Secret, time::Seconds},
    config::{Config, mail::MailDriver},
    domain::{
        consumers::{
            mail,
            messages::{self, MessageOutcome},
        },
        directory::accounts::{self, NewPassword, password_link},
        installation::{maintenance, setup},
        kernel::{Error, mail::Recipient, messages::Channel},
    },
    jobs::Jobs,
    render::{Locale, mail::MailKind},
};
use tokio::sync::Notify;

use super::{audited, link_by_mail, link_in, listed, queue_test, round, sends_to, until};
use crate::support::{Engine, PASSWORD, SmtpAct, SmtpSink, SmtpStep, TestApp, on_both_engines};

fn to_files(config: &mut Config) {
    config.mail.driver = Some(MailDriver::File);
    config.mail.from = Some("no-reply@northwind.example".parse().unwrap());
    config.mail.directory = Some(config.keys.master_key_file.with_file_name("mails"));
}

/// A mail server that is not there.
pub(super) fn nowhere(config: &mut Config) {
    config.mail.driver = Some(MailDriver::Smtp);
    config.mail.from = Some("no-reply@northwind.example".parse().unwrap());
    config.mail.smtp_host = Some("localhost".to_owned());
    config.mail.smtp_port = Some(9);
}

/// Nothing sends, and the issuer is not on this machine.
fn off(config: &mut Config) {
    config.issuer.url = signet::base::url::Issuer::parse("https://id.example.com").unwrap();
}

/// Two instances that send to one server.
struct Pair {
    sink: SmtpSink,
    one: TestApp,
    two: TestApp,
}

async fn pair(t: &TestApp) -> Pair {
    let sink = SmtpSink::start().await;
    let one = t.another_instance_with(|config| sends_to(config, &sink)).await;
    let two = t.another_instance_with(|config| sends_to(config, &sink)).await;
    Pair { sink, one, two }
}

/// The files as text, oldest first.
fn files(t: &TestApp) -> Vec<String> {
    let folder = t.app.config.mail.directory.clone().unwrap();
    let mut all: Vec<_> = fs::read_dir(folder).map(|dir| dir.flatten().collect()).unwrap_or_default();
    all.sort_by_key(fs::DirEntry::file_name);
    all.iter().map(|entry| fs::read_to_string(entry.path()).unwrap()).collect()
}

on_both_engines!(
    a_password_that_is_set_is_told_to_its_owner_in_their_language,
    |config| {
        to_files(config);
    },
    |t| {
        let ada = t.person("ada").await;
        t.set_password("ada", "quite another long secret").await;
        let claims = json!({"locale": "de-AT"}).as_object().cloned().unwrap();
        let german = accounts::NewUser {
            username: "grete".to_owned(),
            email: Some("grete@example.com".to_owned()),
            claims,
            ..accounts::NewUser::default()
        };
        let grete = accounts::create(&t.cx(), german).await.unwrap();
        let new = NewPassword { password: Secret::new("noch ein langes Geheimnis".to_owned()), keep_sessions: false };
        accounts::set_password(&t.cx(), &grete.id, new).await.unwrap();
        // Without an address there is nobody to tell.
        let quiet = accounts::NewUser { username: "quiet".to_owned(), ..accounts::NewUser::default() };
        accounts::create(&t.cx(), quiet).await.unwrap();
        t.set_password("quiet", PASSWORD).await;
        assert_eq!(round(&t).await.len(), 2);
        let all = files(&t);
        let subjects: Vec<&str> =
            all.iter().filter_map(|text| text.lines().find(|line| line.starts_with("Subject: "))).collect();
        assert_eq!(
            subjects,
            [
                "Subject: Your Signet password was changed",
                "Subject: Ihr Passwort bei Signet wurde =?utf-8?b?Z2XDpG5kZXJ0?="
            ]
        );
        assert!(all[0].contains(&format!("Account: {}", ada.username)) && !all[0].contains("http"), "{}", all[0]);
    }
);

// How a row is named and sealed is kept: what waits while a server is replaced by a newer one is sent by that.
on_both_engines!(
    a_mail_that_a_version_before_wrote_down_is_sent,
    |config| {
        to_files(config);
    },
    |t| {
        queue_test(&t, "ada@example.com").await;
        let named = "SELECT COUNT(*) FROM outbox o JOIN outbox_deliveries d ON d.event_id = o.id \
                     WHERE o.kind = 'mail' AND d.consumer = 'mail' AND o.payload LIKE '%\"mail\"%\"test\"%'";
        assert_eq!(t.count(named).await, 1);
        let id = listed(&t).await[0].event_id.clone();
        let until = t.now() + 600;
        let text = json!({"to": "bob@example.com", "locale": "en", "until": until, "content": {"kind": "test"}});
        let sealed = t.app.sealer.seal(&format!("mails/{id}"), text.to_string().as_bytes(), &t.app.entropy);
        let data = json!({ "sealed": sealed });
        t.engine().execute(&format!("UPDATE outbox_deliveries SET data = '{data}'")).await;
        assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
        assert!(files(&t)[0].contains("To: bob@example.com"), "{}", files(&t)[0]);
    }
);

on_both_engines!(
    a_newer_link_takes_the_place_of_an_older_one_that_still_waits,
    |config| {
        to_files(config);
    },
    |t| {
        let ada = t.person("ada").await;
        link_by_mail(&t, &ada.id).await;
        t.clock.advance(1);
        link_by_mail(&t, &ada.id).await;
        assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
        let rows = listed(&t).await;
        assert_eq!(rows.iter().map(|row| row.last_error.as_deref()).collect::<Vec<_>>(), [None, Some("superseded")]);
        let [text] = &files(&t)[..] else { panic!("not one file") };
        assert_eq!(t.browser().get(&link_in(text)).await.heading(), "Choose a new password");
    }
);

on_both_engines!(
    a_mail_that_cannot_be_sent_is_tried_after_growing_pauses_and_given_up,
    |config| {
        nowhere(config);
    },
    |t| {
        queue_test(&t, "ada@example.com").await;
        let began = t.now();
        let mut tries = Vec::new();
        // A day and an hour, every five seconds.
        while t.now() < began + 25 * 3600 {
            for outcome in round(&t).await {
                tries.push((t.now() - began, outcome));
            }
            t.clock.advance(5);
        }
        let (last, tried) = tries.split_last().unwrap();
        let moments: Vec<i64> = tried.iter().map(|(at, _)| *at).take(7).collect();
        assert_eq!(moments, [0, 5, 25, 105, 425, 1705, 3505]);
        assert!(tried.iter().all(|(_, one)| matches!(one, MessageOutcome::Retried { down: true, .. })), "{tried:?}");
        assert!(last.0 >= 86_400 && last.0 <= 86_400 + 1800, "{last:?}");
        let MessageOutcome::GivenUp(why) = &last.1 else { panic!("{last:?}") };
        assert!(why.starts_with("too old; connecting: Connection error: "), "{why}");
        let [(kind, data)] = &audited(&t).await[..] else { panic!("not one event") };
        assert_eq!((kind.as_str(), data["mail"].as_str()), ("mail.failed", Some("test")));
        // It is told for a week, and gone after that.
        t.clock.advance(8 * 86_400);
        while maintenance::purge(&t.cx()).await.unwrap() {}
        assert!(listed(&t).await.is_empty());
    }
);

on_both_engines!(
    a_link_that_has_ended_is_not_sent,
    |config| {
        nowhere(config);
    },
    |t| {
        let ada = t.person("ada").await;
        link_by_mail(&t, &ada.id).await;
        t.clock.advance(3600);
        let MessageOutcome::GivenUp(why) = &round(&t).await[0] else { panic!("it was tried") };
        assert_eq!(why, "too old; it could not be tried");
    }
);

on_both_engines!(
    what_needs_mail_is_refused_where_none_can_be_sent,
    |config| {
        off(config);
    },
    |t| {
        let ada = t.person("ada").await;
        let refused = password_link::issue_by_mail(&t.cx(), &ada.id, Seconds::hours(1)).await.unwrap_err();
        let told = "mail: no mail can be sent: set mail.driver, see the section [mail] of the configuration";
        assert_eq!(refused.to_string(), told);
        let to = Recipient::address("ada@example.com", Locale::En).unwrap();
        assert_eq!(mail::send_sample(&t.cx(), &to, MailKind::Test).await.unwrap_err().to_string(), told);
        assert_eq!(setup::link_by_mail(&t.cx(), "ada@example.com").await.unwrap_err().to_string(), told);
        // A notice is left out, and what it tells of happens.
        t.set_password("ada", "quite another long secret").await;
        assert!(listed(&t).await.is_empty());
    }
);

#[tokio::test]
async fn who_has_no_address_gets_no_link_by_mail_and_keeps_the_one_before() {
    let t = TestApp::start(Engine::sqlite(), to_files).await;
    let quiet = accounts::NewUser { username: "quiet".to_owned(), ..accounts::NewUser::default() };
    let quiet = accounts::create(&t.cx(), quiet).await.unwrap();
    let before = password_link::issue(&t.cx(), &quiet.id, Seconds::hours(1)).await.unwrap();
    let refused = password_link::issue_by_mail(&t.cx(), &quiet.id, Seconds::hours(1)).await.unwrap_err();
    assert_eq!(refused.to_string(), "user: the account has no e-mail address");
    let Error::Invalid(fields) = refused else { panic!("{refused}") };
    assert_eq!(fields[0].code, "no_email");
    assert_eq!(t.browser().get(before.link.expose()).await.answer.status, 200);
}

on_both_engines!(what_one_instance_holds_no_other_sends, |t| {
    let Pair { sink, one, two } = pair(&t).await;
    queue_test(&one, "ada@example.com").await;
    let released = Arc::new(Notify::new());
    sink.once(SmtpStep::Message, SmtpAct::Hold(Arc::clone(&released)));
    let (outcomes, ()) = tokio::join!(round(&one), async {
        sink.arrival().await;
        assert!(round(&two).await.is_empty());
        // It is renewed after five seconds of real time, which nothing can move, and counts from there.
        let lease_end = listed(&t).await[0].next_at;
        t.clock.advance(12);
        until("a renewal", async || listed(&t).await[0].next_at > lease_end).await;
        t.clock.advance(12);
        assert!(round(&two).await.is_empty());
        released.notify_one();
    });
    assert!(matches!(&outcomes[..], [MessageOutcome::Sent(_)]), "{outcomes:?}");
    assert_eq!(sink.mails().len(), 1);
});

on_both_engines!(a_mail_of_an_instance_that_died_is_sent_by_another_with_the_same_name, |t| {
    let Pair { sink, one, two } = pair(&t).await;
    queue_test(&one, "ada@example.com").await;
    let claimed = messages::claim(&one.cx(), Channel::Mail, 8).await.unwrap();
    // It dies when the server has the mail, before its note.
    sink.once(SmtpStep::Message, SmtpAct::Hold(Arc::default()));
    let cx = one.cx();
    let mut sending = Box::pin(messages::deliver(&cx, Channel::Mail, &claimed[0]));
    tokio::select! {
        _ = &mut sending => panic!("it was noted"),
        () = sink.arrival() => {}
    }
    drop(sending);
    assert!(round(&two).await.is_empty(), "the lease is not over");
    t.clock.advance(20);
    sink.well();
    assert!(matches!(&round(&two).await[..], [MessageOutcome::Sent(_)]));
    let mails = sink.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].message, mails[1].message);
});

on_both_engines!(two_instances_that_work_at_once_send_each_mail_once, |t| {
    let Pair { sink, one, two } = pair(&t).await;
    for number in 0..40 {
        queue_test(&one, &format!("ada{number}@example.com")).await;
    }
    let jobs = [Jobs::start(&one.app), Jobs::start(&two.app)];
    until("forty mails", async || listed(&t).await.iter().all(|row| row.delivered_at.is_some())).await;
    for one in jobs {
        one.stop().await;
    }
    let mut sent: Vec<String> = sink.mails().into_iter().map(|mail| mail.to).collect();
    sent.sort();
    let all = sent.len();
    sent.dedup();
    assert_eq!((all, sent.len()), (40, 40));
});

on_both_engines!(a_mail_that_one_instance_cannot_read_is_sent_by_another, |t| {
    let file = t.app.config.keys.master_key_file.clone();
    let old = file.with_file_name("old.key");
    fs::rename(&file, &old).unwrap();
    fs::write(&file, data_encoding::BASE64.encode(&[42; 32])).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let newer = t.another_instance_with(|config| config.keys.previous_master_key_files = vec![old]).await;
    queue_test(&newer, "ada@example.com").await;
    let [MessageOutcome::Retried { why, down: false }] = &round(&t).await[..] else { panic!("it was not put off") };
    assert!(why.starts_with("it cannot be read: it is sealed under the master key "), "{why}");
    t.clock.advance(5);
    assert!(matches!(&round(&newer).await[..], [MessageOutcome::Sent(_)]));
});
