//! "Cancel" on the pages of mails that sign in, and of signing up.

use serde_json::json;

use super::{
    ask_page,
    sign_up::{self, NEW, address_page, details, open},
    switch_on, waiting,
};
use crate::{
    login::{cancel::leads_back, linking::people},
    support::on_both_engines,
};

on_both_engines!(it_leads_back_from_the_pages_of_a_mail_that_signs_in, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = ask_page(&t, &client).await;
    leads_back(&mut browser, &page, "cancel").await;
    let (mut browser, waits) = waiting(&t, &client, "ada").await;
    leads_back(&mut browser, &waits, "cancel").await;
});

on_both_engines!(it_leads_back_from_the_pages_of_a_sign_up, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = address_page(&t, &client).await;
    leads_back(&mut browser, &page, "cancel").await;
    let (mut browser, waits) = sign_up::waiting(&t, &client, NEW).await;
    leads_back(&mut browser, &waits, "cancel").await;
    t.clock.advance(11);
    let (mut browser, page) = details(&t, &client, NEW).await;
    leads_back(&mut browser, &page, "cancel").await;
    assert_eq!(people(&t).await, 0);
});
