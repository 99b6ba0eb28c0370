//! What ends an entry, in each order of events.

use serde_json::json;

use super::*;

const NOW: Timestamp = Timestamp(1000);

fn token(grant: &str) -> VerifiedToken {
    VerifiedToken {
        issuer: IssuerId::from_stored("iss_1"),
        client: ClientId::new("web"),
        claims: Map::from_iter([("sub".to_owned(), json!("ada"))]),
        standing: Some(TokenStanding {
            grant_id: GrantId::from_stored(grant),
            user_id: None,
            organization_id: None,
            claims: None,
            revoked_at: None,
            token_revocations: 0,
        }),
    }
}

fn looked() -> VerifiedTokens {
    let tokens = VerifiedTokens::default();
    tokens.looked(NOW);
    tokens
}

fn kept(tokens: &VerifiedTokens, text: &str, grant: &str) -> TokenKey {
    let key = TokenKey::of(text);
    tokens.keep(tokens.revocations(), key, token(grant), NOW);
    key
}

#[test]
fn a_revocation_voids_the_tokens_of_its_approval_and_no_others() {
    let tokens = looked();
    let (one, other) = (kept(&tokens, "one", "grt_1"), kept(&tokens, "other", "grt_2"));
    assert!(tokens.get(one, NOW).is_some());
    tokens.forget(&TokensOf::Grant(GrantId::from_stored("grt_1")));
    assert!(tokens.get(one, NOW).is_none());
    assert!(tokens.get(other, NOW).is_some());
    tokens.forget_all();
    assert!(tokens.get(other, NOW).is_none());
}

// Looked at, revoked, kept: in this order it must not come back.
#[test]
fn what_was_revoked_while_it_was_looked_at_is_not_kept() {
    let tokens = looked();
    let before = tokens.revocations();
    tokens.forget(&TokensOf::Grant(GrantId::from_stored("grt_1")));
    let key = TokenKey::of("one");
    tokens.keep(before, key, token("grt_1"), NOW);
    assert!(tokens.get(key, NOW).is_none());
}

#[test]
fn nothing_is_believed_for_long_or_without_a_look_at_what_others_changed() {
    let tokens = VerifiedTokens::default();
    let key = kept(&tokens, "one", "grt_1");
    assert!(tokens.get(key, NOW).is_none(), "nobody has looked");
    tokens.looked(NOW);
    assert!(tokens.get(key, NOW + Seconds(1)).is_some());
    assert!(tokens.get(key, NOW + Seconds(2)).is_none(), "nobody looked for two seconds");
    for second in 0..=10 {
        tokens.looked(NOW + Seconds(second));
        assert!(tokens.get(key, NOW + Seconds(second)).is_some(), "{second}");
    }
    tokens.looked(NOW + Seconds(11));
    assert!(tokens.get(key, NOW + Seconds(11)).is_none(), "it is too old");
    // A clock that was set back.
    assert!(tokens.get(key, NOW - Seconds(1)).is_none());
}

#[test]
fn it_takes_a_bounded_share_of_the_memory() {
    let tokens = looked();
    for number in 0..20_000 {
        kept(&tokens, &format!("token {number}"), "grt_1");
    }
    tokens.entries.run_pending_tasks();
    assert!(tokens.entries.weighted_size() <= BYTES);
}
