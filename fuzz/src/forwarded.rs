//! `Forwarded` (RFC 7239): what a client wrote never hides or changes what a proxy wrote behind it.

use signet_protocol::field::forwarded::nodes;

use crate::model::text;

/// A line that came from somebody; a proxy adds its own element.
pub fn run(data: &[u8]) {
    let Some(line) = text(data) else { return };
    let read = nodes(line);
    for added in ["for=192.0.2.7", "For=\"[2001:db8::7]:80\";proto=https", "proto=http;for=\"_hidden\""] {
        let node = nodes(added).unwrap().remove(0);
        let both = nodes(&format!("{line}, {added}"));
        match (&read, both) {
            // One element more, which is the proxy's, and all that was there before.
            (Some(before), both) => {
                let both = both.expect("a line that could be read, and one more element");
                assert_eq!((&both[..before.len()], &both[before.len()..]), (&before[..], &[node][..]), "{line}");
            }
            // What could not be read cannot be mended by what follows.
            (None, both) => assert_eq!(both, None, "{line}"),
        }
    }
    // What is quoted is one value, whatever it holds.
    let quoted = format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""));
    assert_eq!(nodes(&format!("for={quoted};proto=http")), Some(vec![line.to_owned()]));
    assert_eq!(nodes(&format!("host={quoted}, for=a")), Some(vec![String::new(), "a".to_owned()]));
}
