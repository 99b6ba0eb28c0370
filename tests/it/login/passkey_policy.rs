//! Which passkeys are added, and for which domain.

use std::{fs, sync::LazyLock};

use serde_json::{Value, json};
use signet::config::{Config, passkeys::Attestation};

use super::passkeys::{add, authenticator, passkey_of, visit};
use crate::support::{Maker, Page, TestApp, on_both_engines};

const BLUE: [u8; 16] = [0xb1; 16];
const RED: [u8; 16] = [0x1e; 16];
const NOT_ALLOWED: &str = "Passkeys of this kind are not accepted here.";

/// The maker who is believed, and two others.
static BELIEVED: LazyLock<Maker> = LazyLock::new(|| Maker::of(BLUE));
static OF_RED: LazyLock<Maker> = LazyLock::new(|| Maker::of(RED));
static UNKNOWN: LazyLock<Maker> = LazyLock::new(|| Maker::of(BLUE));

/// A model must be proven, by one of two makers.
fn proven(config: &mut Config) {
    let file = config.keys.master_key_file.with_file_name("makers.pem");
    fs::write(&file, format!("{}\n{}", BELIEVED.root, OF_RED.root)).expect("a file");
    config.passkeys.attestation = Attestation::Required;
    config.passkeys.attestation_roots_file = Some(file);
}

fn only_blue(config: &mut Config) {
    config.passkeys.allowed_aaguids = vec!["B1B1B1B1-b1b1-b1b1-b1b1-b1b1b1b1b1b1".to_owned()];
}

/// Somebody tries to add a passkey of this model, with whoever vouches for it.
async fn tries(t: &TestApp, model: [u8; 16], maker: Option<&'static Maker>) -> Page {
    let mut key = authenticator(t);
    (key.aaguid, key.maker) = (model, maker);
    add(t, &mut t.browser_of("ada").await, &mut key).await
}

#[track_caller]
fn is_added(page: &Page) {
    assert!(page.text().contains("The passkey is added."), "{}", page.text());
}

#[track_caller]
fn is_not_allowed(page: &Page) {
    assert_eq!(page.url.path(), "/account/security/passkey");
    assert!(page.text().contains(NOT_ALLOWED), "{}", page.text());
}

on_both_engines!(a_model_is_proven_by_a_maker_who_is_believed, |config| { proven(config) }, |t| {
    t.person("ada").await;
    is_added(&tries(&t, BLUE, Some(&BELIEVED)).await);
    is_added(&tries(&t, RED, Some(&OF_RED)).await);
    is_not_allowed(&tries(&t, BLUE, None).await);
    is_not_allowed(&tries(&t, BLUE, Some(&UNKNOWN)).await);
    // What the certificate says is another model than the authenticator's: the statement does not hold.
    let page = tries(&t, RED, Some(&BELIEVED)).await;
    assert!(page.text().contains("The passkey was not added."), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM passkeys").await, 2);
});

on_both_engines!(
    of_proven_models_only_those_of_the_list_are_added,
    |config| {
        proven(config);
        only_blue(config);
    },
    |t| {
        t.person("ada").await;
        is_added(&tries(&t, BLUE, Some(&BELIEVED)).await);
        is_not_allowed(&tries(&t, RED, Some(&OF_RED)).await);
    }
);

on_both_engines!(a_list_without_proof_goes_by_what_authenticators_say, |config| { only_blue(config) }, |t| {
    t.person("ada").await;
    is_added(&tries(&t, BLUE, None).await);
    is_not_allowed(&tries(&t, RED, None).await);
    is_not_allowed(&tries(&t, [0; 16], None).await);
});

on_both_engines!(
    a_model_that_is_denied_is_not_added_and_others_are,
    |config| { config.passkeys.denied_aaguids = vec!["1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e".to_owned()] },
    |t| {
        t.person("ada").await;
        is_not_allowed(&tries(&t, RED, None).await);
        is_added(&tries(&t, BLUE, None).await);
        is_added(&tries(&t, [0; 16], None).await);
    }
);

// The library reads members by number as well, and our look at the model found none to deny.
on_both_engines!(
    a_model_that_is_denied_is_not_hidden_by_how_its_attestation_is_written,
    |config| {
        proven(config);
        config.passkeys.denied_aaguids = vec!["1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e".to_owned()];
    },
    |t| {
        t.person("ada").await;
        is_not_allowed(&tries(&t, RED, Some(&OF_RED)).await);
        let mut key = authenticator(&t);
        (key.aaguid, key.is_numbered) = (RED, true);
        key.maker = Some(&OF_RED);
        let page = add(&t, &mut t.browser_of("ada").await, &mut key).await;
        assert!(page.text().contains("The passkey was not added."), "{}", page.text());
        assert_eq!(t.count("SELECT COUNT(*) FROM passkeys").await, 0);
    }
);

on_both_engines!(nobody_is_asked_for_proof_where_none_is_wanted, |t| {
    t.person("ada").await;
    let page = t.browser_of("ada").await.get(&t.url("/account/security/passkey")).await;
    let options: Value = serde_json::from_str(&page.data("create")).unwrap();
    assert_eq!(options["attestation"], json!("none"));
    let answer = t.get("/.well-known/webauthn").await;
    assert_eq!(answer.status, 404, "{}", answer.body);
});

on_both_engines!(
    the_domain_names_the_origins_that_may_ask_for_its_passkeys,
    |config| {
        config.passkeys.related_origins =
            vec!["https://shop.example".to_owned(), config.issuer.url.origin().to_owned()];
    },
    |t| {
        let answer = t.get("/.well-known/webauthn").await.ok();
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.json(), json!({"origins": [t.app.issuer.url.origin(), "https://shop.example"]}));
        // They may ask, and sign nobody in here: whoever holds that site could sign its visitors in.
        t.person("ada").await;
        let mut key = passkey_of(&t, "ada").await;
        key.origin = "https://shop.example".to_owned();
        let page = visit(&t, &mut key).await;
        assert!(page.text().contains("This passkey could not be used."), "{}", page.text());
        key.origin = t.app.issuer.url.origin().to_owned();
        assert_eq!(visit(&t, &mut key).await.url.path(), "/account");
    }
);

on_both_engines!(
    an_issuer_that_has_moved_keeps_the_passkeys_of_its_old_host,
    |config| { config.passkeys.rp_id = Some("old.example.com".to_owned()) },
    |t| {
        t.person("ada").await;
        let mut own = t.browser_of("ada").await;
        let page = own.get(&t.url("/account/security/passkey")).await;
        let options: Value = serde_json::from_str(&page.data("create")).unwrap();
        assert_eq!(options["rp"]["id"], json!("old.example.com"));
        let mut key = passkey_of(&t, "ada").await;
        assert_eq!(visit(&t, &mut key).await.url.path(), "/account");
        let answer = t.get("/.well-known/webauthn").await.ok();
        assert_eq!(answer.json(), json!({"origins": [t.app.issuer.url.origin()]}));
    }
);
