//! Invitations: whoever has the link makes the account of the address that the operator named.

use serde_json::json;
use signet::{
    base::time::Seconds,
    config::{Config, sign_up::SignUpMode},
    domain::directory::{
        accounts::invitations::{self, InvitationDelivery, InvitationState, NewInvitation},
        organizations,
    },
    protocol::claims::attribute::AskedAtSignUp,
    render::Locale,
    store::PageRequest,
};

use super::{super::linking::people, address_of, deliver, switch_on};
use crate::support::{Browser, PASSWORD, Page, TestApp, on_both_engines};

const GRACE: &str = "grace@example.com";

fn by_invitation(config: &mut Config) {
    config.sign_up.mode = SignUpMode::Invitation;
}

fn grace(delivery: InvitationDelivery) -> NewInvitation {
    NewInvitation {
        email: GRACE.to_owned(),
        name: Some("Grace Hopper".to_owned()),
        organization: None,
        roles: Vec::new(),
        locale: Locale::En,
        lifetime: Seconds::days(7),
        delivery,
    }
}

/// The link that the operator passes on.
async fn printed(t: &TestApp) -> String {
    let made = invitations::invite(&t.cx(), grace(InvitationDelivery::Print)).await.unwrap();
    made.link.expect("a link").expose().clone()
}

/// The link of the mail.
async fn mailed(t: &TestApp) -> String {
    let made = invitations::invite(&t.cx(), grace(InvitationDelivery::Mail)).await.unwrap();
    assert!(made.link.is_none(), "nobody else sees it");
    deliver(t).await;
    let inbox = t.app.mailer.as_ref().unwrap().inbox().unwrap().list();
    let mail = inbox.iter().find(|mail| mail.to == GRACE).expect("a mail");
    assert_eq!(mail.subject, "You are invited to Signet");
    let link = mail.text.lines().map(str::trim).find(|line| line.contains("/invitation?token="));
    link.expect("a link").to_owned()
}

/// Presses the button under the link; answers the page that asks for what else there is.
async fn accepted(browser: &mut Browser<'_>, link: &str) -> Page {
    let page = browser.get(link).await;
    assert_eq!(page.heading(), "You are invited to Signet", "{}", page.text());
    let page = browser.press(&page, "invitation-accept").await;
    assert_eq!(page.heading(), "Almost done", "{}", page.text());
    page
}

async fn create(browser: &mut Browser<'_>, page: &Page) -> Page {
    browser.submit(page, page.form_with("sign-up-submit").with("password", PASSWORD)).await
}

/// The page of a link that is worth nothing.
async fn spent(browser: &mut Browser<'_>, link: &str) -> (u16, String) {
    let page = browser.get(link).await;
    (page.answer.status.as_u16(), page.heading())
}

on_both_engines!(
    an_invitation_that_was_mailed_proves_the_address_and_makes_the_account,
    |config| { by_invitation(config) },
    |t| {
        let link = mailed(&t).await;
        let secret = link.split("token=").nth(1).unwrap();
        let kept =
            format!("SELECT COUNT(*) FROM invitations WHERE secret_hash LIKE '%{secret}%' OR email LIKE '%{secret}%'");
        assert_eq!(t.count(&kept).await, 0, "of the secret only a digest is kept");
        let mut browser = t.browser();
        let page = accepted(&mut browser, &link).await;
        assert!(page.text().contains("Your account has the address grace@example.com ."), "{}", page.text());
        let form = page.form_with("sign-up-submit");
        assert_eq!((form.field("name"), form.field("username")), (Some("Grace Hopper"), Some("grace")));
        // Nobody signs in by e-mail here, so nobody would get in again without a password.
        let missing = browser.press(&page, "sign-up-submit").await;
        assert_eq!(missing.answer.status.as_u16(), 422, "{} {}", missing.url, missing.text());
        let before = browser.cookie();
        let mut second = browser.clone();
        let done = create(&mut browser, &page).await;
        assert_eq!(done.url.path(), "/account", "{}", done.text());
        assert_ne!(browser.cookie(), before, "a cookie that was planted goes no further");
        assert_eq!(create(&mut second, &page).await.url.path(), "/account", "a double click");
        let made = "SELECT COUNT(*) FROM users WHERE email_key = 'grace@example.com' AND email_verified_at IS NOT NULL";
        assert_eq!((t.count(made).await, people(&t).await), (1, 1));
        for kind in ["invitation.created", "invitation.accepted", "user.created"] {
            assert_eq!(t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE kind = '{kind}'")).await, 1, "{kind}");
        }
        t.browser_of("grace").await;
    }
);

on_both_engines!(a_link_that_was_printed_proves_nothing, |config| { by_invitation(config) }, |t| {
    let link = printed(&t).await;
    let mut browser = t.browser();
    let page = accepted(&mut browser, &link).await;
    create(&mut browser, &page).await;
    assert_eq!(people(&t).await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE email_verified_at IS NOT NULL").await, 0);
});

on_both_engines!(it_goes_on_with_the_request_that_waits_in_the_browser, |config| { by_invitation(config) }, |t| {
    let client = t.first_party("web", json!({})).await;
    let link = mailed(&t).await;
    let mut browser = t.browser();
    client.authorize(&mut browser, &[("state", "s")]).await;
    let page = accepted(&mut browser, &link).await;
    let done = create(&mut browser, &page).await;
    assert_eq!(done.sent("state").as_deref(), Some("s"), "{}", done.text());
    client.redeem(&done.code()).await.ok();
});

on_both_engines!(its_person_belongs_to_the_organization, |config| { by_invitation(config) }, |t| {
    let acme = organizations::create(&t.cx(), "acme", "Acme Ltd", &[]).await.unwrap();
    let new =
        NewInvitation { organization: Some(acme), roles: vec!["owner".to_owned()], ..grace(InvitationDelivery::Print) };
    let made = invitations::invite(&t.cx(), new.clone()).await.unwrap();
    let mut browser = t.browser();
    let page = accepted(&mut browser, made.link.unwrap().expose()).await;
    create(&mut browser, &page).await;
    let member = "SELECT COUNT(*) FROM memberships m JOIN users u ON u.id = m.user_id \
                  WHERE u.username = 'grace' AND m.roles = '[\"owner\"]'";
    assert_eq!(t.count(member).await, 1);
    let refused =
        invitations::invite(&t.cx(), NewInvitation { roles: vec!["a:b".to_owned()], ..new }).await.unwrap_err();
    assert!(refused.to_string().starts_with("roles: at most 50 words"), "{refused}");
});

// Attack: a program of the mail provider opens every link before its owner does.
on_both_engines!(a_link_scanner_spends_no_invitation, |config| { by_invitation(config) }, |t| {
    let link = mailed(&t).await;
    for _ in 0..3 {
        let mut scanner = t.browser();
        assert_eq!(scanner.get(&link).await.heading(), "You are invited to Signet");
    }
    // Nor does one that presses buttons.
    let mut presser = t.browser();
    accepted(&mut presser, &link).await;
    let mut owner = t.browser();
    let page = accepted(&mut owner, &link).await;
    create(&mut owner, &page).await;
    assert_eq!(people(&t).await, 1);
});

// Attack: the link is in somebody else's hands.
on_both_engines!(
    a_stolen_invitation_is_worth_nothing_once_its_owner_has_the_account,
    |config| { by_invitation(config) },
    |t| {
        let link = mailed(&t).await;
        let mut thief = t.browser();
        let theirs = accepted(&mut thief, &link).await;
        let mut owner = t.browser();
        let page = accepted(&mut owner, &link).await;
        create(&mut owner, &page).await;
        // What the thief has open makes no second account, whatever name they choose, and lets them into none.
        let form = theirs.form_with("sign-up-submit").with("username", "thief").with("password", PASSWORD);
        let late = thief.submit(&theirs, form).await;
        assert_eq!(late.answer.status.as_u16(), 422, "{}", late.text());
        // Whoever made it in another browser themselves has a way on.
        assert_eq!(late.heading(), "You have an account already");
        assert!(address_of(&late, "invitation-sign-in").contains("/login?interaction="), "{}", late.text());
        assert_eq!((people(&t).await, t.count("SELECT COUNT(*) FROM sessions").await), (1, 1));
        let (status, text) = spent(&mut thief, &link).await;
        assert_eq!(status, 404, "{text}");
        assert_eq!(spent(&mut owner, &link).await.0, 404, "re-used by its owner: it signs nobody in");
    }
);

// Attack: somebody knows the cookie of the browser in which the link is opened.
on_both_engines!(a_planted_browser_gets_neither_the_page_nor_the_session, |config| { by_invitation(config) }, |t| {
    let client = t.first_party("web", json!({})).await;
    let mut owner = t.browser();
    let waits = client.authorize(&mut owner, &[]).await;
    let interaction = waits.form_with("login-submit").field("interaction").unwrap().to_owned();
    let mut planter = owner.clone();
    let link = mailed(&t).await;
    let page = accepted(&mut owner, &link).await;
    // They have cookie and interaction, and no ticket.
    for ticket in ["", "abc"] {
        let details = t.url(&format!("/sign-up/details?interaction={interaction}&ticket={ticket}"));
        let shown = planter.get(&details).await;
        assert!(!shown.has("sign-up-submit") && !shown.text().contains(GRACE), "{}", shown.text());
    }
    create(&mut owner, &page).await;
    assert!(planter.get(&t.url("/account")).await.url.path().ends_with("/login"), "the cookie was replaced");
});

on_both_engines!(one_that_is_revoked_expired_used_or_made_up_looks_the_same, |config| { by_invitation(config) }, |t| {
    let mut browser = t.browser();
    let unknown = spent(&mut browser, &t.url("/invitation?token=Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmE")).await;
    assert_eq!(unknown.0, 404);
    let older = printed(&t).await;
    let newer = printed(&t).await;
    assert_eq!(spent(&mut browser, &older).await, unknown, "a newer one ends it");
    // Taken back while its page is open.
    let page = accepted(&mut browser, &newer).await;
    assert_eq!(invitations::revoke(&t.cx(), GRACE).await.unwrap().len(), 1);
    assert!(matches!(invitations::revoke(&t.cx(), GRACE).await, Err(signet::domain::kernel::Error::NotFound)));
    let refused = create(&mut browser, &page).await;
    assert_eq!((refused.answer.status.as_u16(), people(&t).await), (404, 0), "{}", refused.text());
    assert_eq!(spent(&mut browser, &newer).await, unknown);
    let third = printed(&t).await;
    t.clock.advance(7 * 86_400);
    assert_eq!(spent(&mut browser, &third).await, unknown);
    let page = PageRequest { after: None, limit: 10 };
    let all = invitations::list(&t.cx(), &page).await.unwrap();
    let count = |state: InvitationState| all.iter().filter(|one| one.state == state).count();
    assert_eq!((count(InvitationState::Revoked), count(InvitationState::Expired), all.len()), (2, 1, 3));
});

on_both_engines!(
    whoever_takes_too_long_opens_the_link_of_the_invitation_once_more,
    |config| { by_invitation(config) },
    |t| {
        let link = mailed(&t).await;
        let mut browser = t.browser();
        let page = accepted(&mut browser, &link).await;
        // Longer than the address is proven, and then than the way to the account is open.
        for wait in [31 * 60, 3600] {
            t.clock.advance(wait);
            for late in [create(&mut browser, &page).await, browser.get(page.url.as_str()).await] {
                assert_eq!((late.answer.status.as_u16(), late.heading().as_str()), (410, "That took too long"));
                assert!(late.text().contains("Open the link of your invitation once more."), "{}", late.text());
            }
        }
        assert_eq!(people(&t).await, 0);
        let page = accepted(&mut browser, &link).await;
        create(&mut browser, &page).await;
        assert_eq!(people(&t).await, 1);
    }
);

// Attack: the form says another address than the operator did.
on_both_engines!(another_address_than_the_invited_one_makes_no_account, |config| { by_invitation(config) }, |t| {
    let link = mailed(&t).await;
    let mut browser = t.browser();
    let page = accepted(&mut browser, &link).await;
    let form = page.form_with("sign-up-submit").with("password", PASSWORD).with("email", "eve@example.com");
    browser.submit(&page, form).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE email_key = 'grace@example.com'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE email_key = 'eve@example.com'").await, 0);
});

on_both_engines!(whoever_has_an_account_meanwhile_is_told_so_and_signs_in, |config| { by_invitation(config) }, |t| {
    let link = mailed(&t).await;
    let mut early = t.browser();
    let open = early.get(&link).await;
    t.person("grace").await;
    let mut browser = t.browser();
    let page = browser.get(&link).await;
    assert_eq!(page.heading(), "You have an account already", "{}", page.text());
    assert!(!page.has("invitation-accept"));
    let sign_in = browser.get(&address_of(&page, "invitation-sign-in")).await;
    assert_eq!(sign_in.url.path(), "/login");
    // A page that was open before says the same, and signs nobody in.
    assert_eq!(early.press(&open, "invitation-accept").await.heading(), "You have an account already");
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 0);
    let refused = invitations::invite(&t.cx(), grace(InvitationDelivery::Print)).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "email: somebody has an account with this address already, or it as their user name"
    );
});

// Enumeration: who has no link learns of nobody, whatever they send.
on_both_engines!(invitation_pages_tell_strangers_nothing, |config| { by_invitation(config) }, |t| {
    t.person("ada").await;
    printed(&t).await;
    let mut stranger = t.browser();
    let mut seen = Vec::new();
    for token in ["", "ada@example.com", GRACE, "nobody@example.com"] {
        seen.push(spent(&mut stranger, &t.url(&format!("/invitation?token={token}&email={token}"))).await);
    }
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    assert_eq!(seen[0].0, 404);
    // Nobody makes an account without one.
    for path in ["/sign-up", "/sign-up/details"] {
        let page = stranger.get(&t.url(path)).await;
        assert!(!page.has("sign-up-submit") && !page.has("sign-up-send"), "{path}: {}", page.text());
    }
    let client = t.first_party("web", json!({})).await;
    assert_eq!(client.authorize(&mut t.browser(), &[("prompt", "create")]).await.error(), "invalid_request");
});

on_both_engines!(
    while_it_is_closed_nobody_is_invited_and_the_operators_words_are_shown,
    |config| {
        config.sign_up.help = Some("Ask the desk.".to_owned());
    },
    |t| {
        let refused = invitations::invite(&t.cx(), grace(InvitationDelivery::Print)).await.unwrap_err();
        assert!(refused.to_string().contains("set sign_up.mode to \"invitation\""), "{refused}");
        let mut browser = t.browser();
        assert_eq!(browser.get(&t.url("/invitation?token=abc")).await.answer.status.as_u16(), 404);
        assert!(browser.get(&t.url("/login")).await.text().contains("Ask the desk."));
        // An invitation that was open when it was closed is worth nothing.
        let open = t.another_instance_with(by_invitation).await;
        let link = printed(&open).await;
        assert_eq!(browser.get(&link).await.answer.status.as_u16(), 404);
    }
);

on_both_engines!(
    where_people_sign_in_by_mail_they_need_no_password,
    |config| {
        by_invitation(config);
        config.sign_up.password = AskedAtSignUp::Off;
        config.sign_up.blocked_domains = vec!["example.com".to_owned()];
    },
    |t| {
        switch_on(&t).await;
        let link = mailed(&t).await;
        let mut browser = t.browser();
        let page = accepted(&mut browser, &link).await;
        assert!(page.form_with("sign-up-submit").field("password").is_none());
        browser.press(&page, "sign-up-submit").await;
        // The operator named this very address: the lists of domains do not count.
        assert_eq!((people(&t).await, t.count("SELECT COUNT(*) FROM credentials").await), (1, 0));
    }
);
