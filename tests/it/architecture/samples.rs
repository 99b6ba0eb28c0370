//! Each rule is fed a text that breaks it: a rule that cannot fail guards nothing.

use super::{callers, layers::breaches, names, rules, scan::Source};

/// What the rules say of a sample, without file names.
fn said(file: &str, text: &str) -> Vec<String> {
    let text = format!("//! Sample.\n{text}");
    let source = Source::read(file, &text);
    breaches(&source).into_iter().map(|one| one.split_once(": ").unwrap().0.to_owned() + " " + &one).collect()
}

#[track_caller]
fn refused(file: &str, text: &str, line: usize) {
    let found = said(file, text);
    assert!(
        found.len() == 1 && found[0].starts_with(&format!("src/{file}:{} ", line + 1)),
        "expected one breach in line {line} of\n{text}\nfound {found:?}"
    );
}

#[track_caller]
fn accepted(file: &str, text: &str) {
    let found = said(file, text);
    assert!(found.is_empty(), "expected no breach in\n{text}\nfound {found:?}");
}

#[test]
fn a_layer_that_reaches_upward_is_named_with_its_line() {
    refused("protocol/scope.rs", "use crate::store::users::User;", 1);
    refused("protocol/scope.rs", "\nfn f() { crate::config::Config::load(); }", 2);
    refused("domain/login/password.rs", "use crate::{\n    base::id::UserId,\n    http::router,\n};", 3);
    refused("domain/consent.rs", "use super::super::http::router;", 1);
    refused("domain/mod.rs", "use super::jobs;", 1);
    refused("http/health.rs", "use crate::{jobs as background, app::App};", 1);
    refused("store/users.rs", "use crate::domain::error::Error;", 1);
    refused("app.rs", "use crate::domain;", 1);
    refused("widgets/mod.rs", "", 0);
}

#[test]
fn the_crate_of_the_rules_keeps_its_two_layers_apart() {
    refused("base/id.rs", "use crate::scope::Scopes;", 1);
    refused("base/id.rs", "fn f() { super::super::pkce::check() }", 1);
    refused("base/url/port.rs", "use crate::{\n    base::time::Timestamp,\n    error::Refusal,\n};", 3);
    refused("protocol/pkce.rs", "use super::base::entropy::Entropy;", 1);
    refused("protocol/pkce.rs", "use signet::store::users::User;", 1);
    accepted("base/id.rs", "use super::entropy::Entropy;\nuse crate::base::time::Timestamp;");
    accepted("protocol/pkce.rs", "use crate::{base::time::Timestamp, error::Refusal};\nuse super::scope::Scopes;");
}

#[test]
fn crates_below_the_domain_call_layers_by_their_names() {
    refused("store/users.rs", "use signet_config::Config;", 1);
    refused("store/users.rs", "use signet_config::telemetry::Metrics;\nuse signet_render::Page;", 2);
    refused("config/log.rs", "use super::telemetry::LineFormat;", 1);
    refused("config/log.rs", "use crate::telemetry::LineFormat;", 1);
    refused("telemetry.rs", "use crate::log::Log;", 1);
    refused("telemetry.rs", "use super::Config;", 1);
    refused("outbound/jwks.rs", "use signet_store::users;", 1);
    refused("render/page.rs", "use crate::app::App;", 1);
    accepted("store/mod.rs", "use signet_protocol::{self as protocol, base};\npub use db::Conn;");
    accepted("store/users.rs", "use crate::{Conn, base::id::UserId, db::Engine};\nuse super::types::Json;");
    accepted("config/tests.rs", "use crate::outbound::PrivateTarget;\nuse super::outbound as other;");
    accepted(
        "outbound/jwks.rs",
        "use crate::{config::secret::SecretText, http::Outbound};\nuse signet_config::telemetry;",
    );
    accepted("app/mod.rs", "use signet_store as store;\nuse crate::{store::Db, render::mail::Letters};");
    accepted("lib.rs", "pub use signet_store as store;\npub use signet_config::{self as config, telemetry};");
}

#[test]
fn a_layer_that_reaches_downward_is_left_alone() {
    accepted(
        "domain/login/password.rs",
        "use crate::{base::id::UserId, store::users::{self, User}};\nuse super::throttle;",
    );
    accepted(
        "http/oauth/token.rs",
        "use axum::Json;\nuse crate::{app::App, domain::grants};\nuse super::super::answer;",
    );
    accepted("protocol/token/mod.rs", "#[cfg(test)]\nmod tests {\n    use super::*;\n    use super::super::scope;\n}");
    accepted("cli/serve.rs", "use crate::{http::router, jobs};");
    accepted("http/oauth/token.rs", "use signet_protocol::{base::time::Timestamp, error::Refusal};");
    accepted("main.rs", "fn main() { signet::cli::run() }");
}

#[test]
fn confined_words_are_found_in_code_and_only_there() {
    refused("protocol/scope.rs", "async fn f() {}", 1);
    refused("protocol/scope.rs", "fn f() { g().await }", 1);
    refused("protocol/scope.rs", "#[cfg(test)]\nmod tests {\n    #[tokio::test]\n    fn f() {}\n}", 3);
    refused("protocol/pkce.rs", "use aws_lc_rs::digest;\nuse std::time::{Duration, Instant};", 2);
    refused("domain/consent.rs", "use axum::http::StatusCode;", 1);
    refused("domain/consent.rs", "use sqlx::Row;", 1);
    refused("protocol/scope.rs", "use rusqlite::ToSql;", 1);
    refused("domain/upstream/mod.rs", "fn f() { reqwest::Client::builder(); }", 1);
    refused("http/health.rs", "fn f() { todo!() }", 1);
    refused("outbound/http.rs", "use axum::Router;\n#[cfg(test)]\nmod tests {\n    use axum::Router;\n}", 1);
    accepted("outbound/jwks/tests.rs", "use axum::Router;");
    refused("protocol/jose/tests.rs", "use axum::Router;", 1);
    accepted(
        "protocol/scope.rs",
        "// Never async, never tokio.\nconst A: &str = \"await\";\nconst B: &str = r#\"sqlx \"axum\"\"#;",
    );
    accepted("store/users.rs", "async fn f<'a>(c: &'a str) -> char { sqlx::query(c).await; '\"' }");
}

#[test]
fn protocol_takes_clock_and_randomness_as_values_except_in_its_tests() {
    refused("protocol/token/code.rs", "use crate::base::time::{Clock, Timestamp};", 1);
    refused("protocol/token/code.rs", "use crate::base::entropy::Entropy;", 1);
    accepted(
        "protocol/token/code.rs",
        "use crate::base::time::Timestamp;\n#[cfg(test)]\nmod tests {\n    use crate::base::entropy::Entropy;\n}",
    );
    refused("protocol/token/code.rs", "#[cfg(test)]\nmod tests {\n}\nuse crate::base::entropy::Entropy;", 4);
}

#[test]
fn sql_and_writes_stay_where_they_belong() {
    refused("domain/consent.rs", "const Q: &str = \"SELECT id FROM users\";", 1);
    refused("domain/consent.rs", "const Q: &str = r\"DELETE FROM users\";", 1);
    accepted("store/consents.rs", "const Q: &str = \"SELECT id FROM users\";");
    refused("http/admin/users.rs", "use crate::store::users;\nasync fn f() { users::insert(1).await }", 2);
    refused("http/admin/users.rs", "use crate::store::users as people;\nasync fn f() { people::delete(1).await }", 2);
    refused("http/admin/users.rs", "use crate::store::users::disable;", 1);
    refused("jobs/purge.rs", "fn f() { crate::store::codes::delete_expired() }", 1);
    accepted(
        "http/admin/users.rs",
        "use crate::store::users::{self, User};\nasync fn f() { users::list(1).await; users::find_by_id(2) }",
    );
    accepted("domain/accounts/create.rs", "use crate::store::users;\nasync fn f() { users::insert(1).await }");
}

#[test]
fn length_head_and_citations_are_held_to_one_form() {
    refused("base/id.rs", &"\n".repeat(500), 500);
    assert_eq!(breaches(&Source::read("base/id.rs", "use std::fmt;\n")).len(), 1);
    refused("base/id.rs", "// ---------", 1);
    for bad in [
        "// RFC7636 §4.6: x",
        "// rfc 7636 §4.6: x",
        "// RFC 7636, §4.6: x",
        "// RFC 7636§4.6: x",
        "// RFC 7636 section 4.6: x",
        "// RFC 7636 §  4.6: x",
        "/// OIDC Core Section 3.1.2.6",
        "/* see §4.6 */",
    ] {
        refused("protocol/pkce.rs", bad, 1);
    }
    for good in [
        "// RFC 7636 §4.6: x",
        "// OIDC Core §1.2.1: x",
        "// FAPI2 SP §5.3.2.2: x",
        "// RFC 6749 §4.1.2.1, §5.2",
        "/// HTTP Basic (RFC 6749 §2.3.1, RFC 7617).",
        "const A: &str = \"RFC 6749 section 4.1.3\";",
    ] {
        accepted("protocol/pkce.rs", good);
    }
}

#[test]
fn transactions_end_in_the_store_and_in_the_kernel_alone() {
    refused("domain/consent.rs", "async fn f() { let tx = cx.app.db.begin().await; }", 1);
    refused("domain/consent.rs", "use crate::store::Tx;", 1);
    refused("jobs/purge.rs", "async fn f() { tx.commit().await }", 1);
    refused("cli/keys.rs", "async fn f() { tx.rollback().await }", 1);
    refused("http/health.rs", "async fn f() { settle(work, outcome).await }", 1);
    refused("http/pages/account.rs", "\nasync fn f() { app.db.read().await }", 2);
    accepted("domain/kernel/work.rs", "async fn f() { app.db.begin().await; tx.commit().await }");
    accepted("store/db/mod.rs", "async fn f() { tx.rollback().await }");
    accepted("domain/consent.rs", "async fn f() { cx.write(async |work| Ok(())).await }\n// tx.commit() in words");
    accepted("domain/consent.rs", "#[cfg(test)]\nmod tests {\n    async fn f() { app.db.begin().await }\n}");
}

#[test]
fn parameters_have_names_of_their_own() {
    refused("domain/consent.rs", "fn f(cx: &Cx<'_>, (a, b): (&str, u8)) {}", 1);
    refused("domain/consent.rs", "fn f(\n    cx: &Cx<'_>,\n    by: (&str, &Origin),\n) {}", 3);
    refused("domain/consent.rs", "fn f(pair: &(u8, u8)) {}", 1);
    refused("domain/consent.rs", "fn f<F: Fn(u8, u8) -> u8>(f: F, (a, b): (u8, u8)) {}", 1);
    refused("domain/consent.rs", "fn f(app: &App, issuer: &IssuerHandle) {}", 1);
    accepted(
        "domain/consent.rs",
        "fn f(unit: (), f: impl Fn(u8, u8), g: fn(u8) -> (u8, u8), h: &[(u8, u8)]) -> (u8, u8) {}",
    );
    accepted("domain/consent.rs", "fn f(all: Vec<(u8, u8)>) { let (a, b): (u8, u8) = x; all.map(|(a, b)| a) }");
}

#[test]
fn a_floor_that_uses_one_above_it_is_named() {
    let table = "//! Floors.\n//! | floor | uses | what |\n//! |---|---|---|\n//! | `kernel` | none | words |\n\
                 //! | `login` | `kernel` | proof |\n//! | `flows` | `kernel`, `login` | answers |";
    let floors = rules::floors(table);
    assert_eq!(
        floors.iter().map(|(floor, uses)| (floor.as_str(), uses.len())).collect::<Vec<_>>(),
        [("kernel", 0), ("login", 1), ("flows", 2)]
    );
    let climbs = |file: &str, text: &str| {
        rules::climbs(&Source::read(file, &format!("//! Sample.\n{text}")), &floors)
            .into_iter()
            .map(|one| one.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(climbs("domain/login/password.rs", "use crate::domain::{kernel::Cx, flows::authorize};"), [2]);
    assert_eq!(climbs("domain/kernel/cx.rs", "\nfn f() { super::super::login::finish() }"), [3]);
    assert_eq!(climbs("domain/widgets.rs", ""), [1]);
    assert!(
        climbs("domain/flows/logout.rs", "use crate::domain::{kernel::Cx, login};\nuse super::authorize;").is_empty()
    );
    assert!(climbs("domain/kernel/cx.rs", "#[cfg(test)]\nmod tests {\n    use crate::domain::flows;\n}").is_empty());
    assert!(climbs("http/health.rs", "use crate::domain::flows;").is_empty());
}

#[test]
fn modules_that_use_each_other_are_named_with_both_edges() {
    let read = |file: &str, text: &str| Source::read(file, &format!("//! Sample.\n{text}"));
    let one = read("http/pages/login.rs", "use crate::http::oauth::token;");
    let two = read("http/oauth/token.rs", "use crate::http::answer::page;");
    let three = read("http/answer/page.rs", "use super::super::pages::login;");
    let apart = read("http/answer/page.rs", "use crate::render::pages;");
    assert_eq!(rules::circles(&[one.clone(), two.clone(), three]).len(), 3);
    assert!(rules::circles(&[one, two, apart]).is_empty());
}

#[test]
fn a_public_function_that_only_tests_call_is_named() {
    let read = |file: &str, text: &str| Source::read(file, &format!("//! Sample.\n{text}"));
    let store = read(
        "store/users.rs",
        "pub async fn find() {}\npub fn list() { row() }\nfn row() {}\nimpl User {\n    pub fn is_new(&self) {}\n}\n\
         #[cfg(test)]\nmod tests {\n    fn f() { super::find(); list().is_new() }\n}",
    );
    let other = read("store/groups.rs", "pub fn find() {}");
    let uncalled = |sources: &[Source], texts: &str| {
        callers::uncalled(sources, &[], texts).into_iter().map(|(_, line, name)| (line, name)).collect::<Vec<_>>()
    };
    let named = |all: &[(usize, &str)]| all.iter().map(|(line, name)| (*line, (*name).to_owned())).collect::<Vec<_>>();
    assert_eq!(uncalled(std::slice::from_ref(&store), ""), named(&[(2, "find"), (3, "list"), (6, "is_new")]));
    // A function of the same name elsewhere is not this one.
    let domain = read(
        "domain/login/password.rs",
        "use crate::store::{groups, users::{self as people, list}};\nfn f() { groups::find(); list() }",
    );
    assert_eq!(uncalled(&[store.clone(), other.clone(), domain], ""), named(&[(2, "find"), (6, "is_new")]));
    assert_eq!(uncalled(std::slice::from_ref(&store), "{{ user.is_new() }}"), named(&[(2, "find"), (3, "list")]));
    // What a module passes on is called by whoever calls it there.
    let passed = read("store/mod.rs", "pub mod users;\npub use users::find;");
    assert_eq!(uncalled(&[store.clone(), passed.clone()], "").len(), 3);
    let caller = read("domain/login/mod.rs", "fn f() { crate::store::find(); crate::store::users::list().is_new() }");
    assert_eq!(uncalled(&[store, passed, caller], ""), []);
}

#[test]
fn two_public_types_of_one_name_are_named_with_both_places() {
    let read = |file: &str, text: &str| Source::read(file, &format!("//! Sample.\n{text}"));
    let one = read("store/users.rs", "pub struct User;\nstruct Row;\npub(super) enum Next {}");
    let two = read("render/people.rs", "pub enum User {}\nstruct Row;\npub enum Next {}");
    let found = names::twice(&[one.clone(), two]);
    assert_eq!(
        found,
        [("User".to_owned(), vec!["src/store/users.rs:2".to_owned(), "src/render/people.rs:2".to_owned()])]
    );
    let in_tests = read("render/people.rs", "#[cfg(test)]\nmod tests {\n    pub struct User;\n}");
    assert!(names::twice(&[one, in_tests]).is_empty());
}

#[test]
fn a_name_that_is_a_riddle_is_found() {
    let text =
        "//! Sample.\n// fn told\nstruct Visit;\nfn told(told: u8) -> u8 {\n    told\n}\nconst PATIENCE: u8 = 1;";
    assert_eq!(
        names::riddles(&Source::read("domain/sample.rs", text)),
        [
            "src/domain/sample.rs:3: `struct Visit`: say what it is",
            "src/domain/sample.rs:4: `fn told`: say what it is",
            "src/domain/sample.rs:7: `const PATIENCE`: say what it is",
        ]
    );
}

#[test]
fn a_file_beside_its_folder_is_named() {
    let found = names::beside_their_folder(&["src/a/mod.rs", "src/a/b.rs", "src/c.rs", "src/c/d.rs"]);
    assert_eq!(found, ["src/c.rs"]);
    assert!(names::beside_their_folder(&["src/a/mod.rs", "src/c.rs", "src/c/tests.rs", "src/cd.rs"]).is_empty());
}

#[test]
fn a_mod_file_lists_its_members() {
    refused("domain/login/mod.rs", &"\n".repeat(100), 100);
    accepted("domain/login/finish.rs", &"\n".repeat(100));
}
