//! What a person agreed to, remembered per client and organization.

use super::{
    audit::{self, Origin},
    error::{Error, settle},
    grants::revoke,
    logout::backchannel,
};
use crate::{
    app::App,
    base::{
        id::{ConsentId, OrganizationId, UserId},
        url::ServedIssuer,
    },
    protocol::{authorize::interaction::Remembered, client::ClientId, scope::Scopes},
    store::{
        Conn, Tx, audit as audit_events,
        consents::{self, Consent},
        grants,
    },
};

/// An agreement to remember.
pub struct Agreed<'a> {
    /// Who agreed.
    pub user: &'a UserId,
    /// With whom.
    pub client: &'a ClientId,
    /// For which organization.
    pub organization: Option<OrganizationId>,
    /// To which scopes.
    pub scopes: &'a Scopes,
    /// To which resources.
    pub resources: &'a [String],
    /// To which single claims.
    pub claims: &'a [&'a str],
}

fn key(organization: Option<&OrganizationId>) -> String {
    organization.map(ToString::to_string).unwrap_or_default()
}

/// What was agreed to before.
///
/// # Errors
/// When the database fails.
pub async fn remembered(
    conn: &mut Conn,
    issuer: &ServedIssuer,
    user: &UserId,
    client: &ClientId,
    organization: Option<&OrganizationId>,
) -> Result<Option<Remembered>, Error> {
    let found = consents::find(conn, &issuer.id, user, client, &key(organization)).await?;
    Ok(found.map(read))
}

// A resource stands in its row as `<audience> <scope> <scope>…`: no URI and no scope holds a space.
fn read(row: Consent) -> Remembered {
    Remembered { scopes: Scopes::of(row.scopes), resources: read_resources(&row.resources), claims: row.claims }
}

fn read_resources(resources: &[String]) -> Vec<(String, Scopes)> {
    let read = resources.iter().map(|entry| {
        let mut words = entry.split(' ');
        (words.next().unwrap_or_default().to_owned(), Scopes::of(words))
    });
    read.collect()
}

fn written(resources: &[(String, Scopes)]) -> Vec<String> {
    resources.iter().map(|(audience, scopes)| format!("{audience} {scopes}").trim_end().to_owned()).collect()
}

/// Adds to what was agreed to.
///
/// # Errors
/// When the database fails.
pub async fn remember(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    agreed: &Agreed<'_>,
    origin: &Origin,
) -> Result<(), Error> {
    let now = app.clock.now();
    let organization_key = key(agreed.organization.as_ref());
    let before = consents::find(tx, &issuer.id, agreed.user, agreed.client, &organization_key).await?;
    let mut known = before.map(read).unwrap_or_default();
    known.agree(agreed.scopes, agreed.resources);
    known.agree_to_claims(agreed.claims);
    let row = Consent {
        id: ConsentId::fresh(&app.clock, &app.entropy),
        issuer_id: issuer.id.clone(),
        user_id: agreed.user.clone(),
        client_id: agreed.client.clone(),
        organization_key,
        scopes: known.scopes.to_vec(),
        claims: known.claims.clone(),
        resources: written(&known.resources),
        created_at: now,
        updated_at: now,
    };
    consents::upsert(tx, &row).await?;
    let mut event = audit::event(app, issuer, "consent.given", &format!("user:{}", agreed.user), origin);
    event.user_id = Some(agreed.user.clone());
    event.client_id = Some(agreed.client.clone());
    audit_events::insert(tx, &audit::with(event, "scopes", agreed.scopes.to_vec())).await?;
    Ok(())
}

/// Takes an agreement back: the consents and every grant of this person to this client.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(
    app: &App,
    issuer: &ServedIssuer,
    user: &UserId,
    client: &ClientId,
    origin: &Origin,
) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        let now = app.clock.now();
        let forgotten = consents::delete(&mut tx, user, client).await?;
        let revoked = grants::revoke_for_user_client(&mut tx, user, client, now).await?;
        revoke::tell(app, issuer, &mut tx, &revoked).await?;
        backchannel::leave(app, issuer, &mut tx, user, client).await?;
        // Pressed twice, it happened once.
        if forgotten == 0 && revoked.is_empty() {
            return Ok(());
        }
        let mut event = audit::event(app, issuer, "consent.withdrawn", &format!("user:{user}"), origin);
        event.user_id = Some(user.clone());
        event.client_id = Some(client.clone());
        audit_events::insert(&mut tx, &event).await?;
        Ok(())
    }
    .await;
    settle(tx, outcome).await?;
    backchannel::wake(app);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_agreed_to_survives_the_trip_through_its_row() {
        let mut known = Remembered::default();
        known.agree(&Scopes::of(["openid", "read", "write"]), &["https://api.example/".to_owned()]);
        known.agree(&Scopes::of(["openid"]), &["urn:files".to_owned()]);
        assert_eq!(written(&known.resources), ["https://api.example/ read write", "urn:files"]);
        assert_eq!(read_resources(&written(&known.resources)), known.resources);
    }
}
