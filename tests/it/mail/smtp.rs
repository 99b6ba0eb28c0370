//! What is said to a mail server, and what becomes of a mail when that answers otherwise.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use serde_json::json;
use signet::{
    base::time::Seconds,
    config::{mail::SmtpTls, secret::SecretText},
    domain::{consumers::messages::MessageOutcome, kernel::mail::Recipient},
    render::Locale,
};
use tokio::sync::Notify;

use super::{audited, link_by_mail, link_in, listed, queue_test, round, sends_to};
use crate::support::{Engine, SECRET, SmtpAct, SmtpSink, SmtpStep, TestApp, mail_header};

async fn app(sink: &SmtpSink) -> TestApp {
    TestApp::start(Engine::sqlite(), |config| sends_to(config, sink)).await
}

#[tokio::test]
async fn a_link_is_sent_encrypted_and_forgotten() {
    let sink = SmtpSink::start().await;
    let t = app(&sink).await;
    let ada = t.person("ada").await;
    link_by_mail(&t, &ada.id).await;
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(answer)] if answer == "250 2.0.0 taken"));
    let [mail] = &sink.mails()[..] else { panic!("not one mail") };
    assert_eq!((mail.from.as_str(), mail.to.as_str()), ("no-reply@northwind.example", "ada@example.com"));
    assert!(mail.encrypted && mail.login.is_none() && mail.parameters.is_empty(), "{mail:?}");
    let id = listed(&t).await[0].event_id.to_string();
    for (name, expected) in [
        ("From", "Northwind <no-reply@northwind.example>".to_owned()),
        ("To", "ada@example.com".to_owned()),
        ("Subject", "Choose a new password for Signet".to_owned()),
        ("Message-ID", format!("<{id}@northwind.example>")),
        ("Date", "Fri, 15 Jan 2027 08:00:00 +0000".to_owned()),
        ("Auto-Submitted", "auto-generated".to_owned()),
    ] {
        assert_eq!(mail_header(&mail.message, name), Some(expected), "{name}");
    }
    let link = link_in(&mail.message);
    assert_eq!(t.browser().get(&link).await.heading(), "Choose a new password");
    // Nothing of it stays.
    let token = link.split('=').next_back().unwrap();
    let kept = format!("SELECT COUNT(*) FROM outbox_deliveries WHERE data <> '{{}}' OR target LIKE '%{token}%'");
    assert_eq!(t.engine().count(&kept).await, 0);
    let [(kind, data)] = &audited(&t).await[..] else { panic!("not one event") };
    assert_eq!(
        (kind.as_str(), data["mail"].as_str(), data["attempts"].as_i64()),
        ("mail.sent", Some("password_link"), Some(1))
    );
    assert!(round(&t).await.is_empty());
}

#[tokio::test]
async fn what_waits_is_sealed() {
    let sink = SmtpSink::start().await;
    let t = app(&sink).await;
    let ada = t.person("ada").await;
    link_by_mail(&t, &ada.id).await;
    for word in ["ada@example.com", "token", "http"] {
        let sql =
            format!("SELECT COUNT(*) FROM outbox_deliveries WHERE data LIKE '%{word}%' OR target LIKE '%{word}%'");
        assert_eq!(t.engine().count(&sql).await, 0, "{word}");
        assert_eq!(t.engine().count(&format!("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%{word}%'")).await, 0);
    }
}

#[tokio::test]
async fn tls_from_the_first_byte_and_none_at_all() {
    let sink = SmtpSink::with(&["8BITMIME"], true).await;
    let t = TestApp::start(Engine::sqlite(), |config| {
        sends_to(config, &sink);
        config.mail.smtp_tls = SmtpTls::Implicit;
    })
    .await;
    queue_test(&t, "ada@example.com").await;
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
    assert!(sink.mails()[0].encrypted);

    let plain = SmtpSink::with(&[], false).await;
    let t = TestApp::start(Engine::sqlite(), |config| {
        sends_to(config, &plain);
        config.mail.smtp_tls = SmtpTls::None;
    })
    .await;
    queue_test(&t, "ada@example.com").await;
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
    assert!(!plain.mails()[0].encrypted);
}

#[tokio::test]
async fn a_server_without_starttls_or_with_a_strange_certificate_gets_no_mail() {
    let sink = SmtpSink::with(&["AUTH PLAIN"], false).await;
    let t = app(&sink).await;
    queue_test(&t, "ada@example.com").await;
    let told = "the mail server offers no STARTTLS, and mail.smtp_tls is \"starttls\"";
    assert_eq!(round(&t).await, [MessageOutcome::Retried { why: told.to_owned(), down: true }]);

    let strange = SmtpSink::start().await;
    let other = SmtpSink::start().await;
    let t = TestApp::start(Engine::sqlite(), |config| {
        sends_to(config, &strange);
        config.outbound.extra_ca_files = vec![other.authority().to_owned()];
    })
    .await;
    queue_test(&t, "ada@example.com").await;
    let outcomes = round(&t).await;
    let [MessageOutcome::Retried { why, down: true }] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert!(why.starts_with("STARTTLS: ") && why.contains("ertificate"), "{why}");
    assert!(strange.mails().is_empty() && sink.mails().is_empty());
}

#[tokio::test]
async fn a_password_is_shown_to_the_server_alone() {
    let sink = SmtpSink::start().await;
    let t = TestApp::start(Engine::sqlite(), |config| {
        sends_to(config, &sink);
        config.mail.smtp_username = Some("signet".to_owned());
        config.mail.smtp_password = Some(SecretText::from("hunter2"));
    })
    .await;
    queue_test(&t, "ada@example.com").await;
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
    assert_eq!(sink.mails()[0].login.as_deref(), Some("PLAIN |signet|hunter2"));
    assert!(sink.mails()[0].encrypted);
    // A wrong password is the operator's to put right: the mail waits.
    sink.always(SmtpStep::Auth, SmtpAct::Say("535 5.7.8 wrong"));
    queue_test(&t, "ada@example.com").await;
    let told = "AUTH: permanent error (535): 5.7.8 wrong";
    assert_eq!(round(&t).await, [MessageOutcome::Retried { why: told.to_owned(), down: true }]);
    sink.well();
    t.clock.advance(5);
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
}

#[tokio::test]
async fn what_a_server_says_of_a_mail_is_final_and_what_it_says_of_us_is_not() {
    let sink = SmtpSink::start().await;
    let t = app(&sink).await;
    for (step, answer, told, is_final, down) in [
        (
            SmtpStep::Rcpt,
            "550 5.1.1 <ada@example.com> unknown",
            "RCPT TO: permanent error (550): 5.1.1 <<recipient>> unknown",
            true,
            false,
        ),
        (SmtpStep::Data, "554 5.7.1 no", "DATA: permanent error (554): 5.7.1 no", true, false),
        (SmtpStep::Message, "552 5.3.4 too large", "the mail: permanent error (552): 5.3.4 too large", true, false),
        (SmtpStep::Rcpt, "451 4.7.1 greylisted", "RCPT TO: transient error (451): 4.7.1 greylisted", false, false),
        (SmtpStep::Message, "452 4.3.1 full", "the mail: transient error (452): 4.3.1 full", false, false),
        (SmtpStep::Mail, "550 5.7.1 not you", "MAIL FROM: permanent error (550): 5.7.1 not you", false, true),
        (SmtpStep::Greeting, "554 no service", "connecting: permanent error (554): no service", false, true),
        (SmtpStep::Ehlo, "421 4.3.2 later", "connecting: transient error (421): 4.3.2 later", false, true),
        // An answer with another code than that of this step counts as none, whatever it says.
        (SmtpStep::Message, "354 2.0.0 taken", "the mail: 354 instead of 250", false, true),
        (SmtpStep::Data, "250 fine", "DATA: 250 instead of 354", false, true),
    ] {
        t.clock.advance(1);
        queue_test(&t, "ada@example.com").await;
        sink.once(step, SmtpAct::Say(answer));
        let why = told.to_owned();
        let expected = if is_final { MessageOutcome::GivenUp(why) } else { MessageOutcome::Retried { why, down } };
        assert_eq!(round(&t).await, [expected], "{step:?} {answer}");
        let row = &listed(&t).await[0];
        assert_eq!((row.failed_at.is_some(), row.last_error.as_deref()), (is_final, Some(told)));
        if !is_final {
            // The same mail, a moment later.
            assert!(round(&t).await.is_empty());
            t.clock.advance(5);
            assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]), "{answer}");
        }
    }
    let failed = audited(&t).await.into_iter().filter(|(kind, _)| kind == "mail.failed").count();
    assert_eq!(failed, 3);
}

#[tokio::test]
async fn a_server_that_dies_gets_the_mail_again_with_the_same_name_and_words() {
    let sink = SmtpSink::start().await;
    let t = app(&sink).await;
    let ada = t.person("ada").await;
    for step in [SmtpStep::Greeting, SmtpStep::Mail, SmtpStep::Data, SmtpStep::Message] {
        let before = sink.mails().len();
        link_by_mail(&t, &ada.id).await;
        sink.once(step, SmtpAct::Die);
        let outcomes = round(&t).await;
        assert!(matches!(&outcomes[..], [MessageOutcome::Retried { down: true, .. }]), "{step:?}: {outcomes:?}");
        t.clock.advance(5);
        assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]), "{step:?}");
        let copies = &sink.mails()[before..];
        let accepted = copies.iter().filter(|mail| mail.accepted).count();
        // Before the mail was whole, it has one copy; after that the server had it whole, and did not say so.
        assert_eq!((copies.len(), accepted), (1 + usize::from(step == SmtpStep::Message), 1), "{step:?}");
        assert!(copies.windows(2).all(|two| two[0].message == two[1].message), "{step:?}");
    }
    // After the 250 it is sent, whatever comes of the connection.
    let before = sink.mails().len();
    link_by_mail(&t, &ada.id).await;
    sink.once(SmtpStep::Accepted, SmtpAct::Die);
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
    assert_eq!(sink.mails().len(), before + 1);
}

#[tokio::test]
async fn a_server_that_is_slow_is_given_up_before_it_has_the_mail_and_waited_for_once_it_has() {
    let sink = SmtpSink::start().await;
    let t = TestApp::start(Engine::sqlite(), |config| {
        sends_to(config, &sink);
        config.mail.timeout = Seconds(1);
    })
    .await;
    queue_test(&t, "ada@example.com").await;
    sink.once(SmtpStep::Rcpt, SmtpAct::Hold(Arc::default()));
    let told = "RCPT TO: no answer within 1 seconds";
    assert_eq!(round(&t).await, [MessageOutcome::Retried { why: told.to_owned(), down: true }]);
    t.clock.advance(5);
    let until = Arc::new(Notify::new());
    sink.once(SmtpStep::Message, SmtpAct::Hold(Arc::clone(&until)));
    let (outcomes, ()) = tokio::join!(round(&t), async {
        sink.arrival().await;
        // Longer than mail.timeout.
        tokio::time::sleep(Duration::from_millis(1500)).await;
        until.notify_one();
    });
    assert!(matches!(&outcomes[..], [MessageOutcome::Sent(_)]), "{outcomes:?}");
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn letters_beyond_ascii_need_a_server_that_takes_them() {
    let sink = SmtpSink::start().await;
    let t = app(&sink).await;
    queue_test(&t, "ada@bücher.example").await;
    queue_test(&t, "ädä@bücher.example").await;
    assert_eq!(round(&t).await.len(), 2);
    let mut told: Vec<(String, String)> = sink.mails().into_iter().map(|mail| (mail.to, mail.parameters)).collect();
    told.sort();
    let expected = [("ada@xn--bcher-kva.example", ""), ("ädä@xn--bcher-kva.example", "SMTPUTF8 BODY=8BITMIME")];
    assert_eq!(told, expected.map(|(to, parameters)| (to.to_owned(), parameters.to_owned())));

    let old = SmtpSink::with(&["STARTTLS"], false).await;
    let t = app(&old).await;
    queue_test(&t, "ädä@bücher.example").await;
    let told = "the address has letters beyond ASCII, which the mail server does not take (SMTPUTF8, RFC 6531)";
    assert_eq!(round(&t).await, [MessageOutcome::GivenUp(told.to_owned())]);
    for bad in ["ada", "ada@example.com\r\nRCPT TO:<eve@example.com>", "<ada@example.com>", "\"a b\"@example.com"] {
        let refused = Recipient::address(bad, Locale::En).unwrap_err().to_string();
        assert_eq!(refused, "email: an e-mail address such as ada@example.com", "{bad:?}");
    }
}

// The body that Google's and Microsoft's servers want: user=…^Aauth=Bearer …^A^A
#[tokio::test]
async fn an_access_token_signs_in_instead_of_a_password() {
    let sink = SmtpSink::start().await;
    // Our own token endpoint stands for the provider's.
    let provider = TestApp::sqlite().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let routes = provider.router().into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    let machine = json!({
        "grant_types": ["client_credentials"], "redirect_uris": [], "response_types": [],
        "token_endpoint_auth_method": "client_secret_post",
    });
    provider.client("mailer", machine).await;
    let t = TestApp::start(Engine::sqlite(), |config| {
        sends_to(config, &sink);
        config.mail.smtp_username = Some("signet@northwind.example".to_owned());
        config.mail.smtp_token_url = Some(format!("http://{at}/token").parse().unwrap());
        config.mail.smtp_client_id = Some("mailer".to_owned());
        config.mail.smtp_client_secret = Some(SecretText::from(SECRET));
    })
    .await;
    queue_test(&t, "ada@example.com").await;
    queue_test(&t, "bob@example.com").await;
    assert!(round(&t).await.iter().all(|one| matches!(one, MessageOutcome::Sent(_))));
    let logins: Vec<String> = sink.mails().into_iter().filter_map(|mail| mail.login).collect();
    assert!(logins[0].starts_with("XOAUTH2 user=signet@northwind.example|auth=Bearer "), "{logins:?}");
    assert_eq!(logins[0], logins[1], "a token is used as long as it is good");
    // One that the server does not take is not used again.
    sink.once(SmtpStep::Auth, SmtpAct::Say("535 5.7.8 expired"));
    queue_test(&t, "eve@example.com").await;
    let told = "AUTH: permanent error (535): 5.7.8 expired";
    assert_eq!(round(&t).await, [MessageOutcome::Retried { why: told.to_owned(), down: true }]);
    t.clock.advance(5);
    round(&t).await;
    let last = sink.mails().pop().unwrap().login.unwrap();
    assert_ne!(last, logins[0]);
    server.abort();
}
