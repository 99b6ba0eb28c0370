//! Sign-ins that are unlike those before: what is seen, and what follows.

mod place;
mod remembered;
mod signals;
mod step_up;
mod stopped;

use signet::{
    domain::{consumers::messages, kernel::messages::Channel},
    outbound::mail::OutgoingMail,
};

use crate::support::{Browser, PASSWORD, Page, TestApp};

const DAY: i64 = 86_400;

/// A browser that was never here, at this address.
fn stranger(t: &TestApp, ip: [u8; 4]) -> Browser<'_> {
    let mut browser = t.browser();
    browser.ip = ip;
    browser
}

/// Ada's password, in a browser that is signed in to by nobody.
async fn enter_password(t: &TestApp, browser: &mut Browser<'_>, password: &str) -> Page {
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "ada", password).await
}

/// A browser at this address in which Ada has signed in.
async fn ada_at(t: &TestApp, ip: [u8; 4]) -> Browser<'_> {
    let mut browser = stranger(t, ip);
    is_in(&enter_password(t, &mut browser, PASSWORD).await);
    browser
}

/// The same browser another time, at this address: what is left of it is the device cookie.
fn another_time<'t>(t: &'t TestApp, browser: &Browser<'_>, ip: [u8; 4]) -> Browser<'t> {
    let mut again = stranger(t, ip);
    let (cookie, value) = browser.device_cookie();
    again.cookies.insert(cookie, value);
    again
}

#[track_caller]
fn is_in(page: &Page) {
    assert!(page.url.path().ends_with("/account"), "{} {}", page.url, page.text());
}

/// Events of sign-ins unlike those before, whose words hold this.
async fn count_events(t: &TestApp, words: &str) -> i64 {
    t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.risk' AND data LIKE '%{words}%'")).await
}

/// All of them.
async fn decided(t: &TestApp) -> i64 {
    count_events(t, "decision").await
}

/// Mails to Ada with such a subject, the newest first.
async fn mails(t: &TestApp, subject: &str) -> Vec<OutgoingMail> {
    for one in messages::claim(&t.cx(), Channel::Mail, 20).await.unwrap() {
        messages::deliver(&t.cx(), Channel::Mail, &one).await.unwrap();
    }
    let all = t.app.mailer.as_ref().unwrap().inbox().unwrap().list();
    all.into_iter().filter(|mail| mail.to == "ada@example.com" && mail.subject.contains(subject)).collect()
}
