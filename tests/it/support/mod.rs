//! What every test stands on: an application of its own on either engine, a browser, clients.
//!
//! Nothing listens: requests go through the router in-process, so a test sees exactly the bytes
//! that a socket would carry, and hundreds of them fit into a few seconds.

mod answer;
mod app;
mod authenticator;
mod bouncer;
mod browser;
mod client;
mod client_proof;
mod cluster;
mod countries;
mod engine;
mod html;
mod jose;
mod jwt;
mod keys;
mod loopback;
mod mail;
mod maker;
mod relying_party;
mod smtp;
mod times;
mod upstream;
mod upstream_rows;
mod wire;

pub use answer::Answer;
pub use app::{NOW, PASSWORD, REDIRECT_URI, TestApp, cx};
pub use authenticator::{Authenticator, Flags};
pub use bouncer::{Bouncer, POOLED};
pub use browser::{Browser, Page};
pub use client::{CHALLENGE, SECRET, TestClient, Tokens, VERIFIER, basic};
pub use client_proof::ClientProof;
pub use cluster::{Cluster, free_port};
pub use countries::{BERLIN, City, FileKind, Located, PARIS, SYDNEY, city_file, country_file, write_location_file};
pub use engine::Engine;
pub use html::{Form, text_of};
pub use jose::{Recipient, encrypted, signed_by};
pub use jwt::{ClientKey, claims_of, hmac_jwt, is_signed_by, unsigned_jwt, verified};
pub use loopback::{Loopback, Receiver};
pub use mail::{mail_header, plain_text};
pub use maker::Maker;
pub use relying_party::RelyingParty;
pub use smtp::{SmtpAct, SmtpSink, SmtpStep};
pub use times::Times;
pub use upstream::{Instead, Signing, StubUpstream, UPSTREAM_CLIENT, UPSTREAM_SECRET};
pub use upstream_rows::{new_upstream, reach_loopback, upstream_edits};
pub use wire::{Mode, Wire};

/// One test on every engine: `on_both_engines!(name, |t| { … })`, or with a configuration of its
/// own: `on_both_engines!(name, |config| { … }, |t| { … })`.
///
/// Without a PostgreSQL server that half says so and passes, unless `CI` is set.
macro_rules! on_both_engines {
    ($(#[$attribute:meta])* $name:ident, |$t:ident| $body:block) => {
        on_both_engines!($(#[$attribute])* $name, |_config| {}, |$t| $body);
    };
    ($(#[$attribute:meta])* $name:ident, |$config:ident| $change:block, |$t:ident| $body:block) => {
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, reason = "the test's own imports serve both halves")]
            use super::*;

            async fn scenario($t: crate::support::TestApp) $body

            fn change($config: &mut signet::config::Config) $change

            #[tokio::test]
            async fn sqlite() {
                let engine = crate::support::Engine::sqlite();
                scenario(crate::support::TestApp::start(engine, change).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                let Some(engine) = crate::support::Engine::postgres() else { return };
                scenario(crate::support::TestApp::start(engine, change).await).await;
            }
        }
    };
}
pub(crate) use on_both_engines;
