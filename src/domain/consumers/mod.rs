//! Who hears of events, inside the transaction in which they happen. A closed list: whoever adds a consumer
//! writes a file and a line here.
//!
//! | consumer | writes |
//! |---|---|
//! | [`versions`] | the version row of what instances keep in memory; this one drops what it keeps after the commit |
//! | [`outbox`] | the outbox row of what others must hear of, and the deliveries to each of them ([`backchannel_logout`]) |
//! | [`upstream_tokens`] | what is needed to revoke the tokens of an upstream that somebody left |
//! | [`notices`] | mails to the person concerned; [`messages`] sends them, as it sends texts |
//! | [`audit`](super::kernel::audit) | the row of the audit log |

pub mod backchannel_logout;
pub mod mail;
pub mod messages;
pub mod notices;
pub mod outbox;
pub mod sms;
pub mod upstream_tokens;
pub mod versions;

use super::kernel::{Actor, Cx, Origin, audit::AuditLog, work::Consumer};
use crate::app::{App, issuers::IssuerHandle};

/// All of them, in the order in which they hear.
const CONSUMERS: &[&dyn Consumer] =
    &[&versions::Versions, &outbox::Outbox, &upstream_tokens::UpstreamRevocations, &notices::Notices, &AuditLog];

/// A call as it comes in: the words of every use-case.
pub fn call<'a>(app: &'a App, issuer: &'a IssuerHandle, actor: Actor, origin: &'a Origin) -> Cx<'a> {
    Cx::new(app, issuer, actor, origin, CONSUMERS)
}
