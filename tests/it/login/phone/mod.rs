//! The telephone number of a person, and codes that are texted to it.

mod factor;
mod number;

use signet::domain::consumers::sms;

use crate::support::{Browser, Page, TestApp};

/// Numbers that nobody has: those of people who are made for tests are all alike, and none proven by a code.
const NUMBER: &str = "+442079460001";
const OTHER: &str = "+442079460002";

/// The texts to a number, the newest first.
async fn texts_to(t: &TestApp, number: &str) -> Vec<String> {
    for one in sms::claim(&t.cx(), 64).await.unwrap() {
        sms::deliver(&t.cx(), &one).await.unwrap();
    }
    let inbox = t.app.texter.as_ref().unwrap().inbox().unwrap();
    inbox.list().into_iter().filter(|text| text.to == number).map(|text| text.text).collect()
}

/// The code of the newest text to a number.
async fn code_to(t: &TestApp, number: &str) -> String {
    let all = texts_to(t, number).await;
    let text = all.first().unwrap_or_else(|| panic!("no text to {number}"));
    let code: String = text.chars().take(6).collect();
    assert!(code.bytes().all(|digit| digit.is_ascii_digit()), "{text}");
    code
}

/// A code that is not this one.
fn another(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

/// Asks on the page of one's own for a code to a number.
async fn ask(t: &TestApp, browser: &mut Browser<'_>, number: &str) -> Page {
    let page = browser.get(&t.url("/account/phone")).await;
    assert_eq!(page.heading(), "Your phone number", "{}", page.text());
    browser.submit(&page, page.form_with("send-phone-code").with("phone_number", number)).await
}

async fn confirm(browser: &mut Browser<'_>, page: &Page, code: &str) -> Page {
    browser.submit(page, page.form_with("confirm-phone").with("code", code)).await
}

/// Proves a number in a browser that has just signed in.
async fn prove(t: &TestApp, browser: &mut Browser<'_>, number: &str) -> Page {
    let page = ask(t, browser, number).await;
    let code = code_to(t, number).await;
    let done = confirm(browser, &page, &code).await;
    assert!(done.text().contains("Your number is confirmed."), "{}", done.text());
    done
}
