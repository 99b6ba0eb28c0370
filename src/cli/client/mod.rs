//! `signet client create | list | show | check | update | rotate-secret | delete | token`.

mod check;
mod choice;
mod metadata;
mod recipe;
mod snippet;
mod token;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use choice::{Choice, Start};

use super::{
    CommandFailure, Global,
    context::{self, missing},
    input, output,
};
use crate::{
    base::secret::Secret,
    domain::{
        kernel::{Cx, Error},
        registry::clients::{self, ClientChanges, Registered, Registration},
    },
    protocol::{
        client::{Client, ClientId, ClientSource, GrantType},
        require_pkce::RequirePkce,
        subject::sector,
    },
    store::{PageRequest, clients as rows},
    view::{self, ClientView},
};

const EXAMPLES: &str = "\
Examples:
  signet client create --for spring --url https://app.example.com
  signet client create --kind web --name \"My app\" --redirect-uri http://localhost:3000/callback
  signet client create --kind spa --name Shop --redirect-uri https://shop.example.com/callback
  signet client create --kind native --name Mail --redirect-uri http://127.0.0.1/callback
  signet client create --kind machine --name Nightly --resource https://api.example.com --scope orders:read
  signet client create --file client.json   metadata by the names of RFC 7591
  signet client show cli_… --json | jq .redirect_uris
  signet client check cli_… --scope \"openid orders:read\" --resource https://api.example.com
  signet client update cli_… --redirect-uri https://new.example.com/callback

Secrets are printed once, when they are made. Their digest is kept; for client_secret_jwt the secret itself,
sealed under the master key.";

const KINDS: &str = "\
Kinds:
  web      runs on a server that keeps a secret: code flow with PKCE or a nonce, refresh tokens,
           client_secret_basic
  spa      runs in the browser: code flow with PKCE, refresh tokens, no secret
  native   phone or desktop: code flow with PKCE, refresh tokens, no secret; redirects to
           http://127.0.0.1/… (any port) or to a scheme such as com.example.app:/callback
  machine  acts for itself: client_credentials, client_secret_basic; reaches the APIs that
           --resource names, with the scopes that --scope names

FILE holds client metadata (RFC 7591, OIDC Registration) as JSON; client_id and client_secret
may stand in it:
  {\"client_name\": \"My app\", \"redirect_uris\": [\"https://app.example.com/callback\"],
   \"grant_types\": [\"authorization_code\", \"refresh_token\"], \"scope\": \"openid profile email\",
   \"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks_uri\": \"https://app.example.com/jwks\"}
Members of ours: allowed_origins, allowed_resources, allowed_schemes, allowed_http_hosts,
claims_in_id_token, organization_in_groups, refresh_tokens, require_pkce, required_acr_values,
rotate_refresh_tokens, upstream_tokens.
With --kind, its defaults fill what the file leaves out; flags stand above both.";

/// What stands below the help of `create`.
fn kinds_and_recipes() -> String {
    format!("{KINDS}\n\nRecipes:\n{}\nEach is a page of docs/clients.", choice::list())
}

/// `signet client`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ClientArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Register a client and print a snippet that is ready to run
    Create(CreateArgs),
    /// Print every client
    List(ListArgs),
    /// Print one client
    Show(Named),
    /// Explain what a client will and will not be able to do
    Check(check::CheckArgs),
    /// Change a client; what is not given stays, a list that is given replaces the old one
    Update(UpdateArgs),
    /// Replace the secret; the old one ends at once
    RotateSecret(RotateArgs),
    /// Delete a client, and everything granted to it. Asks before
    Delete(input::DeleteArgs<Named>),
    /// Tokens that permit clients to register themselves
    Token(token::TokenArgs),
}

#[derive(Debug, Args)]
struct Named {
    /// The client_id
    #[arg(value_name = "CLIENT_ID")]
    id: String,
}

#[derive(Debug, Args)]
#[command(after_help = kinds_and_recipes())]
struct CreateArgs {
    #[command(flatten)]
    flags: metadata::Flags,
    /// What kind of app it is; sets what fits it (see below)
    #[arg(long, conflicts_with = "recipe")]
    kind: Option<metadata::Kind>,
    /// Which software it is for, by the name of a recipe (see below): sets what that software needs
    /// and prints its configuration, ready to paste
    #[arg(long = "for", value_name = "NAME")]
    recipe: Option<String>,
    /// Where people open the app, such as https://app.example.com: a recipe knows its addresses below it
    #[arg(long, value_name = "URL", requires = "recipe")]
    url: Option<String>,
    /// Its client_id; a random one when left out
    #[arg(long, value_name = "CLIENT_ID")]
    client_id: Option<String>,
    /// Read its secret from a file (- is standard input) instead of making one
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    /// It is ours: people are not asked for consent, but for what another provider handed out
    #[arg(long)]
    first_party: bool,
}

#[derive(Debug, Args)]
struct ListArgs {
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
    /// Continue after this client_id: the last one of the page before
    #[arg(long, value_name = "CLIENT_ID")]
    after: Option<String>,
}

#[derive(Debug, Args)]
struct UpdateArgs {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    flags: metadata::Flags,
    /// Whether it is ours, so that people are not asked for consent, but for what another provider handed out
    #[arg(long, value_name = "true|false")]
    first_party: Option<bool>,
    /// A member that a client which registered itself may decide about again; may be repeated. What is
    /// set here otherwise stays, whatever it registers later
    #[arg(long = "release", value_name = "MEMBER")]
    released: Vec<String>,
    /// Whether it is switched off: true takes back everything granted to it
    #[arg(long, value_name = "true|false")]
    disabled: Option<bool>,
}

#[derive(Debug, Args)]
struct RotateArgs {
    #[command(flatten)]
    named: Named,
    /// Read the new secret from a file (- is standard input) instead of making one
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
}

/// Runs `signet client`.
pub fn run(global: &Global, args: ClientArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Create(args) => create(global, args),
        Verb::List(args) => list(global, args),
        Verb::Show(args) => {
            let client = context::run(global, async |cx| find(cx, &args.id).await)?;
            global.print(&facts(&client, None), &ClientView::from(&client))
        }
        Verb::Check(args) => check::run(global, &args),
        Verb::Update(args) => update(global, args),
        Verb::RotateSecret(args) => {
            let secret = args.secret_file.as_deref().map(|path| input::secret(path, "client secret")).transpose()?;
            let id = ClientId::new(args.named.id);
            let rotated = context::run(global, async |cx| {
                missing("client", id.as_str(), clients::rotate_secret(cx, &id, secret).await)
            })?;
            let secret = rotated.secret.as_ref();
            let human = format!("{}\n\nThe old secret is worth nothing from now on.", facts(&rotated.client, secret));
            global.print(&human, &ClientView::to_operator(&rotated.client, secret))
        }
        Verb::Token(args) => token::run(global, args),
        Verb::Delete(args) => {
            let id = ClientId::new(args.named.id);
            context::run(global, async |cx| {
                let client = find(cx, id.as_str()).await?;
                let what = format!("Delete the client {id} ({}), with everything granted to it", client.display_name());
                args.sure.confirm(&what)?;
                missing("client", id.as_str(), clients::delete(cx, &id).await)
            })?;
            global.print(&format!("{id} is deleted"), &json!({"client_id": id, "deleted": true}))
        }
    }
}

fn create(global: &Global, mut args: CreateArgs) -> Result<(), CommandFailure> {
    let choice = Choice { kind: args.kind, recipe: args.recipe.as_deref(), url: args.url.as_deref() };
    let start = Start::new(&choice, &mut args.flags)?;
    let mut members = start.metadata()?;
    let mut given = metadata::from_file(args.flags.file.as_deref())?;
    let id = args.client_id.or(metadata::take_text(&mut given, "client_id")?);
    let in_file = metadata::take_text(&mut given, "client_secret")?.map(Secret::new);
    let secret = match args.secret_file {
        Some(path) => Some(input::secret(&path, "client secret")?),
        None => in_file,
    };
    metadata::merge(&mut members, given);
    args.flags.apply(&mut members);
    let metadata = metadata::read(&members)?;
    let new = Registration {
        metadata,
        id: id.map(ClientId::new),
        secret,
        first_party: args.first_party,
        source: ClientSource::Operator,
    };
    let (made, issuer) = context::run(global, async |cx| {
        let made = clients::register(cx, new).await.map_err(|error| match error {
            Error::Conflict(_) => Error::field("client_id", "client_id_taken", "a client has it already"),
            other => other,
        })?;
        warn(cx, &made.client);
        Ok((made, cx.issuer.url.clone()))
    })?;
    let Registered { client, secret } = made;
    let secret = secret.as_ref();
    let mut shown = ClientView::to_operator(&client, secret);
    let next = match &start {
        Start::Recipe(plan) => {
            let configuration = plan.configuration(&issuer, &client, secret);
            let printed = format!("{}\n\nMore on it: {}", recipe::for_terminal(&configuration), plan.page());
            shown.configuration = Some(json!(configuration));
            printed
        }
        _ => snippet::of(&issuer, &client, secret),
    };
    global.print(&format!("{}\n\n{next}", facts(&client, secret)), &shown)
}

fn update(global: &Global, args: UpdateArgs) -> Result<(), CommandFailure> {
    let mut given = metadata::from_file(args.flags.file.as_deref())?;
    if metadata::take_text(&mut given, "client_id")?.is_some_and(|id| id != args.named.id) {
        return Err(CommandFailure::Usage("client_id in the file is another one; it cannot be changed".to_owned()));
    }
    if metadata::take_text(&mut given, "client_secret")?.is_some() {
        return Err(CommandFailure::Usage("a secret is replaced by: signet client rotate-secret".to_owned()));
    }
    args.flags.apply(&mut given);
    if given.is_empty() && args.first_party.is_none() && args.released.is_empty() && args.disabled.is_none() {
        return Err(CommandFailure::nothing_to_change("signet client update"));
    }
    metadata::warn_of_unknown(&given);
    let changed = context::run(global, async |cx| {
        let before = find(cx, &args.named.id).await?;
        let changes = ClientChanges { members: given, first_party: args.first_party, released: args.released };
        let mut changed = clients::update(cx, &before.id, &changes).await?;
        if sector(&before.id, &before.metadata) != sector(&before.id, &changed.client.metadata) {
            eprintln!(
                "signet: the client is in another sector now (OIDC Core section 8.1): it sees other subjects, and what people granted it is over"
            );
        }
        warn(cx, &changed.client);
        if let Some(disabled) = args.disabled {
            clients::set_disabled(cx, &before.id, disabled).await?;
            changed.client = find(cx, &args.named.id).await?;
        }
        Ok(changed)
    })?;
    let secret = changed.secret.as_ref();
    global.print(&facts(&changed.client, secret), &ClientView::to_operator(&changed.client, secret))
}

fn warn(cx: &Cx<'_>, client: &Client) {
    for warning in clients::warnings(cx, &client.metadata) {
        eprintln!("signet: {warning}");
    }
}

async fn find(cx: &Cx<'_>, id: &str) -> Result<Client, CommandFailure> {
    let mut conn = cx.read().await?;
    let found = rows::find(&mut conn, &ClientId::new(id)).await?.filter(|client| client.issuer_id == cx.issuer.id);
    missing("client", id, found.ok_or(Error::NotFound))
}

fn list(global: &Global, args: ListArgs) -> Result<(), CommandFailure> {
    let all = context::run(global, async |cx| {
        let mut conn = cx.read().await?;
        Ok(rows::list_for_issuer(&mut conn, &cx.issuer.id, &PageRequest { after: args.after, limit: args.limit })
            .await?)
    })?;
    let table: Vec<Vec<String>> = all
        .iter()
        .map(|client| {
            let marks = [
                (client.registered_itself(), "registered itself"),
                (client.first_party_at.is_some(), "first-party"),
                (client.disabled_at.is_some(), "disabled"),
            ];
            let marks: Vec<&str> = marks.into_iter().filter_map(|(on, mark)| on.then_some(mark)).collect();
            let method = client.metadata.token_endpoint_auth_method.to_string();
            vec![client.id.to_string(), client.display_name().to_owned(), method, marks.join(", ")]
        })
        .collect();
    let none = "no clients yet; run: signet client create --help";
    let human = output::table(&["CLIENT_ID", "NAME", "AUTHENTICATES BY", ""], &table, none);
    global.print(&human, &view::all::<_, ClientView>(&all))
}

/// Where the port of an address does not count.
fn free_ports(client: &Client) -> Option<String> {
    let free = client.has_free_ports() && client.metadata.redirect_uris.iter().any(|uri| uri.starts_with("http://"));
    free.then(|| "any, at http addresses on loopback (RFC 8252 section 7.3)".to_owned())
}

/// Where a person sees a page whatever they agreed to.
fn asked_each_time(client: &Client) -> Option<String> {
    let types = &client.metadata.response_types;
    let assured = |uri: &String| types.iter().all(|one| client.is_assured_at(uri, *one));
    let shown = client.metadata.redirect_uris.iter().any(|uri| !assured(uri));
    shown.then(|| "is confirmed on a page, and prompt=none is refused (RFC 8252 section 8.6)".to_owned())
}

/// What a client that is ours asks people for.
fn asked_by_first_party(client: &Client) -> &'static str {
    if client.metadata.upstream_tokens.is_empty() {
        return "never asked: first-party";
    }
    "asked for what another provider handed out alone: first-party"
}

fn names(members: &Map<String, Value>) -> String {
    let names: Vec<&str> = members.keys().map(String::as_str).collect();
    format!("{} (stays, whatever it registers later)", names.join(" "))
}

/// Which APIs it may ask for, where that is not every one with a person's consent.
fn apis(client: &Client) -> Option<String> {
    let only_itself = client.metadata.grant_types == [GrantType::ClientCredentials];
    match &client.metadata.allowed_resources {
        Some(all) if all.is_empty() && client.registered_itself() => {
            Some("those that are open to clients that registered themselves".to_owned())
        }
        Some(all) if all.is_empty() => Some("none".to_owned()),
        Some(all) => Some(all.join(" ")),
        None => only_itself.then(|| "none: --resource names those that it may call, --scope with what".to_owned()),
    }
}

/// When a client must use PKCE, in words.
fn pkce(client: &Client) -> String {
    let rule = client.require_pkce();
    let apps: Vec<&str> = client.where_pkce_is_stricter().collect();
    if client.is_pkce_stricter_everywhere() {
        return "always: S256 in every request, since a private-use scheme is answered".to_owned();
    }
    let stricter = if apps.is_empty() { String::new() } else { format!("; always for {}", apps.join(" ")) };
    let meaning = match rule {
        RequirePkce::Always => "S256 in every request",
        RequirePkce::PkceOrNonce => "S256, or a nonce with scope openid",
        RequirePkce::Never => "not asked for, held to where it is sent",
    };
    format!("{rule}: {meaning}{stricter}")
}

fn facts(client: &Client, secret: Option<&Secret<String>>) -> String {
    let metadata = &client.metadata;
    let lines = |all: &[String]| (!all.is_empty()).then(|| all.join(" "));
    let grants: Vec<&str> = metadata.grant_types.iter().map(|grant| grant.as_str()).collect();
    output::facts(&[
        ("client_id", Some(client.id.to_string())),
        ("client_secret", secret.map(|secret| format!("{}   (shown this once)", secret.expose()))),
        ("name", metadata.client_name.clone()),
        ("authenticates by", Some(metadata.token_endpoint_auth_method.to_string())),
        ("grant types", Some(grants.join(" "))),
        ("redirect URIs", lines(&metadata.redirect_uris)),
        ("ports", free_ports(client)),
        ("after logout", lines(&metadata.post_logout_redirect_uris)),
        ("back-channel", metadata.backchannel_logout_uri.clone()),
        ("front-channel", metadata.frontchannel_logout_uri.clone()),
        ("schemes allowed", lines(&metadata.allowed_schemes)),
        ("plain http at", lines(&metadata.allowed_http_hosts)),
        ("scope", metadata.scope.clone()),
        ("APIs", apis(client)),
        ("upstream tokens", lines(&metadata.upstream_tokens)),
        ("PKCE", metadata.grant_types.contains(&GrantType::AuthorizationCode).then(|| pkce(client))),
        (
            "refresh tokens",
            (!metadata.refresh_tokens.is_usual()).then(|| "end with their session, unless offline_access".to_owned()),
        ),
        ("needs acr", lines(&metadata.required_acr_values)),
        ("ID token", metadata.claims_in_id_token.then(|| "with the claims of granted scopes".to_owned())),
        (
            "groups and roles",
            metadata.organization_in_groups.then(|| "always with their organization: acme:admin".to_owned()),
        ),
        ("consent", client.first_party_at.map(|_| asked_by_first_party(client).to_owned())),
        ("each sign-in", asked_each_time(client)),
        ("made by", client.registered_itself().then(|| "itself (dynamic registration)".to_owned())),
        ("set by you", (!client.operator_set.is_empty()).then(|| names(&client.operator_set))),
        ("disabled since", client.disabled_at.map(output::time)),
    ])
}
