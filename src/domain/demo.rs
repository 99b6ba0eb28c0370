//! `--demo`: an organization, a person with every standard claim, and a link to be that person.
//!
//! Refused unless the issuer is loopback, because whoever reads the terminal can sign in.

use serde_json::{Map, Value, json};

use super::{
    accounts::{self, NewUser},
    audit::{By, Origin},
    clients::{self, Changes, Registration},
    error::{Error, settle},
    one_time::{self, Purpose},
    organizations,
};
use crate::{
    app::App,
    base::{
        id::UserId,
        time::Seconds,
        url::{Issuer, ServedIssuer},
    },
    protocol::client::{AuthMethod, ClientId, ClientMetadata, GrantType},
    store::{
        clients as client_rows, memberships, organizations as organization_rows,
        users::{self, User},
    },
};

/// How long the link works.
const LINK_LIFETIME: Seconds = Seconds::hours(24);
const USERNAME: &str = "ada";
const SLUG: &str = "northwind";
/// The `client_id` of the playground.
pub const PLAYGROUND: &str = "playground";
/// Where demo things come from.
const SOURCE: &str = "demo";

/// What `serve --demo` prints.
pub struct Demo {
    /// The demo person's user name.
    pub person: String,
    /// Signs in as that person, once.
    pub link: String,
}

/// Makes what is missing, and a new link.
///
/// # Errors
/// When the database fails.
pub async fn prepare(app: &App) -> Result<Demo, Error> {
    let user = person(app).await?;
    organization(app, &user.id).await?;
    playground(app).await?;
    let mut tx = app.db.begin().await?;
    let outcome = one_time::issue(app, &mut tx, Purpose::SignIn, Some(user.id), LINK_LIFETIME).await;
    let secret = settle(tx, outcome).await?;
    let link = app.issuer.url.join(&format!("/sign-in-link?token={}", secret.expose()));
    Ok(Demo { person: user.username, link })
}

async fn person(app: &App) -> Result<User, Error> {
    let mut conn = app.db.read().await?;
    if let Some(known) = users::find_by_username_key(&mut conn, USERNAME).await? {
        return Ok(known);
    }
    drop(conn);
    let new = NewUser {
        sub: None,
        username: USERNAME.to_owned(),
        email: Some("ada@northwind.example".to_owned()),
        email_verified: true,
        phone_number: Some("+442079460123".to_owned()),
        phone_number_verified: true,
        claims: claims(),
        password: None,
        admin: false,
    };
    accounts::create(app, &app.issuer, new, By { actor: SOURCE, origin: &Origin::default() }).await
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

async fn organization(app: &App, user: &UserId) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let known = organization_rows::find_by_slug(&mut conn, &app.issuer.id, SLUG).await?;
    let member = match &known {
        Some(organization) => memberships::find(&mut conn, &organization.id, user).await?.is_some(),
        None => false,
    };
    drop(conn);
    if known.is_some() || member {
        return Ok(());
    }
    let members = [(user.clone(), vec!["owner".to_owned()])];
    let by = By { actor: "system", origin: &Origin::default() };
    organizations::create(app, &app.issuer, (SLUG, "Northwind Traders"), &members, by).await.map(drop)
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

async fn playground(app: &App) -> Result<(), Error> {
    let origin = Origin::default();
    let by = || By { actor: SOURCE, origin: &origin };
    let id = ClientId::new(PLAYGROUND);
    let metadata = registration(&app.issuer.url);
    let mut conn = app.db.read().await?;
    let known = client_rows::find(&mut conn, &id).await?;
    drop(conn);
    if let Some(known) = known {
        if known.issuer_id == app.issuer.id {
            if known.metadata != metadata {
                clients::update(app, &app.issuer, &id, &Changes::to(&metadata), by()).await?;
            }
            return Ok(());
        }
        // The issuer's address was changed since: the demo moves with it. Somebody's own client
        // of that name stays, and registering below says that the name is taken.
        if known.source == SOURCE {
            let former = ServedIssuer { id: known.issuer_id, url: app.issuer.url.clone() };
            clients::delete(app, &former, &id, by()).await?;
        }
    }
    let new = Registration { metadata, id: Some(id), secret: None, first_party: false, source: SOURCE };
    clients::register(app, &app.issuer, new, by()).await.map(drop)
}
