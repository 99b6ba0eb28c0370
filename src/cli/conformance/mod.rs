//! `signet conformance`: black-box checks of any OpenID provider, over HTTP and nothing else.
//!
//! It is a client like any other: it knows nothing of this process's own database or rules. A run reads the two
//! documents, takes or registers a client, and walks through the groups; each check has a stable name and the clause
//! that it rests on. What was sent and what came is kept as evidence and shown, without secrets, where a check did
//! not pass.

mod ask;
mod browser;
mod check;
mod client;
mod error;
mod groups;
mod html;
mod http;
mod id_token;
mod jar;
mod metadata;
mod probe;
mod provision;
mod redact;
mod report;
mod rules;
mod tokens;

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    rc::Rc,
};

use clap::Args;
use url::Url;

use self::{
    check::{Problem, Sheet},
    client::{Client, Method},
    groups::Group,
    http::{Http, HttpOptions},
    probe::{Probe, Wishes},
    report::{Counts, Times},
    rules::{Person, Rules},
};
use super::{Failure, Global, context, input, print};
use crate::base::{secret::Secret, time::Clock, url::absolute};

const EXAMPLES: &str = "\
Examples:
  signet conformance https://op.example              what can be seen without a client
  signet conformance https://op.example --register   and with clients that it registers for itself
  signet conformance https://op.example --client-id checks --client-secret-file secret.txt \\
      --redirect-uri https://rp.example/callback --username ada --password-file password.txt
  signet conformance https://op.example --register --username ada --password-env ADA_PASSWORD \\
      --rules rules.toml --report report.json
  signet conformance https://op.example --only discovery,jwks --json | jq .counts

The client needs the code flow; the redirect URI is never fetched. With --username the checks sign
in by rules that say which fields to fill in on which page (the built-in ones fit Signet):
  [[rule]]
  match = \"https://op.example/login*\"
  fill = { username = \"{username}\", password = \"{password}\" }
  submit = \"login-submit\"
Exit codes: 0 nothing failed or warned, 1 something failed, 3 nothing failed and something warned
(0 with --allow-warnings), 2 wrong usage.";

/// `signet conformance`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ConformanceArgs {
    /// The provider's issuer, exactly as it names itself
    #[arg(value_name = "ISSUER")]
    issuer: String,
    #[command(flatten)]
    client: ClientArgs,
    #[command(flatten)]
    registration: RegistrationArgs,
    #[command(flatten)]
    person: PersonArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
    /// Run only these groups
    #[arg(long, value_name = "GROUP,…", value_delimiter = ',')]
    only: Vec<Group>,
    /// Write the report as JSON to a file, too; - is standard output, as with --json
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// End with 0 even if there are warnings
    #[arg(long)]
    allow_warnings: bool,
}

#[derive(Debug, Args)]
struct ClientArgs {
    /// A client that is registered at the provider
    #[arg(long, value_name = "CLIENT_ID", conflicts_with = "register")]
    client_id: Option<String>,
    /// Read its secret from a file (- is standard input); a public client has none
    #[arg(long, value_name = "FILE", requires = "client_id", conflicts_with = "client_secret_env")]
    client_secret_file: Option<PathBuf>,
    /// Read its secret from an environment variable
    #[arg(long, value_name = "NAME", requires = "client_id")]
    client_secret_env: Option<String>,
    /// How it proves itself; left out, what fits the metadata
    #[arg(long, value_name = "METHOD", requires = "client_id")]
    client_auth: Option<Method>,
    /// Its redirect URI (with --register, the one to register)
    #[arg(long, value_name = "URI")]
    redirect_uri: Option<String>,
    /// Its post-logout redirect URI
    #[arg(long, value_name = "URI", requires = "client_id")]
    post_logout_redirect_uri: Option<String>,
}

#[derive(Debug, Args)]
struct RegistrationArgs {
    /// Register clients for this run, and delete them at its end
    #[arg(long)]
    register: bool,
    /// Read the initial access token from a file (- is standard input)
    #[arg(long, value_name = "FILE", requires = "register", conflicts_with = "initial_access_token_env")]
    initial_access_token_file: Option<PathBuf>,
    /// Read the initial access token from an environment variable
    #[arg(long, value_name = "NAME", requires = "register")]
    initial_access_token_env: Option<String>,
}

#[derive(Debug, Args)]
struct PersonArgs {
    /// Somebody who can sign in with a password
    #[arg(long, value_name = "NAME", requires = "password")]
    username: Option<String>,
    /// Read the password from a file (- is standard input)
    #[arg(long, value_name = "FILE", group = "password", requires = "username")]
    password_file: Option<PathBuf>,
    /// Read the password from an environment variable
    #[arg(long, value_name = "NAME", group = "password", requires = "username")]
    password_env: Option<String>,
    /// What to do on the provider's pages (see below)
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct ConnectionArgs {
    /// Trust the certificate authorities of a PEM file, too; may be repeated
    #[arg(long, value_name = "FILE")]
    ca_file: Vec<PathBuf>,
    /// Accept any certificate, even of an impostor: for trying things out
    #[arg(long)]
    insecure_skip_verify: bool,
}

/// Where answers go when nothing else is said: nobody is there (RFC 2606 §2).
const REDIRECT_URI: &str = "https://rp.example/callback";

/// Runs `signet conformance`.
pub fn run(global: &Global, args: &ConformanceArgs) -> Result<(), Failure> {
    let url = absolute(&args.issuer).filter(|url| matches!(url.scheme(), "https" | "http"));
    if url.is_none() {
        return Err(Failure::Usage(format!("{:?} is no issuer; write https://op.example", args.issuer)));
    }
    for uri in [&args.client.redirect_uri, &args.client.post_logout_redirect_uri].into_iter().flatten() {
        Url::parse(uri).map_err(|why| Failure::Usage(format!("{uri:?} is not a URI: {why}")))?;
    }
    let options =
        HttpOptions { ca_files: args.connection.ca_file.clone(), insecure: args.connection.insecure_skip_verify };
    let http = Rc::new(Http::new(&options)?);
    let learn = |secret: Option<Secret<String>>| secret.inspect(|secret| http.redactor.learn(secret.expose()));
    let (given, registration, person) = (&args.client, &args.registration, &args.person);
    let secret =
        learn(secret_of(given.client_secret_file.as_deref(), given.client_secret_env.as_deref(), "client secret")?);
    let token = (registration.initial_access_token_file.as_deref(), registration.initial_access_token_env.as_deref());
    let token = learn(secret_of(token.0, token.1, "initial access token")?);
    let password = learn(secret_of(person.password_file.as_deref(), person.password_env.as_deref(), "password")?);
    let wishes = Wishes {
        register: registration.register,
        initial_access_token: token.map(|token| token.expose().clone()),
        person: person.username.clone().zip(password).map(|(username, password)| Person { username, password }),
        rules: Rules::load(person.rules.as_deref())?,
        redirect_uri: args.client.redirect_uri.clone().unwrap_or_else(|| REDIRECT_URI.to_owned()),
    };
    context::block_on(examine(global, args, http, wishes, secret))
}

fn secret_of(file: Option<&Path>, name: Option<&str>, what: &str) -> Result<Option<Secret<String>>, Failure> {
    match (file, name) {
        (Some(path), _) => input::secret(path, what).map(Some),
        (None, Some(name)) => input::secret_in_environment(name, what).map(Some),
        (None, None) => Ok(None),
    }
}

async fn examine(
    global: &Global,
    args: &ConformanceArgs,
    http: Rc<Http>,
    wishes: Wishes,
    secret: Option<Secret<String>>,
) -> Result<(), Failure> {
    let began = Clock::System.now();
    let as_json = global.json || args.report.as_deref().is_some_and(|path| path.as_os_str() == "-");
    let color = std::io::stdout().is_terminal();
    let mut probe = Probe::begin(Rc::clone(&http), args.issuer.clone(), wishes).await;
    find_client(&mut probe, args, secret).await;
    let mut sheets = Vec::new();
    if !as_json {
        print(&format!("{}, {} checked by signet {}", args.issuer, began.to_rfc3339(), env!("CARGO_PKG_VERSION")))?;
    }
    let nothing = probe.metadata.0.is_empty();
    for group in Group::ALL {
        // Without metadata there is one thing to tell, and it is not hidden by --only.
        let wanted =
            if nothing { group == Group::Discovery } else { args.only.is_empty() || args.only.contains(&group) };
        if !wanted {
            continue;
        }
        let mut sheet = Sheet::new(group.as_str(), &http);
        group.run(&probe, &mut sheet).await;
        if !as_json {
            print(&report::group(&sheet, &http, color))?;
        }
        sheets.push(sheet);
    }
    provision::clean_up(&probe).await;
    let counts = Counts::of(sheets.iter().flat_map(|sheet| &sheet.checks));
    let document = report::document(&args.issuer, &sheets, &http, Times { began, ended: Clock::System.now() });
    if as_json {
        print(&format!("{document:#}"))?;
    } else {
        print(&format!("\n{}", counts.line()))?;
    }
    if let Some(path) = args.report.as_deref().filter(|path| path.as_os_str() != "-") {
        let failed = |why: std::io::Error| Failure::failed(format!("{}: {why}", path.display()));
        std::fs::write(path, format!("{document:#}\n")).map_err(failed)?;
    }
    conclude(counts, args.allow_warnings)
}

fn conclude(counts: Counts, allow_warnings: bool) -> Result<(), Failure> {
    if counts.failed > 0 {
        return Err(Failure::failed(format!("{} of the checks failed", counts.failed)));
    }
    if counts.warning > 0 && !allow_warnings {
        let many = counts.warning;
        return Err(Failure::Warned(format!("{many} of the checks warned; --allow-warnings takes that for success")));
    }
    Ok(())
}

/// The client that the operator gave, or clients that are registered now.
async fn find_client(probe: &mut Probe, args: &ConformanceArgs, secret: Option<Secret<String>>) {
    if args.registration.register {
        return provision::register(probe).await;
    }
    let given = &args.client;
    let none = || Problem::skipped("needs a client: --client-id, or --register");
    probe.client = given.client_id.clone().ok_or_else(none).map(|id| Client {
        id,
        method: given.client_auth.unwrap_or_else(|| Method::fitting(&probe.metadata, secret.is_some())),
        secret: secret.map(|secret| secret.expose().clone()),
        redirect_uri: given.redirect_uri.clone(),
        post_logout_redirect_uri: given.post_logout_redirect_uri.clone(),
        management: None,
        scope: None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_decides_the_exit_code() {
        let code = |counts, allow| conclude(counts, allow).err().map_or(0, |failure| failure.exit_code());
        let counts = Counts { passed: 3, skipped: 2, ..Counts::default() };
        assert_eq!(code(counts, false), 0);
        assert_eq!(code(Counts { warning: 1, ..counts }, false), 3);
        assert_eq!(code(Counts { warning: 1, ..counts }, true), 0);
        assert_eq!(code(Counts { warning: 1, failed: 1, ..counts }, true), 1);
    }
}
