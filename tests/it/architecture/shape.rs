//! The form of a file: its length, its head, no banners, and the one way to cite.

use super::scan::Source;

/// Files allowed to be longer than [`LONGEST`] lines, each with its reason.
pub const LONG_FILES: &[(&str, &str)] = &[];
pub const LONGEST: usize = 500;

/// A `mod.rs` holds docs, members and the dispatch; those of layers that were not taken apart yet say so.
pub const LONG_MODULES: &[(&str, &str)] = &[
    ("app/mod.rs", "what is built once, in one struct; how it is built is its member"),
    ("cli/client/check/mod.rs", "the verb and the order of its checks, each of which is a member"),
    ("cli/client/mod.rs", "the arguments of every verb about clients, which clap wants in one type"),
    ("cli/mod.rs", "the command line itself: flags, dispatch and how a failure is reported"),
    ("cli/serve/mod.rs", "how a server starts and ends, in one order; how it gets its sockets is a member"),
    ("cli/upstream/mod.rs", "the arguments of every verb about upstreams, which clap wants in one type"),
    ("cli/user/mod.rs", "the arguments of every verb about people, which clap wants in one type"),
    ("config/mod.rs", "the root of the configuration and its check, which name every section"),
    ("domain/approval/claims/mod.rs", "which claims are told; what an approval holds of them is its member"),
    ("domain/login/throttle/mod.rs", "the limits on guesses, all in one table; how a streak counts is a member"),
    ("domain/registry/keys/mod.rs", "the round that keeps keys, in its order; each step of it is a member"),
    ("http/middleware/mod.rs", "the one middleware around all routes, in one function on purpose"),
    ("http/pages/playground/mod.rs", "the page's own handlers; what they use are its members"),
    ("jobs/mod.rs", "the list of jobs, each with its pause and its dispatch"),
    ("outbound/http/mod.rs", "the one guarded client; which addresses it trusts is its member"),
    ("protocol/authorize/mod.rs", "the ordered list of checks and the request that they yield"),
    ("protocol/claims/mod.rs", "which claims a request is told, from the sources that are its members"),
    ("protocol/client/mod.rs", "the metadata of a client, which RFC 7591 lists in one place"),
    ("protocol/client_auth/mod.rs", "how exactly one method is chosen, before its member checks it"),
    ("protocol/jose/jwe/mod.rs", "the compact form of JWE, whose algorithms are its members"),
    ("protocol/jose/jwk/mod.rs", "one key; sets of keys are its member"),
    ("protocol/jose/key_ring/mod.rs", "the ring and what it answers; when keys change is its member"),
    ("protocol/registration/dynamic/mod.rs", "what a client may register by itself, in one order of steps"),
    ("protocol/registration/mod.rs", "the checks that hold for every way to register, in their order"),
    ("store/db/mod.rs", "Db, Conn and Tx: the one door, whose engines are its members"),
    ("store/db/sqlite/mod.rs", "the database as a whole: readers, writer and files, which are its members"),
];
pub const LONGEST_MODULE: usize = 100;

/// Length, file head, banners and the one form of a citation.
pub fn shape(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut say = |line: usize, what: &str| found.push(format!("{}:{line}: {what}", source.path));
    let excused = LONG_FILES.iter().any(|(file, _)| *file == source.file);
    if source.lines > LONGEST && !excused {
        say(source.lines, &format!("longer than {LONGEST} lines: split it, or give a reason in LONG_FILES"));
    }
    let long_module = source.file.ends_with("/mod.rs") && !source.is_tests() && source.lines > LONGEST_MODULE;
    if long_module && !LONG_MODULES.iter().any(|(file, _)| *file == source.file) {
        say(source.lines, &format!("a mod.rs says what its members are: at most {LONGEST_MODULE} lines"));
    }
    if source.file == "main.rs" && source.lines > 40 {
        say(source.lines, "main.rs parses the command line and hands over: at most 40 lines");
    }
    if !source.is_tests() && !source.text.trim_start().starts_with("//!") {
        say(1, "the file does not open by saying what lives here (`//! …`)");
    }
    for (line, comment) in &source.comments {
        if comment.chars().count() > 3 && comment.chars().all(|c| "=-*#~_ ".contains(c)) {
            say(*line, "a banner");
        }
        // Doc comments of the configuration are the text of the operator's reference, which spells `section` out.
        let is_reference = source.file.starts_with("config/");
        if let Some(what) = bad_citation(comment).filter(|_| !is_reference) {
            say(*line, what);
        }
    }
    found
}

/// The one greppable form is `RFC 7636 §4.6`, `OIDC Core §3.1.2.6`: name, one space, `§`, number.
pub fn bad_citation(comment: &str) -> Option<&'static str> {
    let lower = comment.to_ascii_lowercase();
    for (at, _) in lower.match_indices("rfc") {
        let starts_word = !lower[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '/');
        let after = &comment[at + 3..];
        let digits = after.trim_start_matches([' ', '-', '_']);
        if !starts_word || !digits.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if &comment[at..at + 3] != "RFC" || after.strip_prefix(' ') != Some(digits) {
            return Some("cite as `RFC 7636 §4.6`: capital letters, one space, the number");
        }
        let tail = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        if ["§", "  §", ", §", ": §", " (§", "#", ", sec", " sec", ", Sec", " Sec"]
            .iter()
            .any(|bad| tail.starts_with(bad))
        {
            return Some("cite as `RFC 7636 §4.6`: one space between the number and `§`");
        }
    }
    for (at, word) in lower.match_indices("section ") {
        if lower[at + word.len()..].starts_with(|c: char| c.is_ascii_digit()) {
            return Some("cite with `§`, not with the word: `RFC 7636 §4.6`");
        }
    }
    for (at, sign) in comment.match_indices('§') {
        if !comment[at + sign.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Some("`§` stands directly before the number: `RFC 7636 §4.6`");
        }
        let before = comment[..at].trim_end_matches(|c: char| !c.is_alphanumeric());
        if !before.contains(|c: char| c.is_ascii_uppercase()) {
            return Some("name the specification before `§`: `RFC 7636 §4.6`");
        }
    }
    None
}
