//! Sign-in with Ethereum (EIP-4361), with a wallet of another maker's curve.

use axum::http::StatusCode;
use k256::ecdsa::SigningKey;
use serde_json::json;
use sha3::{Digest as _, Keccak256};
use signet::{
    domain::{
        kernel::{Feature, features},
        login::enrolment,
    },
    store::credentials,
};

use super::factors::{app_of_ada, id_token};
use crate::support::{Browser, PASSWORD, Page, TestApp, on_both_engines};

/// A wallet with one key.
pub struct Wallet(SigningKey);

impl Wallet {
    pub fn of(seed: u8) -> Self {
        Self(SigningKey::from_slice(&[seed; 32]).expect("a key"))
    }

    pub fn address(&self) -> String {
        let point = self.0.verifying_key().to_sec1_point(false);
        let hash = Keccak256::digest(&point.as_bytes()[1..]);
        format!("0x{}", data_encoding::HEXLOWER.encode(&hash[12..]))
    }

    /// `personal_sign`
    pub fn sign(&self, message: &str) -> String {
        let text = format!("\u{19}Ethereum Signed Message:\n{}{message}", message.len());
        let (signature, recovery) = self.0.sign_prehash_recoverable(&Keccak256::digest(text.as_bytes()));
        let mut bytes = signature.to_bytes().to_vec();
        bytes.push(27 + recovery.to_byte());
        format!("0x{}", data_encoding::HEXLOWER.encode(&bytes))
    }
}

pub async fn on(t: &TestApp) {
    features::switch(&t.cx(), Feature::Ethereum, true).await.unwrap();
}

pub const SIGN_IN: &str = "/login/ethereum";
pub const NEW: &str = "/account/security/wallet";

/// What a script is told for this wallet: the message and what the form brings back.
pub async fn asked(t: &TestApp, browser: &mut Browser<'_>, path: &str, wallet: &Wallet) -> (String, String) {
    let told = browser.get(&t.url(&format!("{path}?address={}&chain=1", wallet.address()))).await;
    assert_eq!(told.answer.status, 200, "{}", told.text());
    let told = told.answer.json();
    (told["message"].as_str().unwrap().to_owned(), told["sealed"].as_str().unwrap().to_owned())
}

pub fn answered(page: &Page, path: &str, sealed: &str, signature: &str) -> crate::support::Form {
    page.form_to(path).with("sealed", sealed).with("signature", signature)
}

/// Adds a wallet in a browser that has just signed in.
pub async fn add(t: &TestApp, browser: &mut Browser<'_>, wallet: &Wallet) -> Page {
    let page = browser.get(&t.url(NEW)).await;
    assert_eq!(page.heading(), "Add a wallet", "{}", page.text());
    let (message, sealed) = asked(t, browser, "/account/security/wallet/message", wallet).await;
    browser.submit(&page, answered(&page, NEW, &sealed, &wallet.sign(&message))).await
}

/// Signs in at a page that asks for it.
pub async fn sign_in(t: &TestApp, browser: &mut Browser<'_>, page: &Page, wallet: &Wallet) -> Page {
    let (message, sealed) = asked(t, browser, SIGN_IN, wallet).await;
    browser.submit(page, answered(page, SIGN_IN, &sealed, &wallet.sign(&message))).await
}

pub async fn visit(t: &TestApp, wallet: &Wallet) -> Page {
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    sign_in(t, &mut browser, &page, wallet).await
}

on_both_engines!(a_wallet_that_was_added_signs_in_and_is_one_factor, |t| {
    t.person("ada").await;
    on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let wallet = Wallet::of(7);
    let page = visit(&t, &wallet).await;
    assert!(page.text().contains("This wallet does not belong to any account here."), "{}", page.text());
    let page = add(&t, &mut t.browser_of("ada").await, &wallet).await;
    assert!(page.text().contains("The wallet is added."), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'wallet.added'").await, 1);
    assert_eq!(t.mails_of("wallet_added").await, 1, "the owner is told");

    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let before = browser.cookie();
    let code = sign_in(&t, &mut browser, &page, &wallet).await.code();
    assert_ne!(browser.cookie(), before, "a cookie that was planted goes no further");
    let told = id_token(&t, &client, &code).await;
    assert_eq!(told["amr"], json!(["wallet"]));
    assert_eq!(told["acr"], json!("urn:signet:acr:single-factor"));
    assert_eq!(t.count("SELECT COUNT(*) FROM wallets WHERE last_used_at IS NOT NULL").await, 1);
});

on_both_engines!(the_message_is_ours_names_the_wallet_and_ends, |t| {
    t.person("ada").await;
    on(&t).await;
    let wallet = Wallet::of(7);
    let mut own = t.browser_of("ada").await;
    let page = own.get(&t.url(NEW)).await;
    let (message, sealed) = asked(&t, &mut own, "/account/security/wallet/message", &wallet).await;
    let origin = t.app.issuer.url.origin();
    assert!(
        message.starts_with(&format!("{origin} wants you to sign in with your Ethereum account:\n0x")),
        "{message}"
    );
    assert!(message.contains("\n\nAdd this wallet to your account.\n\nURI: "), "{message}");
    assert!(message.contains("\nVersion: 1\nChain ID: 1\nNonce: "), "{message}");
    assert!(message.ends_with("\nIssued At: 2027-01-15T08:00:00Z\nExpiration Time: 2027-01-15T08:05:00Z"), "{message}");
    // Signed by another one, or another text: it is not added.
    for wrong in
        [Wallet::of(8).sign(&message), wallet.sign(&message.replace("Chain ID: 1", "Chain ID: 5")), "0x".to_owned()]
    {
        let page = own.submit(&page, answered(&page, NEW, &sealed, &wrong)).await;
        assert!(page.text().contains("This signature does not hold."), "{}", page.text());
    }
    t.clock.advance(300);
    let page = own.submit(&page, answered(&page, NEW, &sealed, &wallet.sign(&message))).await;
    assert!(page.text().contains("That took too long."), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM wallets").await, 0);
});

on_both_engines!(a_signature_counts_once_and_only_in_the_browser_that_was_asked, |t| {
    t.person("ada").await;
    on(&t).await;
    let wallet = Wallet::of(7);
    add(&t, &mut t.browser_of("ada").await, &wallet).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let (message, sealed) = asked(&t, &mut browser, SIGN_IN, &wallet).await;
    let signature = wallet.sign(&message);
    let mut thief = t.browser();
    let theirs = thief.get(&t.url("/login")).await;
    let stolen = thief.submit(&theirs, answered(&theirs, SIGN_IN, &sealed, &signature)).await;
    assert!(stolen.text().contains("That took too long."), "{}", stolen.text());
    let form = answered(&page, SIGN_IN, &sealed, &signature);
    assert_eq!(browser.submit(&page, form).await.url.path(), "/account");
    // Once more in the same browser, whose row is the same: spent.
    let page = browser.get(&t.url("/login")).await;
    let form = answered(&page, SIGN_IN, &sealed, &signature).with("remember", "yes");
    let again = browser.submit(&page, form).await;
    assert!(again.text().contains("That took too long."), "{}", again.text());
});

on_both_engines!(a_wallet_belongs_to_one_account_and_goes_with_it_or_alone, |t| {
    let ada = t.person("ada").await;
    t.person("eve").await;
    on(&t).await;
    let wallet = Wallet::of(7);
    let mut own = t.browser_of("ada").await;
    add(&t, &mut own, &wallet).await;
    let page = add(&t, &mut t.browser_of("eve").await, &wallet).await;
    assert!(page.text().contains("This wallet belongs to an account already."), "{}", page.text());
    let page = own.get(&t.url("/account/security")).await;
    let page = own.press(&page, "remove-wallet-1").await;
    assert!(page.text().contains("The wallet is removed."), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'wallet.removed'").await, 1);
    assert_eq!(t.mails_of("wallet_removed").await, 1, "the owner is told");
    let page = visit(&t, &wallet).await;
    assert!(page.text().contains("This wallet does not belong to any account here."), "{}", page.text());
    // The operator's reset takes it away, too.
    add(&t, &mut own, &wallet).await;
    assert!(enrolment::reset(&t.cx(), &ada.id).await.unwrap());
    assert_eq!(t.count("SELECT COUNT(*) FROM wallets").await, 0);
});

on_both_engines!(the_only_way_to_sign_in_stays, |t| {
    let ada = t.person("ada").await;
    on(&t).await;
    let wallet = Wallet::of(7);
    let mut own = t.browser_of("ada").await;
    add(&t, &mut own, &wallet).await;
    let page = own.get(&t.url("/account/security")).await;
    t.cx().write(async |work| Ok(credentials::delete_kind(work, &ada.id, "password").await?)).await.unwrap();
    let page = own.press(&page, "remove-wallet-1").await;
    assert!(page.text().contains("This is your only way to sign in, so it cannot be removed."), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM wallets").await, 1);
    assert_eq!(visit(&t, &wallet).await.url.path(), "/account");
});

on_both_engines!(the_last_wallet_goes_where_a_mail_signs_in_too, |t| {
    let ada = t.person("ada").await;
    on(&t).await;
    features::switch(&t.cx(), Feature::MailSignIn, true).await.unwrap();
    let mut own = t.browser_of("ada").await;
    add(&t, &mut own, &Wallet::of(7)).await;
    let page = own.get(&t.url("/account/security")).await;
    t.cx().write(async |work| Ok(credentials::delete_kind(work, &ada.id, "password").await?)).await.unwrap();
    let page = own.press(&page, "remove-wallet-1").await;
    assert!(page.text().contains("The wallet is removed."), "{}", page.text());
});

on_both_engines!(other_chains_and_what_is_no_address_get_no_message, |t| {
    t.person("ada").await;
    on(&t).await;
    let mut browser = t.browser();
    browser.get(&t.url("/login")).await;
    let address = Wallet::of(7).address();
    for (query, status) in [
        (format!("address={address}&chain=1"), StatusCode::OK),
        (format!("address={address}&chain=5"), StatusCode::UNPROCESSABLE_ENTITY),
        (format!("address={address}&chain=one"), StatusCode::BAD_REQUEST),
        ("address=0x12&chain=1".to_owned(), StatusCode::BAD_REQUEST),
    ] {
        let page = browser.get(&t.url(&format!("/login/ethereum?{query}"))).await;
        assert_eq!(page.answer.status, status, "{query}");
    }
    // A browser that was never here has nothing that a message could be bound to.
    let page = t.browser().get(&t.url(&format!("/login/ethereum?address={address}&chain=1"))).await;
    assert_eq!(page.answer.status, StatusCode::BAD_REQUEST);
});

on_both_engines!(until_it_is_switched_on_there_are_no_wallets, |t| {
    t.person("ada").await;
    let mut own = t.browser_of("ada").await;
    for path in [SIGN_IN, NEW, "/account/security/wallet/message"] {
        assert_eq!(own.get(&t.url(path)).await.answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = t.browser().get(&t.url("/login")).await;
    assert!(!page.answer.body.contains("wallet"), "{}", page.answer.body);
    assert!(!own.get(&t.url("/account/security")).await.text().contains("Wallets"));
});

on_both_engines!(who_has_a_further_factor_is_asked_for_it_after_a_wallet, |t| {
    t.person("ada").await;
    on(&t).await;
    let wallet = Wallet::of(7);
    add(&t, &mut t.browser_of("ada").await, &wallet).await;
    app_of_ada(&t).await;
    let page = visit(&t, &wallet).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    // With a password it is no different.
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    assert_eq!(browser.sign_in(&page, "ada", PASSWORD).await.url.path(), "/factor");
});
