//! What a person agreed to, remembered per client and organization.

use crate::{
    base::id::{OrganizationId, UserId},
    domain::kernel::{Cx, Error, Event, On, Permission, Work, permit},
    protocol::{authorize::interaction::Remembered, client::ClientId, scope::Scopes},
    store::{
        Conn,
        consents::{self, Consent},
        grants, session_clients, users,
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
    cx: &Cx<'_>,
    conn: &mut Conn,
    user: &UserId,
    client: &ClientId,
    organization: Option<&OrganizationId>,
) -> Result<Option<Remembered>, Error> {
    let found = consents::find(conn, &cx.issuer.id, user, client, &key(organization)).await?;
    Ok(found.map(read))
}

// A resource stands in its row as `<audience> <scope> <scope>…`: no URI and no scope holds a space.
/// What a row says.
pub fn read(row: Consent) -> Remembered {
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
pub async fn remember(cx: &Cx<'_>, work: &mut Work, agreed: &Agreed<'_>) -> Result<(), Error> {
    let now = cx.now;
    let organization_key = key(agreed.organization.as_ref());
    let before = consents::find(work, &cx.issuer.id, agreed.user, agreed.client, &organization_key).await?;
    let mut known = before.map(read).unwrap_or_default();
    known.agree(agreed.scopes, agreed.resources);
    known.agree_to_claims(agreed.claims);
    let row = Consent {
        id: cx.new_id(),
        issuer_id: cx.issuer.id.clone(),
        user_id: agreed.user.clone(),
        client_id: agreed.client.clone(),
        organization_key,
        scopes: known.scopes.to_vec(),
        claims: known.claims.clone(),
        resources: written(&known.resources),
        created_at: now,
        updated_at: now,
    };
    consents::upsert(work, &row).await?;
    work.emit(
        cx,
        Event::ConsentGiven {
            user: agreed.user.clone(),
            client: agreed.client.clone(),
            scopes: agreed.scopes.to_vec(),
        },
    )
    .await
}

/// Takes an agreement back: the consents and every grant of this person to this client.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(cx: &Cx<'_>, user: &UserId, client: &ClientId) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(user))?;
    cx.write(async |work| {
        users::find_held(work, user).await?;
        let revoked = grants::revoke_for_user_client(work, user, client, cx.now).await?;
        let forgotten = consents::delete(work, user, client).await?;
        // Pressed twice, it happened once.
        let changed = forgotten > 0 || !revoked.is_empty();
        work.emit(cx, Event::GrantsRevoked(revoked)).await?;
        // The sessions themselves go on.
        let sessions = session_clients::delete_for_user_client(work, user, client).await?;
        if !sessions.is_empty() {
            let left = Event::SessionClientLeft { user: user.clone(), client: client.clone(), sessions };
            work.emit(cx, left).await?;
        }
        if changed {
            work.emit(cx, Event::ConsentWithdrawn { user: user.clone(), client: client.clone() }).await?;
        }
        Ok(())
    })
    .await
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
