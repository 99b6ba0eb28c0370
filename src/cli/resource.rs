//! `signet resource create | list | show | update | delete`.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{
    CommandFailure, Global,
    context::{self, missing},
    input, output,
};
use crate::{
    base::time::Seconds,
    config::units::print_length,
    domain::{
        kernel::{Cx, Error},
        registry::resource_servers::{self, NewResourceServer, Opening, ResourceServerChanges},
    },
    protocol::{
        client::ClientId,
        resource::{ResourceServer, TokenFormat, TokenTyp},
    },
    store::resource_servers as rows,
    view::{self, ResourceServerView},
};

const EXAMPLES: &str = "\
Examples:
  signet resource create https://api.example.com --name \"Orders\" --scope orders:read --scope orders:write
  signet resource create https://legacy.example.com --format opaque --client orders-api
  signet resource update https://api.example.com --alg ES256 --lifetime 5m
  signet resource update https://id.example.com --alg ES256     tokens for Signet's own userinfo
  signet resource create https://mcp.example.com/mcp --scope mcp:tools --open-to registered \\
      --default-scopes mcp:tools
  signet resource create https://spring.example.com --token-typ JWT

A resource server is an API that access tokens are for. Clients ask for it with
resource=https://api.example.com (RFC 8707), and its tokens carry that as aud. A jwt it
verifies by itself with the keys at /jwks (RFC 9068); an opaque token it asks about at
/introspect, as the client named by --client.

Clients that registered themselves reach an API only where it is open to them, and only as far as a
person consents; never for themselves (client_credentials).

The header of a jwt says typ at+jwt, so that no ID token passes for an access token. The
default decoder of Spring Security takes typ JWT only: --token-typ JWT is for such an API,
which must then check aud, since iss and the keys are those of ID tokens too. Better, where
its code can be changed, is a decoder that takes at+jwt (JwtValidators.createAtJwtValidator).";

/// `signet resource`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ResourceArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Register an API
    Create(WriteArgs),
    /// Print every API, Signet's own userinfo included
    List,
    /// Print one
    Show(Named),
    /// Change one; what is not given stays
    Update(WriteArgs),
    /// Remove one; its tokens are good until they expire. Asks before
    Delete(input::DeleteArgs<Named>),
}

#[derive(Debug, Args)]
struct Named {
    /// The audience, an absolute URI, or the id (rsv_…)
    #[arg(value_name = "AUDIENCE")]
    audience: String,
}

#[derive(Debug, Args)]
struct WriteArgs {
    #[command(flatten)]
    named: Named,
    /// The name people see
    #[arg(long)]
    name: Option<String>,
    /// A scope it understands; may be repeated. Without any, every scope
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<String>,
    /// Who may ask people for it besides the clients that you allow: registered (clients that
    /// registered themselves), or none [default: none]
    #[arg(long, value_name = "WHOM")]
    open_to: Option<OpenTo>,
    /// A scope that such clients may ask for; may be repeated. Without any, those that the API has now
    #[arg(long = "registered-scope", value_name = "SCOPE", requires = "open_to")]
    registered_scopes: Vec<String>,
    /// What a request for it without scope asks for, separated by spaces, as far as the client may
    /// ask for it; none clears the list
    #[arg(long = "default-scopes", value_name = "SCOPES")]
    default_scopes: Vec<String>,
    /// What its access tokens look like [default: jwt]
    #[arg(long)]
    format: Option<Format>,
    /// What the header of its JWTs says as typ: at+jwt (RFC 9068), or JWT for software that takes
    /// nothing else [default: at+jwt]
    #[arg(long, value_name = "TYP", ignore_case = true)]
    token_typ: Option<Typ>,
    /// What its JWTs are signed with: RS256, PS256, ES256, ES384, EdDSA [default: RS256]
    #[arg(long, value_name = "ALG")]
    alg: Option<String>,
    /// How long its tokens live, such as 5m or 1h [default: tokens.access_token_lifetime]
    #[arg(long, value_name = "LENGTH", value_parser = input::length)]
    lifetime: Option<Seconds>,
    /// The client as which it introspects; none removes it
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OpenTo {
    /// Clients that registered themselves
    Registered,
    /// Nobody
    None,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Verified by the API itself
    Jwt,
    /// Readable by introspection only
    Opaque,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Typ {
    /// As RFC 9068 has it
    #[value(name = "at+jwt")]
    AtJwt,
    /// As Spring Security's default decoder wants it
    #[value(name = "JWT")]
    Jwt,
}

/// Runs `signet resource`.
pub fn run(global: &Global, args: ResourceArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Create(args) => {
            let new = NewResourceServer { audience: args.named.audience.clone(), rest: changes(args) };
            let server = context::run(global, async |cx| Ok(resource_servers::create(cx, new).await?))?;
            global.print(&facts(&server), &ResourceServerView::from(&server))
        }
        Verb::Update(args) => {
            let audience = args.named.audience.clone();
            let changes = changes(args);
            if changes == ResourceServerChanges::default() {
                return Err(CommandFailure::nothing_to_change("signet resource update"));
            }
            let server = context::run(global, async |cx| {
                let changed = resource_servers::update(cx, &audience, changes).await;
                missing("resource", &audience, changed)
            })?;
            global.print(&facts(&server), &ResourceServerView::from(&server))
        }
        Verb::List => {
            let all = context::run(global, async |cx| {
                let mut conn = cx.read().await?;
                Ok(rows::list(&mut conn, &cx.issuer.id).await?)
            })?;
            global.print(&table(&all), &view::all::<_, ResourceServerView>(&all))
        }
        Verb::Show(args) => {
            let server = context::run(global, async |cx| find(cx, &args.audience).await)?;
            global.print(&facts(&server), &ResourceServerView::from(&server))
        }
        Verb::Delete(args) => {
            let server = context::run(global, async |cx| {
                let server = find(cx, &args.named.audience).await?;
                if server.builtin_at.is_some() {
                    return Err(CommandFailure::failed("that is Signet's own userinfo, which cannot be deleted"));
                }
                args.sure.confirm(&format!("Delete the API {} ({})", server.audience, server.name))?;
                let deleted = resource_servers::delete(cx, &server.audience).await;
                missing("resource", &server.audience, deleted)?;
                Ok(server)
            })?;
            let human = format!("{} is deleted; its tokens are good until they expire", server.audience);
            global.print(&human, &json!({"audience": server.audience, "deleted": true}))
        }
    }
}

/// By audience or id.
async fn find(cx: &Cx<'_>, name: &str) -> Result<ResourceServer, CommandFailure> {
    let mut conn = cx.read().await?;
    let all = rows::list(&mut conn, &cx.issuer.id).await?;
    let named = all.into_iter().find(|one| one.audience == name || one.id.as_str() == name);
    missing("resource", name, named.ok_or(Error::NotFound))
}

fn changes(args: WriteArgs) -> ResourceServerChanges {
    let words: Vec<&str> = args.default_scopes.iter().flat_map(|one| one.split_whitespace()).collect();
    let default_scopes = match words.as_slice() {
        [] => None,
        ["none"] => Some(Vec::new()),
        all => Some(all.iter().map(|one| (*one).to_owned()).collect()),
    };
    let opening = args.open_to.map(|whom| match whom {
        OpenTo::None => Opening::Closed,
        OpenTo::Registered if args.registered_scopes.is_empty() => Opening::WithItsScopes,
        OpenTo::Registered => Opening::With(args.registered_scopes),
    });
    ResourceServerChanges {
        name: args.name,
        opening,
        default_scopes,
        scopes: (!args.scopes.is_empty()).then_some(args.scopes),
        token_format: args.format.map(|format| match format {
            Format::Jwt => TokenFormat::Jwt,
            Format::Opaque => TokenFormat::Opaque,
        }),
        token_typ: args.token_typ.map(|typ| match typ {
            Typ::AtJwt => TokenTyp::AtJwt,
            Typ::Jwt => TokenTyp::Jwt,
        }),
        signing_alg: args.alg,
        token_lifetime: args.lifetime,
        client_id: args.client.map(|client| (client != "none").then(|| ClientId::new(client))),
    }
}

fn table(all: &[ResourceServer]) -> String {
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let format = match one.token_format {
                TokenFormat::Jwt => format!("jwt {}", one.signing_alg),
                TokenFormat::Opaque => "opaque".to_owned(),
            };
            vec![one.audience.clone(), one.name.clone(), format, print_length(one.token_lifetime), one.scopes.join(" ")]
        })
        .collect();
    output::table(&["AUDIENCE", "NAME", "TOKENS", "LIFETIME", "SCOPES"], &rows, "no resource servers yet")
}

/// Who may ask people for it, in words.
fn open_to(one: &ResourceServer) -> String {
    match &one.open_scopes {
        _ if one.is_builtin() => "every client".to_owned(),
        None => "the clients that you allow".to_owned(),
        Some(scopes) if scopes.is_empty() => "clients that registered themselves too, without scopes".to_owned(),
        Some(scopes) => format!("clients that registered themselves too, with {}", scopes.join(" ")),
    }
}

fn facts(one: &ResourceServer) -> String {
    output::facts(&[
        ("id", Some(one.id.to_string())),
        ("audience", Some(one.audience.clone())),
        ("name", Some(one.name.clone())),
        ("scopes", Some(if one.scopes.is_empty() { "every scope".to_owned() } else { one.scopes.join(" ") })),
        ("open to", Some(open_to(one))),
        ("by default", (!one.default_scopes.is_empty()).then(|| one.default_scopes.join(" "))),
        ("format", Some(one.token_format.as_str().to_owned())),
        ("typ", (one.token_format == TokenFormat::Jwt).then(|| one.token_typ.as_str().to_owned())),
        ("alg", (one.token_format == TokenFormat::Jwt).then(|| one.signing_alg.clone())),
        ("lifetime", Some(print_length(one.token_lifetime))),
        ("introspects as", one.client_id.as_ref().map(ToString::to_string)),
        ("built in", one.builtin_at.map(|_| "yes".to_owned())),
    ])
}
