//! The page that clients load in a frame (Session Management 1.0 §3.2): a script and nothing to see.

use data_encoding::BASE64;

use crate::base::secret::sha256;

const SCRIPT: &str = include_str!("../../../templates/assets/check-session.js");

/// The document, for a browser that keeps its state in the cookie of this name.
pub fn document(cookie: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\" data-cookie=\"{cookie}\"><head><meta charset=\"utf-8\">\
         <title>Session</title></head><body><script>{SCRIPT}</script></body></html>"
    )
}

/// The policy of the document: this one script, in anybody's frame.
pub fn content_security_policy() -> String {
    // Session Management §3.2: any client's page embeds it, so frames are open to all.
    format!(
        "default-src 'none'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'; frame-ancestors *",
        BASE64.encode(&sha256(SCRIPT.as_bytes()))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_in_the_page_as_it_was_hashed() {
        let page = document("__Host-signet_state_0123abcd");
        let (_, rest) = page.split_once("<script>").unwrap();
        let (script, _) = rest.split_once("</script>").unwrap();
        assert!(content_security_policy().contains(&BASE64.encode(&sha256(script.as_bytes()))));
        // Nothing in it ends the element early, and nothing is fetched.
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--") && !SCRIPT.contains("http"));
        assert!(page.len() < 6000, "{}", page.len());
    }
}
