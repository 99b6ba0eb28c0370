//! The pages that the checks read: any page, in bounded time.

use crate::conformance::{document, html::read};

/// A page. How long it takes is bounded by libFuzzer's `-timeout`.
pub fn run(data: &[u8]) {
    let html = String::from_utf8_lossy(data);
    // What is short may be worse when it stands there many times.
    let long = html.repeat(if data.len() < 200 { 40 } else { 1 });
    let tree = document::parse(&long);
    assert!(tree.tree.nodes().len() <= 9000);
    let page = read(&long);
    assert!(page.forms.len() + page.links.len() <= 9000);
    assert!(page.text.len() <= long.len() * 3 + 1 && !page.text.contains("  "));
}
