//! The development inbox at `/dev/mail`.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use signet::config::{mail::MailDriver, sms::SmsDriver};

use super::{link_by_mail, round};
use crate::support::{Answer, Engine, TestApp};

async fn from(t: &TestApp, peer: [u8; 4], path: &str, headers: &[(&str, &str)]) -> Answer {
    to(t, peer, &t.url(path), headers).await
}

async fn to(t: &TestApp, peer: [u8; 4], url: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 40_000))));
    t.send(request).await
}

const HERE: [u8; 4] = [127, 0, 0, 1];

#[tokio::test]
async fn mails_wait_for_a_browser_on_this_machine_and_for_nobody_else() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    assert!(from(&t, HERE, "/dev/mail", &[]).await.body.contains("No mail yet."));
    link_by_mail(&t, &ada.id).await;
    assert_eq!(round(&t).await.len(), 1);
    let list = from(&t, HERE, "/dev/mail", &[]).await;
    assert_eq!((list.status, list.header("cache-control")), (StatusCode::OK, Some("no-store")));
    let path = list
        .body
        .split("href=\"http://localhost:8080")
        .find_map(|rest| rest.split('"').next().filter(|path| path.starts_with("/dev/mail/")))
        .unwrap()
        .to_owned();
    let open = from(&t, HERE, &path, &[]).await;
    assert!(
        open.body.contains("Choose a new password for Signet") && open.body.contains("ada@example.com"),
        "{}",
        open.body
    );
    let html = from(&t, HERE, &format!("{path}/html"), &[]).await;
    let policy = html.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'") && policy.contains("sandbox") && !policy.contains("allow-scripts"),
        "{policy}"
    );
    assert!(html.body.contains("<base target=\"_blank\">") && html.body.contains("password?token="), "{}", html.body);
    assert_eq!(html.header("x-frame-options"), None);
    assert_eq!(from(&t, HERE, "/dev/mail/evt_nothing", &[]).await.status, 404);

    let elsewhere = [192, 0, 2, 1];
    for path in ["/dev/mail", &path, &format!("{path}/html")] {
        assert_eq!(from(&t, elsewhere, path, &[]).await.status, 404, "{path}");
        for header in [
            ("x-forwarded-for", "203.0.113.9"),
            ("x-forwarded-for", "127.0.0.1"),
            ("forwarded", "for=127.0.0.1"),
            ("x-real-ip", "127.0.0.1"),
            ("via", "1.1 proxy"),
        ] {
            assert_eq!(from(&t, HERE, path, &[header]).await.status, 404, "{path} {header:?}");
        }
        let nothing = from(&t, elsewhere, path, &[]).await.body;
        assert!(!nothing.contains("ada@example.com") && !nothing.contains("token="), "{nothing}");
    }
}

// DNS rebinding: the page comes from here as far as the browser knows, so that it may read what it fetches.
#[tokio::test]
async fn a_page_whose_own_name_leads_to_this_machine_reads_no_mail() {
    let t = TestApp::sqlite().await;
    let ada = t.person("ada").await;
    link_by_mail(&t, &ada.id).await;
    assert_eq!(round(&t).await.len(), 1);
    for (host, status) in [
        ("localhost:8080", 200),
        ("127.0.0.1:8080", 200),
        ("[::1]:8080", 200),
        ("rebound.example:8080", 404),
        ("localhost.rebound.example:8080", 404),
        ("localhost:9090", 404),
    ] {
        let answer = to(&t, HERE, &format!("http://{host}/dev/mail"), &[]).await;
        assert_eq!(answer.status, status, "{host}");
        assert_eq!(answer.body.contains("ada@example.com"), status == 200, "{host}");
    }
}

#[tokio::test]
async fn there_is_no_inbox_where_mail_is_sent_or_the_issuer_is_elsewhere() {
    let sends = TestApp::start(Engine::sqlite(), |config| {
        config.mail.driver = Some(MailDriver::Log);
        config.mail.from = Some("no-reply@northwind.example".parse().unwrap());
        config.sms.driver = Some(SmsDriver::Log);
    })
    .await;
    assert_eq!(from(&sends, HERE, "/dev/mail", &[]).await.status, 404);
    let elsewhere = TestApp::start(Engine::sqlite(), |config| {
        config.issuer.url = signet::base::url::Issuer::parse("https://id.example.com").unwrap();
    })
    .await;
    assert!(elsewhere.app.mailer.is_none());
    assert_eq!(from(&elsewhere, HERE, "/dev/mail", &[]).await.status, 404);
}
