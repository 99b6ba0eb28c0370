//! What commands tell of themselves and of what they made is what the server does.

use serde_json::json;

use super::{Place, text};

// RFC 8252 §8.1
#[test]
fn a_client_is_shown_with_what_counts_at_its_addresses_and_who_is_told_of_a_logout() {
    let place = Place::new();
    place.write(
        "native.json",
        &json!({
            "redirect_uris": ["com.example.app:/cb"], "application_type": "native", "require_pkce": "pkce_or_nonce",
            "backchannel_logout_uri": "https://app.example.com/bc", "organization_in_groups": true
        })
        .to_string(),
    );
    let native = place.json(&["client", "create", "--file", "native.json"]);
    let told = place.says(&["client", "show", text(&native, "client_id")]);
    for row in [
        "always: S256 in every request, since a private-use scheme is answered",
        "back-channel      https://app.example.com/bc\n",
        "always with their organization: acme:admin",
    ] {
        assert!(told.contains(row), "{row}: {told}");
    }
}

#[test]
fn a_usage_line_has_its_arguments_in_their_order() {
    let place = Place::fresh();
    let help = place.says(&["organization", "rename", "--help"]);
    let usage = "Usage: signet organization rename [OPTIONS] <ORGANIZATION> [NAME] [--slug <SLUG>]";
    assert!(help.contains(usage), "{help}");
    let (code, message) = place.refuses(&["organization", "rename", "acme"]);
    assert!(code == 2 && message.contains(usage), "{message}");
}
