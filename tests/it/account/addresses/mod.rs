//! The address of an account, changed by its person with proof at both ends, and taken back.

mod attacks;
mod taken_back;
mod ways;

use signet::outbound::mail::OutgoingMail;

use crate::{
    login::recovery::mails,
    support::{Browser, Page, TestApp},
};

/// The address that Ada has.
const OLD: &str = "ada@example.com";
/// The one that she wants.
const NEW: &str = "countess@example.net";

/// Asks for another address; answers the page that follows.
async fn ask(t: &TestApp, browser: &mut Browser<'_>, email: &str) -> Page {
    let page = browser.get(&t.url("/account/address")).await;
    browser.submit(&page, page.form_with("address-send").with("email", email)).await
}

/// The mail to this address.
#[track_caller]
fn mail_to<'m>(sent: &'m [OutgoingMail], address: &str) -> &'m OutgoingMail {
    let told: Vec<&str> = sent.iter().map(|mail| mail.to.as_str()).collect();
    sent.iter().find(|mail| mail.to == address).unwrap_or_else(|| panic!("no mail to {address}, only to {told:?}"))
}

/// The code in the mail to this address.
#[track_caller]
fn code_to(sent: &[OutgoingMail], address: &str) -> String {
    let mail = mail_to(sent, address);
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|digit| digit.is_ascii_digit());
    let code = mail.text.lines().map(str::trim).find(is_code);
    code.unwrap_or_else(|| panic!("no code in {}", mail.text)).to_owned()
}

/// The link in the mail to this address.
#[track_caller]
fn link_to(sent: &[OutgoingMail], address: &str) -> String {
    let mail = mail_to(sent, address);
    let link = mail.text.lines().find(|line| line.starts_with("http://localhost:8080/account/address/"));
    link.unwrap_or_else(|| panic!("no link in {}", mail.text)).to_owned()
}

/// Types both codes.
async fn enter(browser: &mut Browser<'_>, page: &Page, new: &str, old: &str) -> Page {
    browser.submit(page, page.form_with("code-submit").with("code", new).with("old_code", old)).await
}

/// Changes the address of whoever is signed in; answers the mails that tell of it.
async fn changed(t: &TestApp, browser: &mut Browser<'_>, from: &str, to: &str) -> Vec<OutgoingMail> {
    let page = ask(t, browser, to).await;
    let sent = mails(t).await;
    let done = enter(browser, &page, &code_to(&sent, to), &code_to(&sent, from)).await;
    assert!(done.text().contains("Your address is changed."), "{}", done.text());
    mails(t).await
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

/// Whether somebody has this address, proven or not.
async fn has(t: &TestApp, email: &str, proven: bool) -> bool {
    let proven = if proven { "IS NOT NULL" } else { "IS NULL" };
    let sql = format!("SELECT COUNT(*) FROM users WHERE email_key = '{email}' AND email_verified_at {proven}");
    t.count(&sql).await == 1
}
