//! Signing in by a mail that has a code and a link.

mod attacks;
mod cancel;
mod elsewhere;
mod enumeration;
mod fields;
mod identities;
mod invitations;
mod phone;
mod proven;
pub(super) mod sign_up;
mod sign_up_alone;
mod wallets;
mod ways;
mod welcome;

use signet::domain::{
    consumers::messages,
    kernel::{Feature, features, messages::Channel},
};

use crate::support::{Browser, Page, TestApp, TestClient};

/// What a mail holds.
pub(super) struct Mailed {
    pub(super) code: String,
    pub(super) link: String,
}

/// Switches it on.
pub(super) async fn switch_on(t: &TestApp) {
    features::switch(&t.cx(), Feature::MailSignIn, true).await.unwrap();
}

/// Sends what waits.
async fn deliver(t: &TestApp) {
    for one in messages::claim(&t.cx(), Channel::Mail, 8).await.unwrap() {
        messages::deliver(&t.cx(), Channel::Mail, &one).await.unwrap();
    }
}

/// The texts of all mails to an address, the newest first.
async fn texts_to(t: &TestApp, address: &str) -> Vec<String> {
    deliver(t).await;
    let inbox = t.app.mailer.as_ref().unwrap().inbox().unwrap();
    inbox.list().into_iter().filter(|mail| mail.to == address).map(|mail| mail.text.clone()).collect()
}

/// What a mail holds that signs somebody in.
fn read(text: &str) -> Option<Mailed> {
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|digit| digit.is_ascii_digit());
    let mut lines = text.lines().map(str::trim);
    let code = lines.clone().find(is_code)?;
    let link = lines.find(|line| line.contains("/login/email/link?token="))?;
    Some(Mailed { code: code.to_owned(), link: link.to_owned() })
}

/// The mails to an address, the newest first, each of which signs somebody in.
async fn mails_to(t: &TestApp, address: &str) -> Vec<Mailed> {
    let texts = texts_to(t, address).await;
    texts.iter().map(|text| read(text).unwrap_or_else(|| panic!("no code or link in {text}"))).collect()
}

/// The newest that signs somebody in, whatever notices came beside it.
pub(super) async fn newest(t: &TestApp, address: &str) -> Mailed {
    let texts = texts_to(t, address).await;
    texts.iter().find_map(|text| read(text)).unwrap_or_else(|| panic!("no mail to {address}"))
}

/// Presses "E-mail me a code" on the sign-in page that a client's request leads to.
async fn ask_page<'t>(t: &'t TestApp, client: &TestClient<'_>) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let page = browser.get(&address_of(&page, "mail-sign-in")).await;
    assert_eq!(page.heading(), "Sign in by e-mail", "{}", page.text());
    (browser, page)
}

/// The address of the link with this id.
#[track_caller]
pub(super) fn address_of(page: &Page, id: &str) -> String {
    let body = &page.answer.body;
    let start = body.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no {id} on {}", page.text()));
    let rest = body[start..].split_once("href=\"").expect("an address").1;
    let address = rest.split('"').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
    page.url.join(&address).expect("an address").to_string()
}

/// Asks for a mail; answers the page that waits.
pub(super) async fn ask(browser: &mut Browser<'_>, page: &Page, name: &str) -> Page {
    let page = browser.submit(page, page.form_with("mail-send").with("username", name)).await;
    assert_eq!(page.heading(), "Look into your mailbox", "{}", page.text());
    page
}

/// A browser that waits for a mail to this name, at the request of a client.
pub(super) async fn waiting<'t>(t: &'t TestApp, client: &TestClient<'_>, name: &str) -> (Browser<'t>, Page) {
    let (mut browser, page) = ask_page(t, client).await;
    let page = ask(&mut browser, &page, name).await;
    (browser, page)
}

/// A browser in which somebody has signed in by the code of a mail, at the request of a client.
pub(super) async fn signed_in<'t>(t: &'t TestApp, client: &TestClient<'_>, name: &str) -> Browser<'t> {
    let (mut browser, waits) = waiting(t, client, name).await;
    let mailed = newest(t, &format!("{name}@example.com")).await;
    enter(&mut browser, &waits, &mailed.code).await;
    browser
}

pub(super) async fn enter(browser: &mut Browser<'_>, page: &Page, code: &str) -> Page {
    browser.submit(page, page.form_with("code-submit").with("code", code)).await
}

/// A code that is not this one.
fn another(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

/// The number that a waiting page shows.
fn number_of(page: &Page) -> String {
    let rest = page.answer.body.split_once("id=\"mail-number\"").expect("a number").1;
    rest.split_once('>').expect("its words").1.split('<').next().unwrap_or_default().to_owned()
}
