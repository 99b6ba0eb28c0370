//! The parsers of the checks, which their crate keeps to itself.

#![allow(dead_code, reason = "the targets need a part of them")]

#[path = "../../crates/signet-conformance/src/document.rs"]
pub mod document;
#[path = "../../crates/signet-conformance/src/forms.rs"]
pub mod forms;
#[path = "../../crates/signet-conformance/src/html.rs"]
pub mod html;
#[path = "../../crates/signet-conformance/src/redact.rs"]
pub mod redact;
