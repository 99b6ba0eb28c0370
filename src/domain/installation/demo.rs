//! `--demo`: an organization, a person with every standard claim, and a link to be that person.
//!
//! Refused unless the issuer is loopback, because whoever reads the terminal can sign in. The demo
//! marks what it makes: person and organization in [`settings`], the playground's client by its
//! source. What is not marked belongs to somebody else, whatever its name, and is never touched.

use serde_json::{Map, Value, json};

use crate::{
    base::{
        id::{OrganizationId, UserId},
        time::Seconds,
        url::Issuer,
    },
    domain::{
        directory::{
            accounts::{self, NewUser},
            organizations,
        },
        kernel::{
            Actor, Cx, Error, Work,
            mail::{self, NewMail, Recipient},
            one_time::{self, LinkSubject, Purpose},
        },
        registry::clients::{self, ClientChanges, Registration},
    },
    protocol::client::{AuthMethod, ClientId, ClientMetadata, ClientSource, GrantType},
    render::mail::{MailContent, MailKind},
    store::{
        Conn, clients as client_rows, memberships, organizations as organization_rows, settings,
        users::{self, User},
    },
};

/// How long the link works.
const LINK_LIFETIME: Seconds = Seconds::hours(24);
/// What the person and the organization are called where that is free.
const USERNAME: &str = "ada";
const SLUG: &str = "northwind";
/// How many further names are tried.
const NAMES: u32 = 100;
/// The `client_id` of the playground.
pub const PLAYGROUND: &str = "playground";
/// Where demo things come from.
const SOURCE: ClientSource = ClientSource::Demo;
/// The setting that names the person.
const PERSON: &str = "demo_person";

/// What `serve --demo` prints.
pub struct Demo {
    /// The demo person's user name.
    pub person: String,
    /// Signs in as that person, once.
    pub link: String,
}

/// Whether there may be a demo under an issuer: its links are good for whoever reads the terminal.
pub fn is_allowed(issuer: &Issuer) -> bool {
    issuer.is_loopback()
}

/// Makes what is missing, and a new link.
///
/// # Errors
/// [`Error::Invalid`] when the demo's `client_id` or every name is somebody else's, or its person
/// was switched off; [`Error::Forbidden`] where [`is_allowed`] says no.
pub async fn prepare(cx: &Cx<'_>) -> Result<Demo, Error> {
    let cx = &cx.acting(Actor::Demo);
    if !is_allowed(&cx.issuer.url) {
        return Err(Error::Forbidden);
    }
    // Boxed: each is a large future, and done once.
    Box::pin(playground(cx)).await?;
    let user = Box::pin(person(cx)).await?;
    Box::pin(organization(cx, &user.id)).await?;
    may_sign_in(&user)?;
    issue(cx, user).await
}

/// A new link for the demo person.
///
/// # Errors
/// [`Error::NotFound`] when no demo was made here, or its person is gone or administers the
/// installation; otherwise as [`prepare`].
pub async fn link(cx: &Cx<'_>) -> Result<Demo, Error> {
    let user = known(cx).await?;
    issue(cx, user).await
}

/// [`link`], by mail to the address of the demo person. Answers who that is.
///
/// # Errors
/// As [`link`]; [`Error::Invalid`] where the person has no address or no mail can be sent.
pub async fn link_by_mail(cx: &Cx<'_>) -> Result<String, Error> {
    mail::require(cx)?;
    let user = known(cx).await?;
    let no_address = || Error::field("demo", "no_email", "the demo person has no e-mail address");
    let to = Recipient::person(&user).ok_or_else(no_address)?;
    cx.write(async |work| {
        let link = make(cx, work, &user).await?;
        let content = MailContent {
            account: Some(user.username.clone()),
            link: Some(link),
            ends_at: Some(cx.now + LINK_LIFETIME),
            ..MailContent::of(MailKind::SignInLink)
        };
        mail::queue(cx, work, NewMail { to: &to, content, about: None }).await
    })
    .await?;
    Ok(user.username)
}

/// The person that a demo made here before, if they may sign in.
async fn known(cx: &Cx<'_>) -> Result<User, Error> {
    if !is_allowed(&cx.issuer.url) {
        return Err(Error::Forbidden);
    }
    let mut conn = cx.read().await?;
    let user = marked(&mut conn).await?.ok_or(Error::NotFound)?;
    may_sign_in(&user)?;
    Ok(user)
}

async fn issue(cx: &Cx<'_>, user: User) -> Result<Demo, Error> {
    let link = cx.write(async |work| make(cx, work, &user).await).await?;
    Ok(Demo { person: user.username, link })
}

async fn make(cx: &Cx<'_>, work: &mut Work, user: &User) -> Result<String, Error> {
    let secret = one_time::issue(cx, work, Purpose::SignIn, LinkSubject::user(user.id.clone()), LINK_LIFETIME).await?;
    Ok(cx.issuer.url.join(&format!("/sign-in-link?token={}", secret.expose())))
}

fn may_sign_in(user: &User) -> Result<(), Error> {
    if user.disabled_at.is_some() {
        let message = format!("the demo person is switched off; run: signet user enable {}", user.username);
        return Err(Error::field("demo", "demo_person_disabled", message));
    }
    Ok(())
}

/// The person that the demo made. One who was made an administrator since is no demo any more.
async fn marked(conn: &mut Conn) -> Result<Option<User>, Error> {
    let Some(id) = settings::get(conn, PERSON).await?.and_then(|id| id.parse::<UserId>().ok()) else { return Ok(None) };
    Ok(users::find(conn, &id).await?.filter(|user| user.admin_at.is_none()))
}

async fn person(cx: &Cx<'_>) -> Result<User, Error> {
    let mut conn = cx.read().await?;
    if let Some(known) = marked(&mut conn).await? {
        return Ok(known);
    }
    let (username, email) = free_names(&mut conn).await?;
    drop(conn);
    let new = NewUser {
        username,
        email: Some(email),
        email_verified: true,
        phone_number: Some("+442079460123".to_owned()),
        phone_number_verified: true,
        claims: claims(),
        ..NewUser::default()
    };
    let prepared = accounts::prepare(cx, new).await?;
    cx.write(async |work| {
        let user = accounts::insert(cx, work, prepared).await?;
        settings::put(work, PERSON, user.id.as_str(), cx.now).await?;
        Ok(user)
    })
    .await
}

/// A user name and an address that nobody has.
async fn free_names(conn: &mut Conn) -> Result<(String, String), Error> {
    for name in names(USERNAME) {
        let email = format!("{name}@northwind.example");
        let taken = users::find_by_login(conn, &users::fold(&name)).await?.is_some()
            || users::find_by_login(conn, &users::fold(&email)).await?.is_some();
        if !taken {
            return Ok((name, email));
        }
    }
    Err(Error::Conflict("every user name that the demo would take"))
}

/// `name`, then `name-demo`, `name-demo-2` and so on.
fn names(name: &'static str) -> impl Iterator<Item = String> {
    let further = (2..NAMES).map(move |number| format!("{name}-demo-{number}"));
    [name.to_owned(), format!("{name}-demo")].into_iter().chain(further)
}

/// Every standard claim (OIDC Core §5.1), so that a newcomer sees what each scope brings.
fn claims() -> Map<String, Value> {
    let claims = json!({
        "name": "Ada Augusta Lovelace",
        "given_name": "Ada",
        "family_name": "Lovelace",
        "middle_name": "Augusta",
        "nickname": "Countess",
        "profile": "https://northwind.example/people/ada",
        "picture": "https://northwind.example/people/ada.png",
        "website": "https://ada.example",
        "gender": "female",
        "birthdate": "1815-12-10",
        "zoneinfo": "Europe/London",
        "locale": "en-GB",
        "address": {
            "formatted": "12 St James's Square, London SW1Y 4JH, United Kingdom",
            "street_address": "12 St James's Square",
            "locality": "London",
            "region": "England",
            "postal_code": "SW1Y 4JH",
            "country": "GB"
        }
    });
    match claims {
        Value::Object(claims) => claims,
        _ => Map::new(),
    }
}

/// The setting that names the organization: each issuer has its own.
fn organization_mark(cx: &Cx<'_>) -> String {
    format!("demo_organization:{}", cx.issuer.id)
}

async fn organization(cx: &Cx<'_>, user: &UserId) -> Result<(), Error> {
    let owner = || vec!["owner".to_owned()];
    let mark = organization_mark(cx);
    let mut conn = cx.read().await?;
    let marked = settings::get(&mut conn, &mark).await?.and_then(|id| id.parse::<OrganizationId>().ok());
    let known = match &marked {
        Some(id) => organization_rows::find(&mut conn, id).await?,
        None => None,
    };
    if let Some(known) = known {
        let member = memberships::find(&mut conn, &known.id, user).await?.is_some();
        drop(conn);
        if !member {
            organizations::add_member(cx, &known.id, user, owner()).await?;
        }
        return Ok(());
    }
    let mut free = None;
    for slug in names(SLUG) {
        if organization_rows::find_by_slug(&mut conn, &cx.issuer.id, &slug).await?.is_none() {
            free = Some(slug);
            break;
        }
    }
    drop(conn);
    let slug = free.ok_or(Error::Conflict("every organization that the demo would make"))?;
    let members = [(user.clone(), owner())];
    let id = organizations::create(cx, &slug, "Northwind Traders", &members).await?;
    cx.write(async |work| Ok(settings::put(work, &mark, id.as_str(), cx.now).await?)).await
}

/// The playground's registration: a public client with PKCE, like any app without a server.
fn registration(issuer: &Issuer) -> ClientMetadata {
    ClientMetadata {
        client_name: Some("Playground".to_owned()),
        client_uri: Some(issuer.join("/playground")),
        redirect_uris: vec![issuer.join("/playground/callback")],
        post_logout_redirect_uris: vec![issuer.join("/playground")],
        token_endpoint_auth_method: AuthMethod::None,
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        ..ClientMetadata::default()
    }
}

async fn playground(cx: &Cx<'_>) -> Result<(), Error> {
    let id = ClientId::new(PLAYGROUND);
    let metadata = registration(&cx.issuer.url);
    let mut conn = cx.read().await?;
    let known = client_rows::find(&mut conn, &id).await?;
    drop(conn);
    if let Some(known) = known {
        if known.source != SOURCE {
            let message = "the demo needs the client_id playground, and a client that it did not make has it; \
                           serve without --demo, or with another database";
            return Err(Error::field("demo", "demo_client_taken", message));
        }
        if known.issuer_id == cx.issuer.id {
            if known.metadata != metadata {
                clients::update(cx, &id, &ClientChanges::to(&metadata)).await?;
            }
            return Ok(());
        }
        // The issuer's address was changed since: the demo moves with it.
        let former = cx.issuer.under_row(known.issuer_id);
        clients::delete(&cx.at(&former), &id).await?;
    }
    let new = Registration { metadata, id: Some(id), secret: None, first_party: false, source: SOURCE };
    clients::register(cx, new).await.map(drop)
}
