//! `signet user identities`: who a person is at other providers, as an operator sees it and takes it away.

use serde_json::json;

use super::{
    Place, text,
    upstreams::{STAFF, place as with_secret},
};

/// A person without a password, a provider, and the one's identity at the other, with these tokens.
fn place(tokens: &str) -> (Place, String) {
    let place = with_secret();
    let ada = place.json(&["user", "create", "ada", "--no-password"]);
    let staff = place.json(&[&STAFF[..], &["https://sso.example"]].concat());
    let (user, upstream) = (text(&ada, "id").to_owned(), text(&staff, "id"));
    let database = rusqlite::Connection::open(place.0.join("data/signet.db")).unwrap();
    let identity = format!(
        "INSERT INTO identities (id, user_id, upstream_id, iss, sub, label, created_at) \
         VALUES ('idn_1', '{user}', '{upstream}', 'https://sso.example', 's-1', 'ada.there', 1790000000)"
    );
    database.execute_batch(&format!("{identity}; {tokens}")).unwrap();
    database.close().unwrap();
    (place, user)
}

#[test]
fn identities_are_shown_with_what_is_kept_and_never_the_tokens() {
    let (place, _) = place(
        "INSERT INTO upstream_tokens (identity_id, scopes, access_token, refreshed_at, lost_at) \
         VALUES ('idn_1', '[\"openid\",\"calendar\"]', 'v1.sealed', 1790000000, 1790000600)",
    );
    let shown = place.json(&["user", "identities", "ada"]);
    assert_eq!(
        shown,
        json!([{
            "id": "idn_1", "provider": "staff", "issuer": "https://sso.example", "subject": "s-1", "name": "ada.there",
            "linked_at": "2026-09-21T14:13:20Z", "last_used_at": null, "provider_disabled_at": null,
            "kept": {
                "scopes": ["openid", "calendar"], "refreshed_at": "2026-09-21T14:13:20Z", "expires_at": null,
                "lost_at": "2026-09-21T14:23:20Z",
            },
        }])
    );
    let told = place.says(&["user", "identities", "ada"]);
    assert!(told.contains("ada.there") && told.contains("kept: openid calendar, must sign in there again"), "{told}");
    place.says(&["user", "create", "bob", "--no-password"]);
    assert_eq!(place.says(&["user", "identities", "bob"]), "bob signs in by no other provider\n");
}

// Nothing refreshes it, and nobody tried to.
#[test]
fn an_identity_whose_access_has_ended_is_told_apart_from_one_that_is_refreshed() {
    let kept = |due: &str| {
        let (place, _) = place(&format!(
            "INSERT INTO upstream_tokens (identity_id, scopes, access_token, access_expires_at, refreshed_at, due_at) \
             VALUES ('idn_1', '[\"openid\"]', 'v1.sealed', 3600, 0, {due})",
        ));
        place.says(&["user", "identities", "ada"])
    };
    let ended = kept("NULL");
    assert!(ended.contains("kept: openid, must sign in there again"), "{ended}");
    let due = kept("3300");
    assert!(due.contains("kept: openid") && !due.contains("must sign in"), "{due}");
}

#[test]
fn the_last_way_in_is_taken_away_only_where_that_is_meant() {
    let (place, user) = place("");
    let remove = ["user", "identities", "ada", "--remove", "staff"];
    let (code, message) = place.refuses(&remove);
    let asked = format!(
        "signet: Disconnect ada.there at staff from ada ({user}), whose account nothing else opens? \
         It cannot be undone: say --yes, or run this on a terminal\n"
    );
    assert_eq!((code, message), (2, asked));
    assert_eq!(place.json(&["user", "identities", "ada"]).as_array().unwrap().len(), 1, "nothing was done yet");
    let gone = place.says(&[&remove[..], &["--yes"]].concat());
    assert_eq!(
        gone,
        "staff is disconnected from ada, and nothing else opens the account: its person comes by a provider that \
         vouches for the address, or by a link, run: signet user password-link ada\n"
    );
    assert_eq!(place.json(&["user", "identities", "ada"]), json!([]));
    let events = place.json(&["audit", "list", "--kind", "identity.unlinked"]);
    assert_eq!((events.as_array().unwrap().len(), &events[0]["actor"]), (1, &json!("cli")));
    let (code, message) = place.refuses(&[&remove[..], &["--yes"]].concat());
    assert_eq!((code, message.as_str()), (1, "signet: ada has none at \"staff\"; run: signet user identities ada\n"));
}
