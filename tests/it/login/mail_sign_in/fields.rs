//! What a sign-up asks, and which addresses make no account.

use std::collections::BTreeMap;

use serde_json::json;
use signet::{
    config::Config,
    domain::registry::attributes::{self, NewAttribute},
    protocol::claims::attribute::{AskedAtSignUp, AttributeType},
};

use super::super::terms::documents;
use super::{
    mails_to,
    sign_up::{NEW, address_page, details, give, open, waiting},
    switch_on,
};
use crate::support::{PASSWORD, TestApp, on_both_engines};

async fn declare(t: &TestApp, name: &str, kind: AttributeType, asked: AskedAtSignUp) {
    let new = NewAttribute {
        name: name.to_owned(),
        scope: "hr".to_owned(),
        kind,
        description: format!("Your {name}"),
        descriptions: BTreeMap::new(),
        asked,
    };
    attributes::create(&t.cx(), new).await.unwrap();
}

fn many(config: &mut Config) {
    open(config);
    config.sign_up.name = AskedAtSignUp::Off;
    config.sign_up.given_name = AskedAtSignUp::Required;
    config.sign_up.family_name = AskedAtSignUp::Optional;
    config.sign_up.username = AskedAtSignUp::Off;
    config.sign_up.order = ["attributes", "family_name", "given_name"].map(str::to_owned).to_vec();
}

on_both_engines!(what_is_asked_and_in_which_order_is_the_operators_to_say, |config| { many(config) }, |t| {
    switch_on(&t).await;
    declare(&t, "department", AttributeType::Text, AskedAtSignUp::Required).await;
    declare(&t, "level", AttributeType::Number, AskedAtSignUp::Optional).await;
    declare(&t, "projects", AttributeType::List, AskedAtSignUp::Optional).await;
    declare(&t, "remote", AttributeType::Boolean, AskedAtSignUp::Optional).await;
    declare(&t, "salary", AttributeType::Number, AskedAtSignUp::Off).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = details(&t, &client, NEW).await;
    let body = &page.answer.body;
    let place = |name: &str| body.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}"));
    let order = [
        "attribute/department",
        "attribute/level",
        "attribute/projects",
        "attribute/remote",
        "family_name",
        "given_name",
        "password",
    ];
    assert!(order.windows(2).all(|pair| place(pair[0]) < place(pair[1])), "{}", page.text());
    for (field, fills) in [("family_name", "family-name"), ("given_name", "given-name"), ("password", "new-password")] {
        let at = place(field);
        assert!(body[at..].split('>').next().unwrap().contains(&format!("autocomplete=\"{fills}\"")), "{field}");
    }
    assert!(!body.contains("attribute/salary") && !body.contains("name=\"username\""), "what is not asked");
    let form = page.form_with("sign-up-submit").with("attribute/level", "high");
    let refused = browser.submit(&page, form.clone()).await;
    assert_eq!(refused.answer.status.as_u16(), 422);
    let text = refused.text();
    assert!(text.contains("Fill this in.") && text.contains("This does not fit here."), "{text}");
    assert_eq!(refused.form_with("sign-up-submit").field("attribute/level"), Some("high"), "what was typed stays");
    // The server decides, whatever the page asked.
    let form = form
        .with("attribute/department", "Research")
        .with("attribute/level", "7")
        .with("attribute/projects", "apollo\n\n gemini ")
        .with("attribute/salary", "1000000")
        .with("given_name", "Grace")
        .with("username", "boss")
        .with("name", "The Boss");
    browser.submit(&refused, form).await.code();
    let says = |name: &str, value: &str| {
        format!("SELECT COUNT(*) FROM user_attributes WHERE name = '{name}' AND value = '{value}'")
    };
    for (name, value) in [("department", "\"Research\""), ("level", "7"), ("projects", "[\"apollo\",\"gemini\"]")] {
        assert_eq!(t.count(&says(name, value)).await, 1, "{name}");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM user_attributes").await, 3, "neither the box nor what was not asked");
    let made =
        "SELECT COUNT(*) FROM users WHERE username = 'grace' AND claims LIKE '%Grace%' AND claims NOT LIKE '%Boss%'";
    assert_eq!(t.count(made).await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.attribute_set'").await, 3);
});

on_both_engines!(a_reserved_user_name_is_nobodys, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = details(&t, &client, "postmaster@example.com").await;
    let form = page.form_with("sign-up-submit");
    assert_eq!(form.field("username"), Some("postmaster2"), "none is suggested");
    for name in ["admin", "ROOT", "ｓｕｐｐｏｒｔ"] {
        let refused = browser.submit(&page, form.clone().with("username", name)).await;
        assert_eq!(refused.answer.status.as_u16(), 422, "{name}");
        assert!(refused.text().contains("Somebody"), "{name}: {}", refused.text());
    }
    // Operators give them all the same.
    t.person("admin").await;
    browser.submit(&page, form.with("username", "grace")).await.code();
});

on_both_engines!(
    documents_are_agreed_to_when_the_account_is_made,
    |config| {
        open(config);
        documents(config, "7");
    },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = details(&t, &client, NEW).await;
        assert!(page.text().contains("I agree to: The news"), "{}", page.text());
        let form = page.form_with("sign-up-submit").with("username", "admin");
        let refused = browser.submit(&page, form.clone().with("agree-terms", "7")).await;
        assert_eq!((refused.answer.status.as_u16(), t.count("SELECT COUNT(*) FROM users").await), (422, 0));
        assert!(refused.text().contains("Tick this box to go on."), "{}", refused.text());
        assert!(!refused.text().contains("Somebody"), "names are told where nothing else is wrong: {}", refused.text());
        let form = form
            .with("username", "grace")
            .with("agree-terms", "7")
            .with("agree-privacy", "1")
            .with("password", PASSWORD);
        browser.submit(&refused, form).await.code();
        assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE agreed = 'privacy@1 terms@7'").await, 1);
        assert_eq!(t.count("SELECT COUNT(*) FROM agreements").await, 2);
        // Nothing is asked again.
        client.code(&mut browser, &[]).await;
    }
);

on_both_engines!(
    an_address_that_lasts_for_minutes_makes_no_account,
    |config| {
        open(config);
        config.sign_up.allowed_domains =
            vec!["yopmail.com".to_owned(), "mailinator.com".to_owned(), "example.com".to_owned()];
        config.sign_up.blocked_domains = vec!["example.com".to_owned()];
    },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = address_page(&t, &client).await;
        let refused = give(&mut browser, &page, "eve@Sub.Mailinator.com").await;
        assert_eq!(refused.answer.status.as_u16(), 422);
        assert!(refused.text().contains("This address lasts only for a while."), "{}", refused.text());
        assert!(mails_to(&t, "eve@Sub.Mailinator.com").await.is_empty());
        // What the operator names makes one all the same.
        give(&mut browser, &page, "eve@yopmail.com").await;
        assert_eq!(mails_to(&t, "eve@yopmail.com").await.len(), 1);
        // Where it does not count, nothing is looked up.
        let lenient = t.another_instance_with(|config| {
            open(config);
            config.sign_up.allowed_domains = Vec::new();
            config.sign_up.refuse_disposable = false;
        });
        let lenient = lenient.await;
        let client = client.at(&lenient);
        let (mut browser, page) = address_page(&lenient, &client).await;
        let waits = give(&mut browser, &page, "eve@sub.mailinator.com").await;
        assert_eq!(waits.heading(), "Look into your mailbox", "{}", waits.text());
    }
);

on_both_engines!(a_waiting_page_whose_mail_is_over_asks_for_the_address_again, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, waits) = waiting(&t, &client, NEW).await;
    t.clock.advance(601);
    let page = browser.get(waits.url.as_str()).await;
    assert!(page.has("sign-up-send") && !page.has("mail-send"), "{}", page.text());
    assert!(page.text().contains("That code does not work any more."), "{}", page.text());
});
