//! Organizations and their members.

mod change;
mod delete;
mod rename;

pub use change::{add_member, check_name, check_slug, find, remove_member};
pub use delete::delete;
pub use rename::{Names, rename};

use serde_json::{Map, Value};

use super::{
    audit::{self, By},
    error::Error,
};
use crate::{
    app::App,
    base::{
        id::{OrganizationId, OutboxId, UserId},
        time::Seconds,
        url::ServedIssuer,
    },
    store::{audit as audit_events, memberships, organizations, outbox::OutboxEvent},
};

/// How long an outbox event waits for its consumers.
const OUTBOX_LIFETIME: Seconds = Seconds::days(7);

/// An event for the outbox, to be inserted in the transaction that changes the state.
pub fn outbox_event(app: &App, issuer: &ServedIssuer, kind: &str, payload: Map<String, Value>) -> OutboxEvent {
    let now = app.clock.now();
    OutboxEvent {
        id: OutboxId::fresh(&app.clock, &app.entropy),
        issuer_id: issuer.id.clone(),
        at: now,
        kind: kind.to_owned(),
        payload,
        expires_at: now + OUTBOX_LIFETIME,
    }
}

/// Makes an organization and its first members.
///
/// # Errors
/// [`Error::Invalid`] for a slug or name that does not fit, [`Error::Conflict`] when the slug is
/// taken.
pub async fn create(
    app: &App,
    issuer: &ServedIssuer,
    (slug, name): (&str, &str),
    members: &[(UserId, Vec<String>)],
    by: By<'_>,
) -> Result<OrganizationId, Error> {
    check_slug(slug)?;
    check_name(name)?;
    let now = app.clock.now();
    let organization = organizations::Organization {
        id: OrganizationId::fresh(&app.clock, &app.entropy),
        issuer_id: issuer.id.clone(),
        slug: slug.to_owned(),
        name: name.to_owned(),
        created_at: now,
        updated_at: now,
    };
    let mut tx = app.db.begin().await?;
    let outcome = async {
        organizations::insert(&mut tx, &organization)
            .await
            .map_err(|error| if error.is_unique() { Error::Conflict("slug") } else { error.into() })?;
        for (user, roles) in members {
            let membership = memberships::Membership {
                organization_id: organization.id.clone(),
                user_id: user.clone(),
                roles: roles.clone(),
                created_at: now,
            };
            memberships::upsert(&mut tx, &membership).await?;
        }
        let mut event = audit::event(app, issuer, "organization.created", by.actor, by.origin);
        event.organization_id = Some(organization.id.clone());
        audit_events::insert(&mut tx, &event).await?;
        Ok(organization.id.clone())
    }
    .await;
    super::settle(tx, outcome).await
}
