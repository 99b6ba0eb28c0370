//! Accounts that are made by a wallet: the address is proven as for anybody, and the wallet is the first way in.

use serde_json::json;
use signet::{
    config::{Config, limits::RuleName, sign_up::SignUpMode},
    domain::kernel::{Feature, features},
};

use super::{
    super::{
        attack::at_most,
        factors::id_token,
        linking::people,
        wallets::{SIGN_IN, Wallet, add, answered, asked, on, sign_in, visit},
    },
    enter,
    identities::make,
    newest,
    sign_up::{NEW, give, open},
    switch_on, texts_to,
};
use crate::support::{Browser, Page, TestApp, TestClient, on_both_engines};

const STRANGE: &str = "This browser does not know this sign-in";
const UNKNOWN: &str = "This wallet does not belong to any account here.";

fn by_wallet(config: &mut Config) {
    open(config);
    config.ethereum.sign_up = true;
}

async fn begin(t: &TestApp) {
    switch_on(t).await;
    on(t).await;
}

/// A browser in which a wallet that no account has signed at the request of a client, on the page that follows.
async fn came<'t>(t: &'t TestApp, client: &TestClient<'_>, wallet: &Wallet) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[("state", "s")]).await;
    let page = sign_in(t, &mut browser, &page, wallet).await;
    (browser, page)
}

/// The same, on the page that makes the account: its address is proven.
async fn proven<'t>(t: &'t TestApp, client: &TestClient<'_>, wallet: &Wallet, email: &str) -> (Browser<'t>, Page) {
    let (mut browser, page) = came(t, client, wallet).await;
    assert_eq!(page.url.path(), "/sign-up", "{}", page.text());
    let waits = give(&mut browser, &page, email).await;
    assert_eq!(waits.heading(), "Look into your mailbox", "{}", waits.text());
    let mailed = newest(t, email).await;
    let page = enter(&mut browser, &waits, &mailed.code).await;
    assert_eq!(page.heading(), "Almost done", "{}", page.text());
    (browser, page)
}

async fn wallets(t: &TestApp) -> i64 {
    t.count("SELECT COUNT(*) FROM wallets").await
}

async fn stays_unknown(t: &TestApp, wallet: &Wallet) {
    let page = visit(t, wallet).await;
    assert!(page.text().contains(UNKNOWN), "{}", page.text());
}

on_both_engines!(a_wallet_that_no_account_has_makes_one_and_is_its_first_way_in, |config| { by_wallet(config) }, |t| {
    begin(&t).await;
    let client = t.first_party("web", json!({})).await;
    let wallet = Wallet::of(7);
    let (_, page) = came(&t, &client, &wallet).await;
    let text = page.text().to_lowercase();
    assert!(text.contains(&wallet.address()), "{text}");
    assert!(text.contains("does not belong to any account yet."), "{text}");
    let (mut browser, page) = proven(&t, &client, &wallet, NEW).await;
    assert!(page.text().to_lowercase().contains(&wallet.address()), "{}", page.text());
    assert_eq!((people(&t).await, wallets(&t).await), (0, 0), "nothing is there before the proof");

    let silent = make(&mut browser, &page, "").await;
    assert_eq!(silent.answer.status, 422);
    assert!(silent.text().contains("Say whether this is yours."), "{}", silent.text());
    assert_eq!((people(&t).await, wallets(&t).await), (0, 0), "nobody is taken at their silence");

    let before = browser.cookie();
    let form = silent.form_with("sign-up-submit").with("way_in", "mine");
    let mut second = browser.clone();
    let done = browser.submit(&silent, form.clone()).await;
    assert_eq!(done.sent("state").as_deref(), Some("s"));
    assert_ne!(browser.cookie(), before, "a cookie that was planted goes no further");
    // A double click leads to the same place and makes nothing twice.
    assert_eq!(second.submit(&silent, form).await.left(), done.left());
    let told = id_token(&t, &client, &done.code()).await;
    assert_eq!(told["amr"], json!(["otp"]), "the mail is what is proven now");
    let made = "SELECT COUNT(*) FROM wallets JOIN users ON users.id = wallets.user_id \
                    WHERE users.username = 'grace' AND users.email_verified_at IS NOT NULL";
    assert_eq!((t.count(made).await, people(&t).await, wallets(&t).await), (1, 1, 1));
    for kind in ["user.created", "wallet.added"] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE kind = '{kind}'")).await, 1, "{kind}");
    }
    assert!(texts_to(&t, NEW).await.iter().any(|text| text.contains("wallet")), "its person is told by mail");
    assert_eq!(t.count("SELECT COUNT(*) FROM credentials").await, 0);
    assert_eq!(visit(&t, &wallet).await.url.path(), "/account");
});

on_both_engines!(where_wallets_make_no_accounts_the_answer_is_as_ever, |config| { by_wallet(config) }, |t| {
    on(&t).await;
    let wallet = Wallet::of(7);
    // Where nobody signs up, a wallet leads nowhere.
    features::switch(&t.cx(), Feature::SignUp, false).await.unwrap();
    stays_unknown(&t, &wallet).await;
    features::switch(&t.cx(), Feature::SignUp, true).await.unwrap();
    let changes: [fn(&mut Config); 3] = [
        |config| config.ethereum.sign_up = false,
        |config| config.sign_up.mode = SignUpMode::Closed,
        |config| config.sign_up.mode = SignUpMode::Invitation,
    ];
    for change in changes {
        stays_unknown(&t.another_instance_with(change).await, &wallet).await;
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM interactions").await, 0);
});

on_both_engines!(a_wallet_that_waits_makes_no_account_once_that_is_switched_off, |config| { by_wallet(config) }, |t| {
    begin(&t).await;
    let client = t.first_party("web", json!({})).await;
    let wallet = Wallet::of(7);
    let (browser, page) = proven(&t, &client, &wallet, NEW).await;
    let other = t.another_instance_with(|config| config.ethereum.sign_up = false).await;
    let mut there = other.browser();
    there.cookies.clone_from(&browser.cookies);
    make(&mut there, &page, "mine").await.code();
    assert_eq!((people(&t).await, wallets(&t).await), (1, 0));
});

on_both_engines!(
    an_address_that_has_an_account_gets_the_same_page_and_never_a_wallet,
    |config| { by_wallet(config) },
    |t| {
        t.person("ada").await;
        begin(&t).await;
        let client = t.first_party("web", json!({})).await;
        let wallet = Wallet::of(7);
        let (mut browser, page) = came(&t, &client, &wallet).await;
        let waits = give(&mut browser, &page, "ada@example.com").await;
        assert_eq!(waits.heading(), "Look into your mailbox", "{}", waits.text());
        let mailed = newest(&t, "ada@example.com").await;
        enter(&mut browser, &waits, &mailed.code).await.code();
        assert_eq!(
            (people(&t).await, wallets(&t).await),
            (1, 0),
            "whoever reads the mail is signed in, and that is all"
        );
        let (_, page) = came(&t, &client, &wallet).await;
        assert_eq!(page.url.path(), "/sign-up", "{}", page.text());
    }
);

on_both_engines!(
    a_wallet_that_somebody_planted_opens_no_account_whose_person_does_not_know_it,
    |config| { by_wallet(config) },
    |t| {
        begin(&t).await;
        let client = t.first_party("web", json!({})).await;
        let planted = Wallet::of(9);
        // The planter's cookie and journey are in the browser of somebody who makes an account.
        let (mut browser, page) = proven(&t, &client, &planted, NEW).await;
        make(&mut browser, &page, "other").await.code();
        assert_eq!((people(&t).await, wallets(&t).await), (1, 0));
        let (_, page) = came(&t, &client, &planted).await;
        assert_eq!(page.url.path(), "/sign-up", "{}", page.text());
    }
);

// Whoever planted the cookie would make an account of their own, which the victim's wallet opens.
on_both_engines!(
    a_planted_cookie_makes_no_account_of_a_wallet_that_somebody_else_signed_with,
    |config| { by_wallet(config) },
    |t| {
        begin(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, wallet) = (t.browser(), Wallet::of(7));
        let page = client.authorize(&mut browser, &[]).await;
        let mut planter = browser.clone();
        let waits = sign_in(&t, &mut browser, &page, &wallet).await;
        assert_eq!(waits.url.path(), "/sign-up", "{}", waits.text());
        assert_ne!(browser.cookie(), planter.cookie(), "a cookie that was planted goes no further");
        let theirs = planter.get(waits.url.as_str()).await;
        assert_eq!((theirs.answer.status.as_u16(), theirs.heading().as_str()), (400, STRANGE), "{}", theirs.text());
        let refused = give(&mut planter, &waits, "eve@example.net").await;
        let told = (refused.answer.status.as_u16(), refused.heading());
        assert_eq!(told, (400, STRANGE.to_owned()), "{}", refused.text());
        assert_eq!(t.count("SELECT COUNT(*) FROM mail_proofs").await, 0);
        // Its holder goes on.
        let waits = give(&mut browser, &waits, NEW).await;
        assert_eq!(waits.heading(), "Look into your mailbox", "{}", waits.text());
    }
);

on_both_engines!(
    a_wallet_brings_no_address_in_that_the_operator_does_not_let_in,
    |config| {
        by_wallet(config);
        config.sign_up.blocked_domains = vec!["example.com".to_owned()];
    },
    |t| {
        begin(&t).await;
        let client = t.first_party("web", json!({})).await;
        let wallet = Wallet::of(7);
        let (mut browser, page) = came(&t, &client, &wallet).await;
        let refused = give(&mut browser, &page, NEW).await;
        assert_eq!(refused.answer.status, 422);
        assert!(refused.text().contains("No account can be made with this address."), "{}", refused.text());
        assert!(refused.text().to_lowercase().contains(&wallet.address()), "the wallet waits: {}", refused.text());
        assert_eq!((people(&t).await, wallets(&t).await), (0, 0));
    }
);

on_both_engines!(
    as_many_accounts_are_made_by_wallets_as_without,
    |config| {
        by_wallet(config);
        at_most(config, RuleName::SignUpAddress, 1);
    },
    |t| {
        begin(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = proven(&t, &client, &Wallet::of(7), NEW).await;
        let (mut late, late_page) = proven(&t, &client, &Wallet::of(8), "late@example.com").await;
        make(&mut browser, &page, "mine").await.code();
        let refused = make(&mut late, &late_page, "mine").await;
        let told = (refused.answer.status.as_u16(), refused.heading());
        assert_eq!(told, (429, "That was a lot in a short time".to_owned()), "{}", refused.text());
        assert_eq!((people(&t).await, wallets(&t).await), (1, 1));
        // Whoever comes now is told before anything waits.
        let (_, refused) = came(&t, &client, &Wallet::of(9)).await;
        assert_eq!((refused.answer.status.as_u16(), refused.answer.header("retry-after")), (429, Some("3600")));
        assert!(refused.text().contains("There were too many attempts."), "{}", refused.text());
    }
);

on_both_engines!(a_wallet_that_another_account_has_by_now_makes_none, |config| { by_wallet(config) }, |t| {
    t.person("ada").await;
    begin(&t).await;
    let client = t.first_party("web", json!({})).await;
    let wallet = Wallet::of(7);
    let (mut browser, page) = proven(&t, &client, &wallet, NEW).await;
    add(&t, &mut t.browser_of("ada").await, &wallet).await;
    let refused = make(&mut browser, &page, "mine").await;
    assert!(refused.text().contains("This wallet belongs to an account already."), "{}", refused.text());
    assert_eq!((people(&t).await, wallets(&t).await), (1, 1), "neither the account nor a second wallet");
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'wallet.added'").await, 1);
});

on_both_engines!(what_a_wallet_signed_leads_to_a_new_account_once, |config| { by_wallet(config) }, |t| {
    begin(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, wallet) = (t.browser(), Wallet::of(7));
    let page = client.authorize(&mut browser, &[]).await;
    let (message, sealed) = asked(&t, &mut browser, SIGN_IN, &wallet).await;
    let form = answered(&page, SIGN_IN, &sealed, &wallet.sign(&message));
    assert_eq!(browser.submit(&page, form.clone()).await.url.path(), "/sign-up");
    let again = browser.submit(&page, form).await;
    assert!(again.text().contains("That took too long."), "{}", again.text());
    // Another browser has nothing of it.
    let id = page.url.query_pairs().find(|(name, _)| name == "interaction").expect("a journey").1.into_owned();
    let other = t.browser().get(&t.url(&format!("/sign-up?interaction={id}"))).await;
    assert!(!other.text().to_lowercase().contains(&wallet.address()), "{}", other.text());
});
