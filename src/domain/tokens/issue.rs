//! The only minting of tokens.
//!
//! Inside the transaction only identifiers and unsigned claims are made; [`sign`] runs after
//! the commit, because a signature inside the single SQLite writer would cap every write.

use serde_json::{Map, Value};

use super::grants::TokenRequest;
use crate::{
    base::{id::OrganizationId, secret::TokenHash, time::Timestamp},
    domain::{
        approval::claims::{self, ApprovedClaims},
        kernel::{Cx, Error, Event, or_again},
        tokens::answers::{ProtectedAnswer, Ready},
    },
    protocol::{
        answers::Signing,
        client::{Client, ClientId, GrantType},
        jose::{alg::SigAlg, jwt},
        resource::{TokenFormat, TokenTyp},
        scope::Scopes,
        token::{access_token, audience::Shape, id_token, response::TokenResponse},
    },
    store::{
        Conn,
        grants::Grant,
        tokens,
        users::{self, User},
    },
};

/// For whom a token speaks.
#[derive(Debug, Clone)]
pub struct TokenSubject {
    /// `sub`
    pub sub: String,
    grant: Option<Grant>,
    /// The person, where somebody has looked already.
    user: Option<User>,
}

impl TokenSubject {
    /// The client itself (RFC 9068 §2.2: `sub` is the client).
    pub fn client(client: &Client) -> Self {
        Self { sub: client.id.to_string(), grant: None, user: None }
    }
    /// A person, by an approval.
    pub fn person(sub: String, grant: Grant) -> Self {
        Self { sub, grant: Some(grant), user: None }
    }
}

/// Everything a token response will hold, before signing.
pub struct Issued {
    access: Option<Access>,
    claims: Map<String, Value>,
    lifetime: i64,
    id_token: Option<IdToken>,
    refresh_token: Option<String>,
    scope: Scopes,
    /// Whether scopes were approved, of which this access token may hold none.
    approved_scopes: bool,
    subject: TokenSubject,
    client: ClientId,
}

enum Access {
    Jwt { alg: String, typ: TokenTyp },
    Opaque { token: String },
}

struct IdToken {
    nonce: Option<String>,
    issuer: String,
    /// Whether the active organization stands in it.
    organization: bool,
    /// Claims about the person.
    disclosed: Map<String, Value>,
    /// What the authorization endpoint answers beside it.
    code: Option<String>,
    state: Option<String>,
}

/// What the authorization endpoint answers beside a code (OIDC Core §3.2, §3.3).
pub struct FrontChannel<'a> {
    /// For whom the tokens speak.
    pub subject: TokenSubject,
    /// The scopes that were approved.
    pub granted: Scopes,
    /// The access token, if the response type has one.
    pub access_token: Option<Shape>,
    /// Whether the response type has an ID token.
    pub id_token: bool,
    /// The code issued beside them.
    pub code: Option<&'a str>,
    /// `state` of the request.
    pub state: Option<&'a str>,
}

/// What was signed.
pub struct Signed {
    /// The access token with its life in seconds.
    pub access_token: Option<(String, i64)>,
    /// The refresh token.
    pub refresh_token: Option<String>,
    /// The ID token.
    pub id_token: Option<String>,
    /// What the access token is good for.
    pub scope: String,
    approved_scopes: bool,
}

/// What was approved, and what accompanies the access token.
pub struct Approved {
    /// For whom the tokens speak.
    pub subject: TokenSubject,
    /// What the access token looks like.
    pub shape: Shape,
    /// The scopes that were approved.
    pub granted: Scopes,
    /// The nonce for an ID token, if it is the first.
    pub nonce: Option<String>,
    /// The refresh token.
    pub refresh_token: Option<String>,
}

/// Prepares the tokens of an approval. Call inside the transaction that spends what was
/// presented: an opaque token is a row.
///
/// # Errors
/// When the database fails.
pub async fn with_grant(
    cx: &Cx<'_>,
    conn: &mut Conn,
    request: &TokenRequest<'_>,
    approved: Approved,
) -> Result<Issued, Error> {
    let Approved { subject, shape, granted, nonce, refresh_token } = approved;
    let mut issued = prepare(cx, request, subject, Some(shape));
    issued.refresh_token = refresh_token;
    // OIDC Core §3.1.3.3: an ID token comes with every authorization that asked for openid.
    if granted.has("openid") {
        // OIDC Core §5.4: userinfo tells the claims of scopes; here too for a client that reads nothing else.
        let scopes = if request.client.metadata.claims_in_id_token { granted.clone() } else { Scopes::default() };
        let disclosed = disclosed(cx, conn, request.client, &issued.subject, &scopes).await?;
        issued.id_token = Some(IdToken { nonce, disclosed, ..IdToken::new(cx, &granted) });
    }
    issued.approved_scopes = !granted.is_empty();
    // RFC 6749 §5.1: the scope of the access token; and what the other two tokens stand for.
    let beside_it = |name: &str| matches!(name, "openid" | "offline_access");
    issued.scope = granted.filter(|name| beside_it(name) || issued.scope.has(name));
    store_opaque(cx, conn, &issued).await?;
    Ok(issued)
}

/// Prepares what the authorization endpoint answers by itself. Call inside the transaction that
/// makes the approval.
///
/// # Errors
/// When the database fails.
pub async fn front_channel(
    cx: &Cx<'_>,
    conn: &mut Conn,
    request: &TokenRequest<'_>,
    asked: FrontChannel<'_>,
) -> Result<Issued, Error> {
    let granted = asked.granted;
    let alone = asked.access_token.is_none() && asked.code.is_none();
    let mut issued = prepare(cx, request, asked.subject, asked.access_token);
    if asked.id_token {
        // OIDC Core §5.4: without an access token, the claims of the scopes come in the ID token.
        let scopes = if alone { granted.clone() } else { Scopes::default() };
        let disclosed = disclosed(cx, conn, request.client, &issued.subject, &scopes).await?;
        issued.id_token = Some(IdToken {
            nonce: issued.subject.grant.as_ref().and_then(|grant| grant.nonce.clone()),
            disclosed,
            code: asked.code.map(str::to_owned),
            state: asked.state.map(str::to_owned),
            ..IdToken::new(cx, &granted)
        });
    }
    let openid = |name: &str| name == "openid";
    issued.scope = granted.filter(|name| openid(name) || issued.scope.has(name));
    store_opaque(cx, conn, &issued).await?;
    Ok(issued)
}

/// The claims about the person that belong into the ID token: those of `scopes`, and those that the
/// `claims` parameter wants there (OIDC Core §5.5).
async fn disclosed(
    cx: &Cx<'_>,
    conn: &mut Conn,
    client: &Client,
    subject: &TokenSubject,
    scopes: &Scopes,
) -> Result<Map<String, Value>, Error> {
    let Some(grant) = &subject.grant else { return Ok(Map::new()) };
    let single = grant.claims.clone().unwrap_or_default();
    let approval = ApprovedClaims {
        scopes,
        claims: &single,
        organization: grant.organization_id.as_ref(),
        organization_in_groups: client.metadata.organization_in_groups,
    };
    if approval.is_silent_in_id_token() {
        return Ok(Map::new());
    }
    let user = match (&subject.user, &grant.user_id) {
        (Some(known), _) => Some(known.clone()),
        (None, Some(id)) => users::find(conn, id).await?,
        (None, None) => None,
    };
    match user {
        Some(user) => approval.in_id_token(cx, conn, &user).await,
        None => Ok(Map::new()),
    }
}

impl IdToken {
    fn new(cx: &Cx<'_>, granted: &Scopes) -> Self {
        Self {
            nonce: None,
            issuer: cx.issuer.url.as_str().to_owned(),
            organization: granted.has("organizations"),
            disclosed: Map::new(),
            code: None,
            state: None,
        }
    }
}

/// Prepares an access token that no approval stands behind. Costs no row when it is a JWT.
///
/// # Errors
/// When the database fails.
pub async fn without_grant(
    cx: &Cx<'_>,
    request: &TokenRequest<'_>,
    subject: TokenSubject,
    shape: Shape,
) -> Result<Issued, Error> {
    let issued = prepare(cx, request, subject, Some(shape));
    if matches!(issued.access, Some(Access::Opaque { .. })) {
        let store = || cx.write_one(async |work| store_opaque(cx, work, &issued).await);
        or_again(store().await, store()).await?;
    }
    Ok(issued)
}

fn prepare(cx: &Cx<'_>, request: &TokenRequest<'_>, subject: TokenSubject, shape: Option<Shape>) -> Issued {
    let mut issued = Issued {
        access: None,
        claims: Map::new(),
        lifetime: 0,
        id_token: None,
        refresh_token: None,
        scope: Scopes::default(),
        approved_scopes: false,
        client: request.client.id.clone(),
        subject,
    };
    let Some(shape) = shape else { return issued };
    let now = cx.now;
    let jti = data_encoding::BASE64URL_NOPAD.encode(&cx.app.entropy.bytes::<16>());
    let grant = issued.subject.grant.as_ref();
    let facts = access_token::NewAccessToken {
        issuer: cx.issuer.url.as_str(),
        subject: &issued.subject.sub,
        client_id: &request.client.id,
        jti: &jti,
        grant: grant.map(|grant| &grant.id),
        auth_time: grant.and_then(|grant| grant.auth_time),
        acr: grant.and_then(|grant| grant.acr.as_deref()),
        amr: grant.map_or(&[], |grant| grant.amr.as_slice()),
        organization: grant.and_then(|grant| grant.organization_id.as_ref()),
    };
    issued.claims = access_token::claims(&facts, &shape, now);
    issued.access = Some(match shape.format {
        TokenFormat::Jwt => Access::Jwt { alg: shape.signing_alg, typ: shape.typ },
        TokenFormat::Opaque => Access::Opaque { token: cx.app.entropy.token().expose().clone() },
    });
    (issued.lifetime, issued.scope) = (shape.lifetime.0, shape.scopes);
    issued
}

async fn store_opaque(cx: &Cx<'_>, conn: &mut Conn, issued: &Issued) -> Result<(), Error> {
    let Some(Access::Opaque { token }) = &issued.access else { return Ok(()) };
    let at = |name: &str| Timestamp(issued.claims.get(name).and_then(Value::as_i64).unwrap_or_default());
    let row = tokens::Token {
        hash: TokenHash::of(token),
        issuer_id: cx.issuer.id.clone(),
        grant_id: issued.subject.grant.as_ref().map(|grant| grant.id.clone()),
        client_id: issued.client.clone(),
        audience: crate::protocol::introspection::audiences(&issued.claims).join(" "),
        claims: issued.claims.clone(),
        created_at: at("iat"),
        expires_at: at("exp"),
        revoked_at: None,
    };
    tokens::insert(conn, &row).await?;
    Ok(())
}

impl Issued {
    /// The same with a refresh token.
    #[must_use]
    pub fn with_refresh_token(self, refresh_token: String) -> Self {
        Self { refresh_token: Some(refresh_token), ..self }
    }

    /// What is written down of this issue.
    pub fn event(&self, grant_type: GrantType) -> Event {
        let grant = self.subject.grant.as_ref();
        Event::TokenIssued {
            client: self.client.clone(),
            user: grant.and_then(|grant| grant.user_id.clone()),
            grant: grant.map(|grant| grant.id.clone()),
            session: grant.and_then(|grant| grant.session_id.clone()),
            grant_type,
        }
    }
}

/// Signs what was prepared: after the commit, but for an answer that is kept with it. `id_tokens` says how ID tokens
/// for the client are signed and encrypted.
///
/// # Errors
/// When no active key exists for the algorithm.
pub fn sign(cx: &Cx<'_>, issued: Issued, id_tokens: Option<&Ready>) -> Result<Signed, Error> {
    let access_token = match &issued.access {
        Some(Access::Jwt { alg, typ }) => Some(sign_with(cx, alg, typ.as_str(), &issued.claims)?),
        Some(Access::Opaque { token }) => Some(token.clone()),
        None => None,
    };
    let plan = issued.id_token.as_ref().zip(id_tokens);
    let id_token = plan.map(|plan| id_token(cx, &issued, plan.0, plan.1, access_token.as_deref())).transpose()?;
    Ok(Signed {
        access_token: access_token.map(|token| (token, issued.lifetime)),
        refresh_token: issued.refresh_token,
        id_token,
        scope: issued.scope.to_string(),
        approved_scopes: issued.approved_scopes,
    })
}

impl Signed {
    /// The answer of the token endpoint.
    ///
    /// # Errors
    /// When there is no access token, which every grant brings.
    pub fn into_response(self) -> Result<TokenResponse, Error> {
        let (access_token, expires_in) =
            self.access_token.ok_or_else(|| Error::internal("a token response without access token"))?;
        Ok(TokenResponse {
            access_token,
            token_type: "Bearer",
            expires_in: Some(expires_in),
            refresh_token: self.refresh_token,
            id_token: self.id_token,
            scope: (self.approved_scopes || !self.scope.is_empty()).then_some(self.scope),
            issued_token_type: None,
        })
    }
}

fn id_token(
    cx: &Cx<'_>,
    issued: &Issued,
    plan: &IdToken,
    ready: &Ready,
    access_token: Option<&str>,
) -> Result<String, Error> {
    let alg = match ready.signing() {
        Some(Signing::With(alg)) => Some(alg),
        Some(Signing::Unsigned) | None => None,
    };
    let grant = issued.subject.grant.as_ref();
    let organization: Option<&OrganizationId> =
        grant.and_then(|grant| grant.organization_id.as_ref()).filter(|_| plan.organization);
    let facts = id_token::NewIdToken {
        issuer: &plan.issuer,
        subject: &issued.subject.sub,
        client_id: &issued.client,
        nonce: plan.nonce.as_deref(),
        auth_time: grant.and_then(|grant| grant.auth_time),
        acr: grant.and_then(|grant| grant.acr.as_deref()),
        amr: grant.map_or(&[], |grant| grant.amr.as_slice()),
        sid: grant.and_then(|grant| grant.sid.as_deref()),
        access_token,
        code: plan.code.as_deref(),
        state: plan.state.as_deref(),
        disclosed: &plan.disclosed,
        organization,
    };
    let claims = id_token::claims(&facts, alg, cx.issuer.policy.id_token_lifetime, cx.now);
    match ready.write(cx, claims)? {
        ProtectedAnswer::Jwt(token) => Ok(token),
        ProtectedAnswer::Json(_) => Err(Error::internal("an ID token that is not a JWT")),
    }
}

fn sign_with(cx: &Cx<'_>, alg: &str, typ: &str, claims: &Map<String, Value>) -> Result<String, Error> {
    let key = cx
        .issuer
        .keys()
        .active(algorithm(alg)?)
        .ok_or_else(|| Error::internal(format!("no active signing key for {alg}")))?;
    jwt::sign(&key, typ, claims).map_err(Error::internal)
}

fn algorithm(name: &str) -> Result<SigAlg, Error> {
    SigAlg::parse(name).ok_or_else(|| Error::internal(format!("{name} is not a signature algorithm")))
}

/// When the last token of an approval will have ended: its row may go then.
pub fn grant_end(now: Timestamp, lifetime: i64, refresh_end: Option<Timestamp>) -> Timestamp {
    let access_end = Timestamp(now.0.saturating_add(lifetime));
    refresh_end.map_or(access_end, |end| end.max(access_end))
}

/// For whom the tokens of an approval speak.
///
/// # Errors
/// `invalid_grant` when the account is gone or disabled.
pub async fn subject_of(
    cx: &Cx<'_>,
    mut conn: Conn,
    request: &TokenRequest<'_>,
    grant: Grant,
    person: Option<User>,
) -> Result<TokenSubject, Error> {
    let user = person.filter(|user| user.disabled_at.is_none()).ok_or_else(|| {
        crate::protocol::error::Refusal::invalid_grant(
            "the account that approved this can no longer be used (RFC 6749 section 5.2)",
        )
    })?;
    let client = request.client;
    let known = claims::known_subject(cx, &mut conn, &client.id, &client.metadata, &user).await?;
    drop(conn);
    let sub = match known {
        Some(known) => known,
        // Made with the approval, unless the client has come into another sector since.
        None => cx.write(async |work| claims::subject(cx, work, client, &user).await).await?,
    };
    Ok(TokenSubject { sub, grant: Some(grant), user: Some(user) })
}
