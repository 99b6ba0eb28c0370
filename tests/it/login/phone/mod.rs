//! The telephone number of a person, and codes that are texted to it.

mod change;
mod factor;
mod number;
mod required;

use signet::domain::{consumers::messages, kernel::messages::Channel};

use crate::support::{Browser, Page, TestApp};

/// Numbers that nobody has: those of people who are made for tests are all alike, and none proven by a code.
pub(super) const NUMBER: &str = "+442079460001";
pub(super) const OTHER: &str = "+442079460002";

/// The texts to a number, the newest first.
pub(super) async fn texts_to(t: &TestApp, number: &str) -> Vec<String> {
    for one in messages::claim(&t.cx(), Channel::Sms, 64).await.unwrap() {
        messages::deliver(&t.cx(), Channel::Sms, &one).await.unwrap();
    }
    let inbox = t.app.texter.as_ref().unwrap().inbox().unwrap();
    inbox.list().into_iter().filter(|text| text.to == number).map(|text| text.text).collect()
}

/// The code of the newest text to a number.
pub(super) async fn code_to(t: &TestApp, number: &str) -> String {
    let all = texts_to(t, number).await;
    let text = all.first().unwrap_or_else(|| panic!("no text to {number}"));
    let code: String = text.chars().take(6).collect();
    assert!(code.bytes().all(|digit| digit.is_ascii_digit()), "{text}");
    code
}

/// A code that is not this one.
pub(super) fn another(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

/// Asks on the page of one's own for a code to a number.
async fn ask(t: &TestApp, browser: &mut Browser<'_>, number: &str) -> Page {
    let page = browser.get(&t.url("/account/phone")).await;
    assert_eq!(page.heading(), "Your phone number", "{}", page.text());
    browser.submit(&page, page.form_with("send-phone-code").with("phone_number", number)).await
}

pub(super) async fn confirm(browser: &mut Browser<'_>, page: &Page, code: &str) -> Page {
    browser.submit(page, page.form_with("confirm-phone").with("code", code)).await
}

/// Types the code of the new number, and of the one before.
async fn confirm_both(browser: &mut Browser<'_>, page: &Page, new: &str, old: &str) -> Page {
    browser.submit(page, page.form_with("confirm-phone").with("code", new).with("old_code", old)).await
}

/// Proves a number in a browser that has just signed in.
pub(super) async fn prove(t: &TestApp, browser: &mut Browser<'_>, number: &str) -> Page {
    let page = ask(t, browser, number).await;
    let code = code_to(t, number).await;
    let done = confirm(browser, &page, &code).await;
    assert!(done.text().contains("Your number is confirmed."), "{}", done.text());
    done
}

/// Proves another number in the place of one.
async fn replace(t: &TestApp, browser: &mut Browser<'_>, old: &str, new: &str) -> Page {
    let page = ask(t, browser, new).await;
    let (of_new, of_old) = (code_to(t, new).await, code_to(t, old).await);
    let done = confirm_both(browser, &page, &of_new, &of_old).await;
    assert!(done.text().contains("Your number is confirmed."), "{}", done.text());
    done
}
