//! The pages of one's own account: what a person changes of it, takes along, and ends.

mod addresses;
mod data;
mod deletion;
pub mod picture;
mod preferences;
mod profile;

use crate::support::{Page, TestApp};

/// The claims that an app gets of Ada who agreed to her profile.
async fn claims(t: &TestApp) -> serde_json::Value {
    let id = format!("claims-{}", t.count("SELECT COUNT(*) FROM clients").await);
    let client = t.first_party(&id, serde_json::json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid profile").await;
    client.userinfo(tokens.access()).await.ok().json()
}

/// What a page says is wrong, at its head.
fn said(page: &Page) -> String {
    let (_, rest) = page.answer.body.split_once("role=\"alert\"").unwrap_or_else(|| panic!("{}", page.text()));
    let words = rest.split_once('>').map_or("", |(_, rest)| rest);
    crate::support::text_of(words.split("</div>").next().unwrap_or_default())
}
