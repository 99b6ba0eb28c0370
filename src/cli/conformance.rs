//! `signet conformance`: the flags, the printing and the exit code of the checks in the crate `signet-conformance`.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use signet_conformance::{
    Clients, Counts, GivenClient, Group, Method, Person, Plan, PlanError, Registration, Report, Rules, Run, Secret,
    Trust,
};
use url::Url;

use super::{CommandFailure, Global, context, input, print};

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
    #[arg(long, value_name = "GROUP,…", value_delimiter = ',', value_parser = groups())]
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
    #[arg(long, value_name = "METHOD", requires = "client_id", value_parser = methods())]
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

/// What this program is called in reports.
const TOOL: &str = concat!("signet ", env!("CARGO_PKG_VERSION"));

/// Runs `signet conformance`.
pub fn run(global: &Global, args: &ConformanceArgs) -> Result<(), CommandFailure> {
    let plan = plan(args)?;
    context::block_on(examine(global, args, plan))
}

fn plan(args: &ConformanceArgs) -> Result<Plan, CommandFailure> {
    for uri in [&args.client.redirect_uri, &args.client.post_logout_redirect_uri].into_iter().flatten() {
        Url::parse(uri).map_err(|why| CommandFailure::Usage(format!("{uri:?} is not a URI: {why}")))?;
    }
    Ok(Plan {
        trust: trust(&args.connection)?,
        clients: clients(args)?,
        person: person(&args.person)?,
        rules: rules(args.person.rules.as_deref())?,
        groups: args.only.clone(),
        ..Plan::new(&args.issuer)
    })
}

fn trust(args: &ConnectionArgs) -> Result<Trust, CommandFailure> {
    let mut trust = Trust::default();
    trust.accept_any = args.insecure_skip_verify;
    for path in &args.ca_file {
        let wrong = |why: &dyn std::fmt::Display| CommandFailure::Usage(format!("{}: {why}", path.display()));
        let pem = std::fs::read(path).map_err(|why| wrong(&why))?;
        trust.add_authorities(&pem).map_err(|why| wrong(&why))?;
    }
    Ok(trust)
}

/// The client that the operator gave, or clients that are registered now.
fn clients(args: &ConformanceArgs) -> Result<Clients, CommandFailure> {
    let (given, registration) = (&args.client, &args.registration);
    if registration.register {
        let (file, name) = (&registration.initial_access_token_file, &registration.initial_access_token_env);
        let initial_access_token = secret(file.as_deref(), name.as_deref(), "initial access token")?;
        let mut registration = Registration { initial_access_token, ..Registration::default() };
        if let Some(uri) = &given.redirect_uri {
            registration.redirect_uri.clone_from(uri);
        }
        return Ok(Clients::Registered(registration));
    }
    let Some(id) = given.client_id.clone() else { return Ok(Clients::None) };
    Ok(Clients::Given(GivenClient {
        id,
        secret: secret(given.client_secret_file.as_deref(), given.client_secret_env.as_deref(), "client secret")?,
        method: given.client_auth,
        redirect_uri: given.redirect_uri.clone(),
        post_logout_redirect_uri: given.post_logout_redirect_uri.clone(),
    }))
}

fn person(args: &PersonArgs) -> Result<Option<Person>, CommandFailure> {
    let password = secret(args.password_file.as_deref(), args.password_env.as_deref(), "password")?;
    Ok(args.username.clone().zip(password).map(|(username, password)| Person { username, password }))
}

fn rules(path: Option<&Path>) -> Result<Rules, CommandFailure> {
    let Some(path) = path else { return Ok(Rules::built_in()) };
    let text = input::text(path)?;
    text.expose().parse().map_err(|why| CommandFailure::Usage(format!("{}: {why}", path.display())))
}

fn secret(file: Option<&Path>, name: Option<&str>, what: &str) -> Result<Option<Secret>, CommandFailure> {
    let secret = match (file, name) {
        (Some(path), _) => input::secret(path, what)?,
        (None, Some(name)) => input::secret_in_environment(name, what)?,
        (None, None) => return Ok(None),
    };
    Ok(Some(Secret::new(secret.expose())))
}

/// A plan that cannot be carried out was wrong usage, unless TLS itself fails.
fn refused(why: &PlanError) -> CommandFailure {
    match why {
        PlanError::Setup(_) => CommandFailure::failed(why),
        _ => CommandFailure::Usage(why.to_string()),
    }
}

async fn examine(global: &Global, args: &ConformanceArgs, plan: Plan) -> Result<(), CommandFailure> {
    let as_json = global.json || args.report.as_deref().is_some_and(|path| path.as_os_str() == "-");
    let color = std::io::stdout().is_terminal();
    let mut run = Run::begin(plan).await.map_err(|why| refused(&why))?;
    if !as_json {
        print(&format!("{}, {} checked by {TOOL}", args.issuer, run.began_at()))?;
    }
    while let Some(group) = run.next().await {
        if !as_json {
            print(&group.lines(color))?;
        }
    }
    let report = run.finish().await;
    tell(args, &report, as_json)?;
    conclude(report.counts(), args.allow_warnings)
}

fn tell(args: &ConformanceArgs, report: &Report, as_json: bool) -> Result<(), CommandFailure> {
    let document = report.to_json(TOOL);
    print(&if as_json { format!("{document:#}") } else { format!("\n{}", report.counts().line()) })?;
    if let Some(path) = args.report.as_deref().filter(|path| path.as_os_str() != "-") {
        let failed = |why: std::io::Error| CommandFailure::failed(format!("{}: {why}", path.display()));
        std::fs::write(path, format!("{document:#}\n")).map_err(failed)?;
    }
    Ok(())
}

fn conclude(counts: Counts, allow_warnings: bool) -> Result<(), CommandFailure> {
    if counts.failed > 0 {
        return Err(CommandFailure::failed(format!("{} of the checks failed", counts.failed)));
    }
    if counts.warning > 0 && !allow_warnings {
        let many = counts.warning;
        return Err(CommandFailure::Warned(format!(
            "{many} of the checks warned; --allow-warnings takes that for success"
        )));
    }
    Ok(())
}

/// The groups by their names, for clap.
fn groups() -> impl TypedValueParser<Value = Group> {
    let values = Group::ALL.map(|group| PossibleValue::new(group.as_str()).help(group.title()));
    PossibleValuesParser::new(values).try_map(|name| Group::ALL.into_iter().find(|one| one.as_str() == name).ok_or(""))
}

/// The methods of client authentication by their registered names, for clap.
fn methods() -> impl TypedValueParser<Value = Method> {
    let values = Method::ALL.map(|method| PossibleValue::new(method.as_str()).help(method.title()));
    PossibleValuesParser::new(values).try_map(|name| Method::ALL.into_iter().find(|one| one.as_str() == name).ok_or(""))
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
