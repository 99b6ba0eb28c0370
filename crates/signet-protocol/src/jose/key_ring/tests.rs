//! The life of a signing key, from generation to deletion.

use proptest::prelude::*;

use super::*;
use crate::{
    base::time::Seconds,
    jose::jwe::{EncFamily, EncryptionKey, Outside, encrypt},
};

const ES256: KeyKind = KeyKind::Signing(SigAlg::ES256);

const POLICY: RotationPolicy = RotationPolicy {
    interval: Seconds::days(90),
    publish_ahead: Seconds::days(1),
    keep_published: Seconds::hours(24),
    keep_verifiable: Seconds::days(30),
};

fn facts(kid: &str, state: KeyState, created_at: i64) -> KeyFacts {
    let created_at = Timestamp(created_at);
    KeyFacts {
        kid: kid.to_owned(),
        kind: ES256,
        state,
        created_at,
        activated_at: (state == KeyState::Active).then_some(created_at),
        retired_at: None,
        expires_at: None,
        revoked_at: None,
    }
}

/// What the store does with a plan.
fn apply(rows: &mut Vec<KeyFacts>, plan: Vec<Transition>, now: Timestamp) {
    for transition in plan {
        let row = |rows: &mut Vec<KeyFacts>, kid: &str| rows.iter().position(|row| row.kid == kid).unwrap();
        match transition {
            Transition::Generate { kind, state } => {
                let kid = format!("k{}-{}", now.0, rows.len());
                rows.push(KeyFacts { kind, ..facts(&kid, state, now.0) });
            }
            Transition::Promote { kid } => {
                let at = row(rows, &kid);
                rows[at].state = KeyState::Active;
                rows[at].activated_at = Some(now);
            }
            Transition::Retire { kid, expires_at } => {
                let at = row(rows, &kid);
                rows[at].state = KeyState::Retired;
                rows[at].retired_at = Some(now);
                rows[at].expires_at = Some(expires_at);
            }
            Transition::Delete { kid } => {
                let at = row(rows, &kid);
                rows.remove(at);
            }
        }
    }
}

fn count(rows: &[KeyFacts], state: KeyState) -> usize {
    rows.iter().filter(|row| row.state == state).count()
}

#[test]
fn the_first_key_of_each_algorithm_signs_at_once() {
    let algs = [KeyKind::Signing(SigAlg::RS256), KeyKind::Signing(SigAlg::EdDSA)];
    let mut rows = Vec::new();
    let planned = plan(&rows, &algs, Timestamp(0), &POLICY);
    apply(&mut rows, planned, Timestamp(0));
    assert_eq!(
        rows.iter().map(|row| (row.kind, row.state)).collect::<Vec<_>>(),
        algs.map(|kind| (kind, KeyState::Active))
    );
    assert_eq!(plan(&rows, &algs, Timestamp(0), &POLICY), []);
}

#[test]
fn a_successor_is_published_first_then_promoted_and_the_old_key_fades() {
    let (mut rows, algs) = (vec![facts("a", KeyState::Active, 0)], [ES256]);
    let mut step = |at: Timestamp| {
        let plan = plan(&rows, &algs, at, &POLICY);
        apply(&mut rows, plan.clone(), at);
        plan
    };
    let due = Timestamp(0) + POLICY.interval - POLICY.publish_ahead;
    assert_eq!(step(due - Seconds(1)), []);
    assert_eq!(step(due), [Transition::Generate { kind: ES256, state: KeyState::Next }]);
    let ripe = due + POLICY.publish_ahead;
    assert_eq!(step(ripe - Seconds(1)), []);
    let expires_at = ripe + POLICY.keep_published;
    let promoted = step(ripe);
    assert!(matches!(&promoted[..], [Transition::Promote { .. }, Transition::Retire { kid, expires_at: end }]
        if kid == "a" && *end == expires_at));
    assert_eq!(step(expires_at + POLICY.keep_verifiable - Seconds(1)), []);
    assert_eq!(step(expires_at + POLICY.keep_verifiable), [Transition::Delete { kid: "a".to_owned() }]);
}

#[test]
fn what_is_missing_is_made_whatever_the_time_is_and_nothing_else_is_done() {
    let algs = [ES256, KeyKind::Signing(SigAlg::EdDSA)];
    let make = |kind| Transition::Generate { kind, state: KeyState::Active };
    assert_eq!(plan_missing(&[], &algs), algs.map(make));
    // Ripe, retired and over for whoever believes a clock that is far ahead.
    let ends = (Some(Timestamp(1)), Some(Timestamp(2)));
    let old = KeyFacts { retired_at: ends.0, expires_at: ends.1, ..facts("old", KeyState::Retired, 0) };
    let rows = [old, facts("a", KeyState::Active, 0), facts("b", KeyState::Next, 0)];
    assert_eq!(plan_missing(&rows, &[ES256]), []);
    assert_eq!(plan(&rows, &[ES256], Timestamp(1 << 40), &POLICY).len(), 3);
    let waiting = [facts("b", KeyState::Next, 0)];
    assert_eq!(plan_missing(&waiting, &[ES256]), [Transition::Promote { kid: "b".to_owned() }]);
}

#[test]
fn a_successor_asked_for_early_still_waits_to_be_known() {
    let now = Timestamp(1000);
    let mut rows = vec![facts("a", KeyState::Active, 0)];
    let asked = plan_immediate(&rows, ES256, false, now, &POLICY);
    assert_eq!(asked, [Transition::Generate { kind: ES256, state: KeyState::Next }]);
    apply(&mut rows, asked, now);
    assert_eq!(plan_immediate(&rows, ES256, false, now, &POLICY), [], "one successor is enough");
    assert_eq!(plan(&rows, &[ES256], now, &POLICY), []);
    let later = now + POLICY.publish_ahead;
    let planned = plan(&rows, &[ES256], later, &POLICY);
    apply(&mut rows, planned, later);
    assert_eq!((count(&rows, KeyState::Active), count(&rows, KeyState::Retired)), (1, 1));
}

#[test]
fn an_emergency_rotation_signs_at_once_with_a_published_key_if_there_is_one() {
    let now = Timestamp(1000);
    let rows = [facts("a", KeyState::Active, 0)];
    let expires_at = now + POLICY.keep_published;
    let retire = Transition::Retire { kid: "a".to_owned(), expires_at };
    assert_eq!(
        plan_immediate(&rows, ES256, true, now, &POLICY),
        [Transition::Generate { kind: ES256, state: KeyState::Active }, retire.clone()]
    );
    let rows = [facts("a", KeyState::Active, 0), facts("b", KeyState::Next, 999)];
    assert_eq!(plan_immediate(&rows, ES256, true, now, &POLICY), [Transition::Promote { kid: "b".to_owned() }, retire]);
}

#[test]
fn after_a_revocation_something_signs_again() {
    let now = Timestamp(1000);
    let revoked = KeyFacts { revoked_at: Some(now), ..facts("a", KeyState::Active, 0) };
    let next = facts("b", KeyState::Next, 999);
    let algs = [ES256];
    assert_eq!(plan(&[revoked.clone(), next], &algs, now, &POLICY), [Transition::Promote { kid: "b".to_owned() }]);
    assert_eq!(
        plan(std::slice::from_ref(&revoked), &algs, now, &POLICY),
        [Transition::Generate { kind: ES256, state: KeyState::Active }]
    );
    let over = now + POLICY.keep_published + POLICY.keep_verifiable;
    assert!(plan(&[revoked], &algs, over, &POLICY).contains(&Transition::Delete { kid: "a".to_owned() }));
}

#[test]
fn keys_that_two_instances_made_at_once_are_weeded_out() {
    let now = Timestamp(10);
    let rows = [
        facts("a", KeyState::Active, 0),
        facts("b", KeyState::Active, 0),
        facts("c", KeyState::Next, 5),
        facts("d", KeyState::Next, 4),
    ];
    let plan = plan(&rows, &[ES256], now, &POLICY);
    assert_eq!(
        plan,
        [
            Transition::Delete { kid: "c".to_owned() },
            Transition::Retire { kid: "a".to_owned(), expires_at: now + POLICY.keep_published }
        ]
    );
}

fn loaded(state: KeyState, change: impl FnOnce(&mut KeyFacts)) -> RingKey {
    let generated = SigningKey::generate(SigAlg::ES256).unwrap();
    let kid = generated.public_jwk["kid"].as_str().unwrap().to_owned();
    let mut facts = facts(&kid, state, 0);
    change(&mut facts);
    RingKey::load(facts, &generated.public_jwk, Some(generated.pkcs8.expose())).unwrap()
}

#[test]
fn a_ring_signs_with_active_shows_what_is_published_and_verifies_what_is_kept() {
    let end = Timestamp(100);
    let keys = vec![
        loaded(KeyState::Retired, |facts| facts.expires_at = Some(end)),
        loaded(KeyState::Next, |_| ()),
        loaded(KeyState::Active, |_| ()),
        loaded(KeyState::Revoked, |facts| facts.revoked_at = Some(Timestamp(1))),
        loaded(KeyState::Active, |facts| facts.revoked_at = Some(Timestamp(1))),
    ];
    let kids: Vec<String> = keys.iter().map(|key| key.facts.kid.clone()).collect();
    let ring = KeyRing::new(keys);

    assert_eq!(ring.active(SigAlg::ES256).unwrap().kid(), kids[2]);
    assert!(ring.active(SigAlg::RS256).is_none());
    assert_eq!(ring.algorithms(), [SigAlg::ES256]);
    let shown = |now| -> Vec<String> {
        let set = ring.jwks(now);
        set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(shown(end - Seconds(1)), [kids[2].clone(), kids[1].clone(), kids[0].clone()]);
    assert_eq!(shown(end), [kids[2].clone(), kids[1].clone()]);
    assert_eq!(ring.jwks_changes_at(end - Seconds(1)), Some(end));
    assert_eq!(ring.jwks_changes_at(end), None);
    assert!(kids[..3].iter().all(|kid| ring.verifying(kid).is_some()));
    assert!(kids[3..].iter().all(|kid| ring.verifying(kid).is_none()));
    assert!(ring.verifying("absent").is_none());
    assert_eq!(ring.all_verifying().count(), 3);
    assert!(!ring.jwks(Timestamp(0)).to_string().contains("\"d\""));
}

const ECDH: KeyKind = KeyKind::Decryption(EncFamily::Ecdh);

fn decrypting(state: KeyState, expires_at: Option<Timestamp>) -> (RingKey, Jwk) {
    let made = DecryptionKey::generate(EncFamily::Ecdh).unwrap();
    let kid = made.public_jwk["kid"].as_str().unwrap();
    let revoked_at = (state == KeyState::Revoked).then_some(Timestamp(1));
    let facts = KeyFacts { kind: ECDH, expires_at, revoked_at, ..facts(kid, state, 0) };
    let key = RingKey::load(facts, &made.public_jwk, Some(made.pkcs8.expose())).unwrap();
    (key, Jwk::from_value(&made.public_jwk).unwrap())
}

// OIDC Core §10.2.1: clients may hold an older copy of the key set.
#[test]
fn what_is_encrypted_to_a_key_of_the_ring_opens_until_the_key_is_gone_or_revoked() {
    let alg = KeyMgmtAlg::EcdhEsA128Kw;
    let write = |jwk: &Jwk| {
        let key = EncryptionKey::from_jwk(jwk, alg).unwrap();
        encrypt(b"hello", Outside::default(), &key, ContentEnc::A256Gcm).unwrap()
    };
    let states = [KeyState::Next, KeyState::Active, KeyState::Retired, KeyState::Revoked];
    let (keys, public): (Vec<_>, Vec<_>) = states
        .map(|state| decrypting(state, (state == KeyState::Retired).then_some(Timestamp(100))))
        .into_iter()
        .unzip();
    let ring = KeyRing::new(keys);
    let open = |text: &str| ring.open(&Unopened::parse(text).unwrap(), &[alg], ContentEnc::ALL);
    for (state, jwk) in states.iter().zip(&public) {
        let opened = open(&write(jwk));
        if *state == KeyState::Revoked {
            assert_eq!(opened, Err(NotOpened::NoKey));
        } else {
            assert_eq!(opened.unwrap(), b"hello", "{state:?}");
        }
        // Without a name, each key is tried.
        let mut nameless = jwk.to_value();
        nameless.as_object_mut().unwrap().remove("kid");
        let opened = open(&write(&Jwk::from_value(&nameless).unwrap()));
        assert_eq!(opened.is_ok(), *state != KeyState::Revoked);
    }
    let (_, stranger) = decrypting(KeyState::Active, None);
    assert_eq!(open(&write(&stranger)), Err(NotOpened::NoKey));
    let published = ring.jwks(Timestamp(1)).to_string();
    let shown: Vec<bool> = public.iter().map(|jwk| published.contains(jwk.kid().unwrap())).collect();
    assert_eq!(shown, [true, true, false, false]);
    assert!(!published.contains("\"d\""));
    assert!(public.iter().all(|jwk| ring.verifying(jwk.kid().unwrap()).is_none()));
    assert_eq!((ring.algorithms(), ring.all_verifying().count()), (vec![], 0));
    assert!(public.iter().all(|jwk| ring.knows(jwk.kid().unwrap())) && !ring.knows(stranger.kid().unwrap()));
}

#[test]
fn a_retired_decryption_key_goes_when_no_copy_of_the_old_key_set_is_left() {
    let end = Timestamp(100);
    let gone = KeyFacts { kind: ECDH, expires_at: Some(end), ..facts("a", KeyState::Retired, 0) };
    let rows = [gone, KeyFacts { kind: ECDH, ..facts("b", KeyState::Active, 0) }];
    assert_eq!(plan(&rows, &[ECDH], end - Seconds(1), &POLICY), []);
    assert_eq!(plan(&rows, &[ECDH], end, &POLICY), [Transition::Delete { kid: "a".to_owned() }]);
}

#[test]
fn a_key_for_one_purpose_is_not_loaded_for_the_other() {
    let signing = SigningKey::generate(SigAlg::ES256).unwrap();
    let opening = DecryptionKey::generate(EncFamily::Ecdh).unwrap();
    for (made, kind, expected) in [(&signing, ECDH, InvalidKey::Malformed), (&opening, ES256, InvalidKey::Unsupported)]
    {
        let facts = KeyFacts { kind, ..facts(made.public_jwk["kid"].as_str().unwrap(), KeyState::Active, 0) };
        let loaded = RingKey::load(facts, &made.public_jwk, Some(made.pkcs8.expose()));
        assert_eq!(loaded.err(), Some(expected), "{kind:?}");
    }
}

#[test]
fn halves_that_do_not_belong_together_are_not_loaded() {
    let one = SigningKey::generate(SigAlg::ES256).unwrap();
    let two = SigningKey::generate(SigAlg::ES256).unwrap();
    let of = |kid: &serde_json::Value| facts(kid.as_str().unwrap(), KeyState::Active, 0);
    let load = |facts, public: &Value, private: &[u8]| RingKey::load(facts, public, Some(private)).err();
    assert_eq!(load(of(&one.public_jwk["kid"]), &one.public_jwk, one.pkcs8.expose()), None);
    assert_eq!(load(of(&one.public_jwk["kid"]), &one.public_jwk, two.pkcs8.expose()), Some(InvalidKey::Malformed));
    assert_eq!(load(of(&two.public_jwk["kid"]), &one.public_jwk, one.pkcs8.expose()), Some(InvalidKey::Malformed));
    let wrong_alg = KeyFacts { kind: KeyKind::Signing(SigAlg::ES384), ..of(&one.public_jwk["kid"]) };
    assert!(load(wrong_alg, &one.public_jwk, one.pkcs8.expose()).is_some());
}

#[test]
fn states_keep_their_stored_names() {
    for state in [KeyState::Active, KeyState::Next, KeyState::Retired, KeyState::Revoked] {
        assert_eq!(KeyState::parse(state.as_str()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
    }
    assert_eq!(KeyState::parse("Active"), None);
}

proptest! {
    // However irregularly the job runs and whatever the operator asks for in between.
    #[test]
    fn there_is_always_one_key_that_signs_and_it_was_published_before(
        steps in prop::collection::vec((1i64..40 * 86_400, 0u8..10), 1..60)
    ) {
        let (mut rows, algs, mut now) = (Vec::new(), [ES256], Timestamp(0));
        let planned = plan(&rows, &algs, now, &POLICY);
        apply(&mut rows, planned, now);
        for (pause, wish) in steps {
            now = now + Seconds(pause);
            if wish == 0 {
                let wished = plan_immediate(&rows, ES256, false, now, &POLICY);
                apply(&mut rows, wished, now);
            }
            let before: Vec<String> = rows.iter().map(|row| row.kid.clone()).collect();
            let planned = plan(&rows, &algs, now, &POLICY);
            apply(&mut rows, planned, now);
            prop_assert_eq!(plan(&rows, &algs, now, &POLICY), vec![]);
            prop_assert_eq!(count(&rows, KeyState::Active), 1);
            prop_assert!(count(&rows, KeyState::Next) <= 1);
            let signer = rows.iter().find(|row| row.state == KeyState::Active).unwrap();
            prop_assert!(before.contains(&signer.kid));
            let waited = signer.activated_at.unwrap() - signer.created_at;
            prop_assert!(waited >= POLICY.publish_ahead || signer.created_at == Timestamp(0));
        }
    }
}
