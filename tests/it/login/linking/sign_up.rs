//! Accounts that are made of what an upstream said, with what it left out.

use serde_json::{Map, json};
use signet::{
    base::secret::Secret,
    config::Config,
    domain::{
        flows::journey::{
            Next, Step,
            upstream::{Arrived, UpstreamSignUpForm, asked_for, sign_up},
        },
        interactions::{self, Question, Stopped},
        kernel::Error,
        login::mail_proof::ProvenAddress,
        registry::upstreams::{self, UpstreamChanges},
        sessions::{self, visitor::Visitor},
    },
    protocol::{authorize::required::RequiredStep, claims::attribute::AskedAtSignUp},
};

use super::{
    super::{
        mail_sign_in::{sign_up::open, switch_on},
        recovery::mails,
    },
    anybody, came, journey_of, links, mail, next, people, signed_in, staff, try_arrive, upstream,
};
use crate::support::{Browser, PASSWORD, Page, TestApp, on_both_engines, upstream_edits};

fn asks(config: &mut Config) {
    open(config);
    config.sign_up.name = AskedAtSignUp::Required;
    config.sign_up.password = AskedAtSignUp::Required;
}

/// Sends what was still asked, on the journey of a page.
async fn send(t: &TestApp, browser: &mut Browser<'_>, page: &Page, form: UpstreamSignUpForm) -> Result<Step, Stopped> {
    let cx = anybody(t);
    let (name, cookie) = browser.cookie();
    let (known, accounts) = sessions::look(&cx, Some(&cookie), None).await.unwrap().unwrap();
    let visitor = Visitor { browser: Some(&known), accounts: &accounts, sent: None, device: None };
    let paused = interactions::load(&cx, &journey_of(page), Some(&known)).await?;
    let step = sign_up(&cx, &visitor, paused, form).await?;
    if let Some(new) = &step.browser {
        browser.cookies.insert(name, new.secret.expose().clone());
    }
    Ok(step)
}

on_both_engines!(only_what_is_missing_is_asked_and_nothing_is_kept_before, |config| { asks(config) }, |t| {
    let staff = staff(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let claims = json!({"email": "grace@example.com", "name": "Grace Hopper"});
    let arrived = try_arrive(&t, &mut browser, &journey_of(&page), came(&staff, "1", claims)).await.unwrap();
    let Arrived::SignUp(asked) = arrived else { panic!("nothing is asked") };
    assert_eq!((asked.missing.as_slice(), asked.username.as_str()), (["password".to_owned()].as_slice(), "grace"));
    assert!(asked.address.is_vouched);
    assert_eq!((people(&t).await, links(&t).await), (0, 0), "whoever stops here leaves nothing");
    // The page can be opened once more.
    let cx = anybody(&t);
    let (known, accounts) = sessions::look(&cx, Some(&browser.cookie().1), None).await.unwrap().unwrap();
    let visitor = Visitor { browser: Some(&known), accounts: &accounts, sent: None, device: None };
    let paused = interactions::load(&cx, &journey_of(&page), Some(&known)).await.unwrap();
    assert_eq!(asked_for(&cx, &visitor, &paused).await.unwrap().unwrap().missing, asked.missing);

    let before = browser.cookie();
    let short = UpstreamSignUpForm { password: Some(Secret::new("short".to_owned())), ..UpstreamSignUpForm::default() };
    let refused = send(&t, &mut browser, &page, short).await;
    assert!(matches!(refused, Err(Stopped::Failed(Error::Invalid(_)))));
    assert_eq!(people(&t).await, 0);
    // The address is what the upstream vouches for, whatever a form says.
    let form = UpstreamSignUpForm {
        password: Some(Secret::new(PASSWORD.to_owned())),
        claims: Map::from_iter([("given_name".to_owned(), json!("Grace"))]),
        locale: Some("de".to_owned()),
        ..UpstreamSignUpForm::default()
    };
    let step = send(&t, &mut browser, &page, form).await.unwrap();
    assert!(matches!(step.next, Next::Answer(_)), "{:?}", step.next);
    assert_ne!(browser.cookie(), before, "a cookie that was planted goes no further");
    let made = "SELECT COUNT(*) FROM users WHERE email_key = 'grace@example.com' AND email_verified_at IS NOT NULL";
    assert_eq!((t.count(made).await, links(&t).await, signed_in(&t, &browser).await.len()), (1, 1, 1));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.created'").await, 1);
    t.browser_of("grace").await;
});

fn asks_for_phone(config: &mut Config) {
    open(config);
    config.sign_up.phone = AskedAtSignUp::Required;
}

on_both_engines!(
    a_required_number_is_proven_by_whoever_comes_from_an_upstream,
    |config| { asks_for_phone(config) },
    |t| {
        let staff = staff(&t, &[]).await;
        let client = t.first_party("web", json!({})).await;
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, &[]).await;
        let came = came(&staff, "1", mail("grace@example.com"));
        let Arrived::SignUp(asked) = try_arrive(&t, &mut browser, &journey_of(&page), came).await.unwrap() else {
            panic!("nothing is asked")
        };
        assert_eq!(asked.missing, ["phone"]);
        let form = UpstreamSignUpForm { phone: Some("+442079460001".to_owned()), ..UpstreamSignUpForm::default() };
        let step = send(&t, &mut browser, &page, form).await.unwrap();
        assert!(matches!(step.next, Next::Ask(_, Question::Step(RequiredStep::Phone))), "{:?}", step.next);
        let pending = "SELECT COUNT(*) FROM users WHERE phone_pending = '+442079460001' AND phone_number IS NULL";
        assert_eq!(t.count(pending).await, 1);
    }
);

on_both_engines!(an_address_that_is_not_vouched_for_is_proven_by_mail_first, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let public = upstream(&t, "public", &[], &[]).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let arrived =
        try_arrive(&t, &mut browser, &journey_of(&page), came(&public, "1", mail("grace@example.com"))).await.unwrap();
    assert!(matches!(arrived, Arrived::SignUp(asked) if !asked.address.is_vouched));
    let refused = send(&t, &mut browser, &page, UpstreamSignUpForm::default()).await;
    let Err(Stopped::Failed(Error::Invalid(problems))) = refused else { panic!("made") };
    assert_eq!(problems[0].code, "email_missing");
    assert_eq!((people(&t).await, links(&t).await), (0, 0));
    // What a mail proved, another address too.
    let address = ProvenAddress { email: "other@example.com".to_owned(), invitation: None, remember: false };
    let form = UpstreamSignUpForm { address: Some(address), ..UpstreamSignUpForm::default() };
    let step = send(&t, &mut browser, &page, form).await.unwrap();
    assert!(matches!(step.next, Next::Answer(_)), "{:?}", step.next);
    let made = "SELECT COUNT(*) FROM users WHERE email_key = 'other@example.com' AND email_verified_at IS NOT NULL";
    assert_eq!((t.count(made).await, links(&t).await), (1, 1));
    assert_eq!(t.count("SELECT COUNT(*) FROM session_upstreams").await, 1);
});

// Attack: somebody leaves an identity waiting in a browser, where another one goes on and makes their account.
on_both_engines!(
    an_identity_that_was_left_waiting_is_told_to_the_mailbox_that_proved_the_address,
    |config| { open(config) },
    |t| {
        switch_on(&t).await;
        let public = upstream(&t, "public", &[], &[]).await;
        let client = t.first_party("web", json!({})).await;
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, &[]).await;
        try_arrive(&t, &mut browser, &journey_of(&page), came(&public, "attacker", mail("eve@example.net")))
            .await
            .unwrap();
        let address = ProvenAddress { email: "grace@example.com".to_owned(), invitation: None, remember: false };
        let form = UpstreamSignUpForm { address: Some(address), ..UpstreamSignUpForm::default() };
        send(&t, &mut browser, &page, form).await.unwrap();
        let all = mails(&t).await;
        let told: Vec<(&str, &str)> = all.iter().map(|mail| (mail.to.as_str(), mail.subject.as_str())).collect();
        assert_eq!(told, [("grace@example.com", "Another way to sign in was connected to your Signet account")]);
    }
);

on_both_engines!(an_upstream_that_is_switched_off_meanwhile_makes_no_account, |config| { asks(config) }, |t| {
    let staff = staff(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    try_arrive(&t, &mut browser, &journey_of(&page), came(&staff, "1", mail("grace@example.com"))).await.unwrap();
    let form = || UpstreamSignUpForm {
        password: Some(Secret::new(PASSWORD.to_owned())),
        claims: Map::from_iter([("name".to_owned(), json!("Grace"))]),
        ..UpstreamSignUpForm::default()
    };
    // It only links by now; then it is off.
    let settings = upstream_edits(&[("creates_accounts", "false")]);
    let changes = UpstreamChanges { settings, ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "staff", changes).await.unwrap();
    let refused = send(&t, &mut browser, &page, form()).await;
    assert!(matches!(refused, Err(Stopped::Failed(Error::Forbidden))));
    upstreams::set_disabled(&t.cx(), "staff", true).await.unwrap();
    let refused = send(&t, &mut browser, &page, form()).await;
    assert!(matches!(refused, Err(Stopped::Failed(Error::Forbidden))));
    assert_eq!((people(&t).await, links(&t).await), (0, 0));
});

fn further(config: &mut Config) {
    open(config);
    config.factors.further = signet::config::factors::FactorRule::Required;
    config.factors.grace = signet::base::time::Seconds(0);
}

on_both_engines!(a_new_account_that_must_have_a_factor_has_its_identity_before, |config| { further(config) }, |t| {
    let staff = staff(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let arrived =
        try_arrive(&t, &mut browser, &journey_of(&page), came(&staff, "1", mail("grace@example.com"))).await.unwrap();
    assert!(matches!(next(arrived), Next::Ask(_, Question::Enrol { may_wait: false, .. })));
    assert_eq!((people(&t).await, links(&t).await), (1, 1), "she can come back, and no half account is left");
    assert!(signed_in(&t, &browser).await.is_empty());
});
