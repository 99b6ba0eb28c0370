//! A journey between two looks at it.

use crate::{
    app::caches::CachedClient,
    base::id::InteractionId,
    domain::{
        interactions::{AccountRequest, Authorization, Journey, Question, Stopped, standing},
        kernel::{Cx, Error, Work},
        registry::{clients, resource_servers},
        sessions::{Browser, visitor::Visitor},
    },
    protocol::{
        authorize::{AuthorizationRequest, interaction::Progress},
        error::Refusal,
        permission,
        resource::{self, ResourceServer},
    },
    store::interactions::{self as rows, Interaction},
};

use std::sync::Arc;

/// Journeys that wait in one browser; the oldest is given up for a new one. More than tabs that a person opens at
/// once, and few enough for whoever holds a cookie and sends them by the thousand.
pub const MOST_IN_A_BROWSER: i64 = 50;

/// A journey between two looks at it.
#[derive(Clone)]
pub struct Paused {
    /// Its interaction; none until it has to wait for somebody.
    pub id: Option<InteractionId>,
    /// Where it leads.
    pub journey: Journey,
    /// What was done so far.
    pub progress: Progress,
}

impl Paused {
    /// A journey that has just begun.
    pub fn begun(journey: Journey) -> Self {
        Self { id: None, journey, progress: Progress::default() }
    }

    /// The row of a journey that has none yet, in the browser that began it.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn row(&self, cx: &Cx<'_>, browser: &Browser) -> Result<Interaction, Error> {
        let (client_id, request) = match &self.journey {
            Journey::Authorization(asked) => {
                (Some(asked.client.client.id.clone()), serde_json::to_string(&asked.request))
            }
            Journey::Account(visit) => (None, serde_json::to_string(visit)),
        };
        Ok(Interaction {
            id: cx.new_id(),
            issuer_id: cx.issuer.id.clone(),
            browser_id: Some(browser.id.clone()),
            client_id,
            request: request.map_err(Error::internal)?,
            progress: serde_json::to_string(&self.progress).map_err(Error::internal)?,
            created_at: cx.now,
            expires_at: cx.now + cx.issuer.policy.interaction_lifetime,
            completed_at: None,
            place: None,
            network: None,
        })
    }
}

/// Gives a journey its row, where it has to wait for somebody who is known here; answers which.
///
/// # Errors
/// When the database fails.
pub async fn keep(cx: &Cx<'_>, work: &mut Work, paused: &Paused, browser: &Browser) -> Result<InteractionId, Error> {
    let row = paused.row(cx, browser)?;
    rows::insert(work, &row).await?;
    rows::keep_newest(work, &browser.id, MOST_IN_A_BROWSER).await?;
    Ok(row.id)
}

/// Loads a paused journey for the browser that began it.
///
/// # Errors
/// [`Stopped::Over`] and [`Stopped::OtherBrowser`], each with its own page.
pub async fn load(cx: &Cx<'_>, id: &InteractionId, browser: Option<&Browser>) -> Result<Paused, Stopped> {
    let mut conn = cx.read().await?;
    let row = rows::find(&mut conn, id).await?;
    drop(conn);
    let Some(row) = row.filter(|row| row.issuer_id == cx.issuer.id) else {
        return Err(Stopped::GONE);
    };
    let client = match &row.client_id {
        Some(id) => clients::find(cx, id).await?,
        None => None,
    };
    let own = browser.is_some_and(|browser| row.browser_id.as_ref() == Some(&browser.id));
    if !own {
        return Err(Stopped::OtherBrowser { client });
    }
    let visit = || serde_json::from_str::<AccountRequest>(&row.request).map_err(Error::internal);
    let completed = row.completed_at.is_some();
    if completed || cx.now >= row.expires_at {
        return Err(match &row.client_id {
            None if completed => Stopped::Arrived(visit()?),
            _ => Stopped::Over { client, completed },
        });
    }
    let journey = match (&row.client_id, client) {
        (None, _) => Journey::Account(visit()?),
        (Some(_), Some(client)) => {
            let request: AuthorizationRequest = serde_json::from_str(&row.request).map_err(Error::internal)?;
            still_registered(&client, &request, &resource_servers::of(cx).await?)?;
            Journey::Authorization(Arc::new(Authorization { request, client }))
        }
        (Some(_), None) => return Err(Stopped::GONE),
    };
    let progress = serde_json::from_str(&row.progress).map_err(Error::internal)?;
    Ok(Paused { id: Some(row.id), journey, progress })
}

/// What the client was registered for when it asked must still be so when it is answered.
fn still_registered(
    client: &Arc<CachedClient>,
    request: &AuthorizationRequest,
    servers: &[ResourceServer],
) -> Result<(), Stopped> {
    let now = &client.client;
    let named: Vec<&ResourceServer> =
        request.resources.iter().filter_map(|one| resource::named(servers, one)).collect();
    // OIDC Core §3.1.2.1: an address that was taken off the registration is no address any more.
    let registered = now.has_redirect_uri(request.address.redirect_uri())
        && now.has_response_type(request.response_type)
        && named.len() == request.resources.len()
        && named.iter().all(|server| permission::may_use(now, server))
        && permission::asked(now, &request.scopes, &named, servers).dropped.is_empty();
    if registered {
        return Ok(());
    }
    let refusal = Refusal::invalid_request(
        "the client's registration has changed since it asked; ask again (OIDC Core section 3.1.2.1)",
    );
    Err(Stopped::Refused { refusal, client: Arc::clone(client) })
}

/// The journey that waits in a browser for somebody to sign in, the newest of them.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for_login(cx: &Cx<'_>, visitor: &Visitor<'_>) -> Result<Option<Paused>, Error> {
    let Some(known) = visitor.browser else { return Ok(None) };
    let mut conn = cx.read().await?;
    let open = rows::list_open_for_browser(&mut conn, &known.id, cx.now, 1).await?;
    drop(conn);
    let Some(newest) = open.first() else { return Ok(None) };
    let paused = match load(cx, &newest.id, visitor.browser).await {
        Ok(paused) => paused,
        Err(Stopped::Failed(error)) => return Err(error),
        Err(_) => return Ok(None),
    };
    let standing = standing(cx, &paused, visitor).await?;
    Ok(matches!(standing.question, Ok(Some(Question::Login(_)))).then_some(paused))
}
