//! The authorization endpoint: begin, pause for a person, resume, answer.
//!
//! A paused request is an interaction: a row bound to the browser, holding the validated
//! request and what has been done in it. Each answer of the person decides again from the top.

mod answers;
mod offer;
mod pause;
mod proceed;
mod refusal;
mod repeat;
mod request_object;
mod single_claims;

pub use answers::{Agreement, Noted, approve, confirm, deny, note_progress, select_account};
pub use offer::{Offer, offer};
use pause::pause;
use proceed::{By, proceed};
use refusal::{Refused, refuse};
pub use repeat::answered_before;

use super::{
    claims, clients, consents, resource_servers,
    sessions::{self, Browser, SignedIn},
    tokens::{self, Hint},
    visitor::Visitor,
};
use crate::{
    app::caches::CachedClient,
    base::id::{InteractionId, OrganizationId, UserId},
    domain::kernel::{Cx, Error},
    protocol::{
        authorize::{
            self as rules, AuthorizationRequest, Validated,
            interaction::{Account, Approval, Ask, Identity, LoginReason, Progress, Subject, ask, identify},
            response::AuthorizationResponse,
            return_address::{PageOnly, ReturnAddress, return_address},
        },
        client::{Client, ClientId},
        error::Refusal,
        params::Params,
        permission,
        resource::{self, ResourceServer},
        subject::sector,
        token::audience,
    },
    store::{Conn, clients as client_rows, interactions, memberships},
};

use std::sync::Arc;

/// Longest request that is kept while its person thinks: anybody can send one.
const LONGEST_REQUEST: usize = 16 * 1024;

/// What comes next.
#[derive(Debug)]
pub enum Next {
    /// Send this to the client.
    Answer(Told),
    /// Ask the person, in this interaction.
    Ask(InteractionId, Question),
}

/// What a client is told.
#[derive(Debug)]
pub struct Told {
    /// The answer.
    pub response: AuthorizationResponse,
    /// To whom it goes.
    pub client: Arc<CachedClient>,
    /// In which language the person is spoken to on the way.
    pub ui_locales: Option<String>,
    /// Set where the person sees the address first, and goes on by themselves: what was refused.
    pub shown_first: Option<Refusal>,
}

/// What the person is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Sign in.
    Login(LoginReason),
    /// Choose an account.
    SelectAccount,
    /// Agree.
    Consent,
    /// Go on: everything was agreed to, but any program on the device could be asking.
    Confirm,
}

/// Why there is nothing to send to the client.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// Shown on our own page: the client or its address is not proven.
    #[error("{refusal}")]
    Page {
        /// What was wrong.
        refusal: Refusal,
        /// The client, if it exists.
        client: Option<Arc<CachedClient>>,
    },
    /// Shown on our own page although the client is known: it cannot be told, or asks for what it is no longer
    /// registered for.
    #[error("{refusal}")]
    Refused {
        /// What was wrong.
        refusal: Refusal,
        /// The client.
        client: Arc<CachedClient>,
    },
    /// The interaction is over or expired; the way back, if it is known.
    #[error("the interaction is over")]
    Over {
        /// The client it was for.
        client: Option<Arc<CachedClient>>,
        /// Whether it was completed rather than expired.
        completed: bool,
    },
    /// The browser that came is not the one that began.
    #[error("the interaction belongs to another browser")]
    OtherBrowser {
        /// The client it was for.
        client: Option<Arc<CachedClient>>,
    },
    /// The account that this was for was signed out meanwhile.
    #[error("the account is not signed in any more")]
    SignedOut {
        /// What goes on when somebody signs in again.
        interaction: Option<InteractionId>,
    },
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<crate::store::Error> for Stopped {
    fn from(error: crate::store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// The outcome of a step, with the browser whose cookie must be set, if it is new.
pub type Step = (Next, Option<Browser>);

/// A new authorization request.
///
/// # Errors
/// [`Stopped::Page`] where an answer must not be sent to the client.
pub async fn begin(cx: &Cx<'_>, visitor: &Visitor<'_>, params: &Params) -> Result<Step, Stopped> {
    let page = |refusal, client| Stopped::Page { refusal, client };
    if params.size() > LONGEST_REQUEST {
        return Err(page(Refusal::invalid_request("the authorization request is longer than 16384 bytes"), None));
    }
    let id = params.required("client_id", "RFC 6749 section 4.1.1").map_err(|refusal| page(refusal, None))?;
    let Some(client) = clients::find(cx, &ClientId::new(id)).await? else {
        return Err(page(unknown_client(id), None));
    };
    let resolved = match request_object::resolve(cx, &client, params).await {
        Ok(resolved) => resolved,
        // Without the object, the address outside of it is the only one that could be proven.
        Err(Error::Refused(refusal)) => {
            return match return_address(params, &client.client, &cx.issuer.url) {
                Ok(address) => {
                    let told = Refused::early(&client, &address, params).told(cx, refusal, visitor.browser).await?;
                    Ok((Next::Answer(told), None))
                }
                Err(_) => Err(Stopped::Refused { refusal, client }),
            };
        }
        Err(other) => return Err(other.into()),
    };
    let params = resolved.as_ref().unwrap_or(params);
    let address = return_address(params, &client.client, &cx.issuer.url)
        .map_err(|PageOnly(refusal)| page(refusal, Some(Arc::clone(&client))))?;
    let request = match validate(cx, params, &client.client, address.clone()).await {
        Ok(request) => request,
        Err(Error::Refused(refusal)) => {
            let told = Refused::early(&client, &address, params).told(cx, refusal, visitor.browser).await?;
            return Ok((Next::Answer(told), None));
        }
        Err(other) => return Err(other.into()),
    };
    let paused = Paused { id: None, request, progress: Progress::default(), client: Arc::clone(&client) };
    match decide(cx, visitor, paused).await {
        // Deleted a moment ago, while its copy was still kept here: nothing can refer to it.
        Err(Stopped::Failed(Error::NotFound)) if !clients::exists(cx, &client.client.id).await? => {
            Err(page(unknown_client(id), None))
        }
        other => other,
    }
}

/// RFC 6749 §4.1.2.1: an invalid client identifier MUST NOT be answered by redirect.
fn unknown_client(id: &str) -> Refusal {
    Refusal::invalid_client("client_id is unknown (RFC 6749 section 4.1.2.1)").about_client(id)
}

/// Everything about the request that can be known before a person is looked at.
async fn validate(
    cx: &Cx<'_>,
    params: &Params,
    client: &Client,
    address: ReturnAddress,
) -> Result<AuthorizationRequest, Error> {
    let all = resource_servers::of_request(cx, params).await?;
    let Validated { mut request, dropped } = rules::validate(params, client, address, &all)?;
    if !dropped.is_empty() {
        // One line for a request, however many anybody asks for.
        let why: Vec<String> = dropped.iter().map(ToString::to_string).collect();
        tracing::info!(client_id = %client.id, rule = why.join("; "), "scopes were left out");
    }
    single_claims::keep_permitted(cx, &mut request, client, &all).await?;
    if request.response_type.has_token() {
        let servers = resource_servers::resolve(cx, &request.resources).await?;
        // Said before anybody is asked, since the answer itself would bring the token.
        audience::shape(&servers, &request.scopes)?;
    }
    if let Some(hint) = &request.id_token_hint
        && tokens::id_token_hint(cx, hint).await?.is_none()
    {
        return Err(Refusal::invalid_request(
            "id_token_hint is not an ID token of this issuer (OIDC Core section 3.1.2.1)",
        )
        .into());
    }
    Ok(request)
}

/// A request between two looks at it.
pub struct Paused {
    /// Its interaction; none until it has to wait for somebody.
    pub id: Option<InteractionId>,
    /// The validated request.
    pub request: AuthorizationRequest,
    /// What was done so far.
    pub progress: Progress,
    /// Who asks.
    pub client: Arc<CachedClient>,
}

impl Paused {
    fn told(&self, response: AuthorizationResponse) -> Told {
        let (client, ui_locales) = (Arc::clone(&self.client), self.request.ui_locales.clone());
        Told { response, client, ui_locales, shown_first: None }
    }
}

/// Loads a paused request for the browser that began it.
///
/// # Errors
/// [`Stopped::Over`] and [`Stopped::OtherBrowser`], each with its own page.
pub async fn load(cx: &Cx<'_>, id: &InteractionId, browser: Option<&Browser>) -> Result<Paused, Stopped> {
    let mut conn = cx.read().await?;
    let row = interactions::find(&mut conn, id).await?;
    drop(conn);
    let Some(row) = row.filter(|row| row.issuer_id == cx.issuer.id) else {
        return Err(Stopped::Over { client: None, completed: false });
    };
    let client = clients::find(cx, &row.client_id).await?;
    let own = browser.is_some_and(|browser| row.browser_id.as_ref() == Some(&browser.id));
    if !own {
        return Err(Stopped::OtherBrowser { client });
    }
    if row.completed_at.is_some() || cx.now >= row.expires_at {
        return Err(Stopped::Over { client, completed: row.completed_at.is_some() });
    }
    let Some(client) = client else { return Err(Stopped::Over { client: None, completed: false }) };
    let request: AuthorizationRequest = serde_json::from_str(&row.request).map_err(Error::internal)?;
    let progress = serde_json::from_str(&row.progress).map_err(Error::internal)?;
    still_registered(&client, &request, &resource_servers::of(cx).await?)?;
    Ok(Paused { id: Some(row.id), request, progress, client })
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

/// The request that waits in a browser for somebody to sign in, the newest of them.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for_login(cx: &Cx<'_>, browser: Option<&Browser>) -> Result<Option<Paused>, Error> {
    let Some(known) = browser else { return Ok(None) };
    let mut conn = cx.read().await?;
    let open = interactions::list_open_for_browser(&mut conn, &known.id, cx.now, 1).await?;
    drop(conn);
    let Some(newest) = open.first() else { return Ok(None) };
    let paused = match load(cx, &newest.id, browser).await {
        Ok(paused) => paused,
        Err(Stopped::Failed(error)) => return Err(error),
        Err(_) => return Ok(None),
    };
    let standing = standing(cx, &paused, browser).await?;
    Ok(matches!(standing.question, Ok(Some(Question::Login(_)))).then_some(paused))
}

/// Looks at a paused request again after its person did something. The second of two equal forms gets
/// the answer of the first.
///
/// # Errors
/// As [`load`] and [`begin`].
pub async fn resume(cx: &Cx<'_>, visitor: &Visitor<'_>, id: &InteractionId) -> Result<Step, Stopped> {
    let outcome = match load(cx, id, visitor.browser).await {
        Ok(paused) => decide(cx, visitor, paused).await,
        Err(stopped) => Err(stopped),
    };
    match outcome {
        Err(stopped @ Stopped::Over { completed: true, .. }) => match answered_before(cx, visitor).await? {
            Some(told) => Ok((Next::Answer(told), None)),
            None => Err(stopped),
        },
        other => other,
    }
}

/// The person behind a paused request, as far as it is known, and what must be asked.
pub struct Standing {
    /// Live accounts of this browser.
    pub accounts: Vec<SignedIn>,
    /// The account this is for, once that is clear.
    pub account: Option<SignedIn>,
    /// The organization it speaks for: chosen here or in the session, and still joined.
    pub organization: Option<OrganizationId>,
    /// What to ask, or what to refuse; `None` means go on.
    pub question: Result<Option<Question>, Refusal>,
}

impl Standing {
    fn without_account(accounts: Vec<SignedIn>, question: Result<Option<Question>, Refusal>) -> Self {
        Self { accounts, account: None, organization: None, question }
    }
}

/// Who is there and what must they be asked?
///
/// # Errors
/// When the database fails.
pub async fn standing(cx: &Cx<'_>, paused: &Paused, browser: Option<&Browser>) -> Result<Standing, Error> {
    let now = cx.now;
    let client = &paused.client.client;
    // Before a connection is taken: it may need one of its own.
    let hint = match &paused.request.id_token_hint {
        Some(hint) => tokens::id_token_hint(cx, hint).await?,
        None => None,
    };
    let mut conn = cx.read().await?;
    let accounts = match browser {
        Some(browser) => sessions::signed_in(&mut conn, browser, Some(&client.id), now).await?,
        None => Vec::new(),
    };
    let facts: Vec<Account> = accounts.iter().map(|one| one.account(paused.request.login_hint.as_deref())).collect();
    let hinted_user = hinted_user(cx, &mut conn, paused, hint.as_ref()).await?;
    let subject = Subject { accounts: &facts, hinted_user: hinted_user.as_ref(), progress: &paused.progress };
    let chosen = match identify(&paused.request, &subject, now) {
        Identity::Login(reason) => return Ok(Standing::without_account(accounts, Ok(Some(Question::Login(reason))))),
        Identity::SelectAccount => return Ok(Standing::without_account(accounts, Ok(Some(Question::SelectAccount)))),
        Identity::Refuse(refusal) => return Ok(Standing::without_account(accounts, Err(refusal))),
        Identity::Known(account) => account,
    };
    let signed_in = accounts.iter().find(|one| one.session.id == chosen.session).cloned();
    let organization = match &signed_in {
        Some(account) => organization(&mut conn, paused, account).await?,
        None => None,
    };
    let remembered = consents::remembered(cx, &mut conn, &chosen.user, &client.id, organization.as_ref()).await?;
    let address = paused.request.address.redirect_uri();
    let approval = Approval {
        first_party: client.first_party_at.is_some(),
        assured: client.is_assured_at(address, paused.request.response_type),
        remembered: remembered.as_ref(),
    };
    let question = ask(&paused.request, &chosen, &paused.progress, approval).map(|ask| match ask {
        Ask::Nothing => None,
        Ask::Confirm => Some(Question::Confirm),
        Ask::Consent => Some(Question::Consent),
    });
    Ok(Standing { accounts, account: signed_in, organization, question })
}

/// The one person that the request is about, if it names one: by an ID token, or by a `sub` that its
/// `claims` ask for (OIDC Core §3.1.2.1, §5.5.1). Somebody who is gone, or two who differ, are
/// nobody: an id that no account has.
async fn hinted_user(
    cx: &Cx<'_>,
    conn: &mut Conn,
    paused: &Paused,
    hint: Option<&Hint>,
) -> Result<Option<UserId>, Error> {
    let nobody = || UserId::from_stored("");
    let asking = &paused.client.client;
    let mut named = Vec::new();
    if let Some(hint) = hint {
        // OIDC Core §8.1: clients of two sectors must not find out that they speak of one person. Within
        // one sector they call everybody by the same name.
        let theirs = client_rows::find(conn, &hint.client).await?.filter(|client| client.issuer_id == cx.issuer.id);
        let same = theirs.is_some_and(|one| sector(&one.id, &one.metadata) == sector(&asking.id, &asking.metadata));
        named.push(if same { claims::user_of(cx, conn, asking, &hint.subject).await? } else { None });
    }
    if let Some(sub) = paused.request.claims.subject() {
        let sub = sub.as_str().unwrap_or_default();
        named.push(claims::user_of(cx, conn, asking, sub).await?);
    }
    named.dedup();
    Ok(match named.len() {
        0 => None,
        1 => Some(named.remove(0).unwrap_or_else(nobody)),
        _ => Some(nobody()),
    })
}

/// The organization that an approval speaks for, if the person still belongs to it.
async fn organization(conn: &mut Conn, paused: &Paused, account: &SignedIn) -> Result<Option<OrganizationId>, Error> {
    let Some(chosen) = paused.progress.organization.as_ref().or(account.session.organization_id.as_ref()) else {
        return Ok(None);
    };
    let member = memberships::find(conn, chosen, &account.user.id).await?;
    Ok(member.map(|member| member.organization_id))
}

async fn decide(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: Paused) -> Result<Step, Stopped> {
    let standing = standing(cx, &paused, visitor.browser).await?;
    match (standing.question, standing.account) {
        (Ok(None), Some(account)) => {
            let Some(browser) = visitor.browser else {
                return Err(Stopped::OtherBrowser { client: Some(paused.client) });
            };
            let by = By { account: &account, organization: standing.organization, browser };
            let answer = match proceed(cx, visitor, &paused, &by).await {
                // Found out at the end (the keys to encrypt to are gone, say), and the client's to know.
                Err(Stopped::Failed(Error::Refused(refusal))) => refuse(cx, visitor, &paused, refusal).await?,
                Err(Stopped::Failed(Error::SignedOut)) => return Err(Stopped::SignedOut { interaction: paused.id }),
                other => paused.told(other?),
            };
            Ok((Next::Answer(answer), None))
        }
        (Ok(Some(question)), _) => match paused.id {
            Some(id) => Ok((Next::Ask(id, question), None)),
            None => pause(cx, visitor, &paused, question, standing.accounts.is_empty()).await,
        },
        (Err(refusal), _) => Ok((Next::Answer(refuse(cx, visitor, &paused, refusal).await?), None)),
        (Ok(None), None) => Err(Error::internal("a known account has no session").into()),
    }
}
