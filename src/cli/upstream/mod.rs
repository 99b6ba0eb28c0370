//! `signet upstream create | list | show | update | test | disable | enable | delete | presets`.

mod flags;
mod presets;
mod preview;
mod probe;
mod shown;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use flags::Flags;
use presets::PresetsArgs;

use super::{
    CommandFailure, Global,
    context::{self, missing},
    input,
};
use crate::{
    domain::{
        kernel::{Cx, Error},
        registry::upstreams::{self, NewUpstream, Upstream},
    },
    protocol::upstream::settings::UpstreamKind,
    view::UpstreamView,
};

const EXAMPLES: &str = "\
Examples:
  signet upstream create google --preset google --client-id ID --client-secret-file google.secret
  signet upstream create staff --label \"Example staff\" --issuer https://sso.example.com/realms/staff \\
      --client-id signet --client-secret-file - --domain example.com
  signet upstream create apple --preset apple --client-id com.example.web --client-secret-file AuthKey.p8 \\
      --setting client_auth_values.team_id=TEAM --setting client_auth_values.key_id=KEY
  signet upstream update github --allow-domain acme.example
  signet upstream test staff                  is everything in order, and what to write if not
  signet upstream test staff --preview c.json what its mapping and rules make of these claims
  signet upstream update google --client-secret-file new.secret --secret-expires 2027-11-01
  signet upstream presets                     what is known of services

An upstream is a provider by which people sign in here. Register Signet there with the callback address
that create prints. An OpenID provider is known by its issuer alone; of any other OAuth 2 service, --kind
oauth2 and --setting say where its endpoints are and where the subject stands.

What an upstream says of a mail address counts for the domains that are listed for it (--domain), and
beyond them as --trust-email says. --allow-domain keeps everybody out who has no address of such a
domain there that counts; --setting allowed_domains= lets everybody in again.";

/// `signet upstream`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct UpstreamArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make one, and print the callback address to register there
    Create(CreateArgs),
    /// Print every one, in the order of the buttons
    List,
    /// Print one with everything that is set of it; never its secret
    Show(Named),
    /// Change one; what is not given stays, a list that is given replaces the old one
    Update(UpdateArgs),
    /// Walk one as a sign-in would, and say what is wrong and what to write
    Test(TestArgs),
    /// Switch one off: nobody signs in by it, identities stay
    Disable(Named),
    /// Switch one on again
    Enable(Named),
    /// Delete one, with the identities of everybody there. Asks before
    Delete(input::DeleteArgs<Named>),
    /// Print the presets, or what one holds and what is odd about its service
    Presets(PresetsArgs),
}

#[derive(Debug, Args)]
struct Named {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Debug, Args)]
struct TestArgs {
    #[command(flatten)]
    named: Named,
    /// Ask nobody, and say what becomes of these claims here: a JSON object (- is standard input)
    #[arg(long, value_name = "FILE")]
    preview: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// An OpenID provider
    Oidc,
    /// An OAuth 2 service without ID tokens
    Oauth2,
}

#[derive(Debug, Args)]
struct CreateArgs {
    /// The word for it in commands and in its callback address: small letters, digits, hyphens
    #[arg(value_name = "NAME")]
    name: String,
    /// What is known of the service, see signet upstream presets
    #[arg(long, value_name = "PRESET")]
    preset: Option<String>,
    /// What kind of service it is [default: that of the preset, or oidc]
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Args)]
struct UpdateArgs {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    flags: Flags,
    /// List a domain besides those that are listed; may be repeated
    #[arg(long = "add-domain", value_name = "DOMAIN")]
    more_domains: Vec<String>,
    /// List a domain no more; may be repeated
    #[arg(long = "remove-domain", value_name = "DOMAIN")]
    fewer_domains: Vec<String>,
    /// Disconnect everybody first and revoke what is kept of them, as delete does: for another provider under this name
    #[arg(long)]
    forget_links: bool,
}

/// Runs `signet upstream`.
pub fn run(global: &Global, args: UpstreamArgs) -> Result<(), CommandFailure> {
    match args.verb {
        Verb::Create(args) => create(global, args),
        Verb::List => {
            let all = context::run(global, async |cx| {
                let all = upstreams::list(cx).await?;
                all.iter()
                    .filter_map(|one| upstreams::ending(one, cx.now))
                    .for_each(|said| eprintln!("signet: {said}"));
                Ok(all)
            })?;
            let views: Vec<UpstreamView> = all.iter().map(|one| UpstreamView::from(&**one)).collect();
            global.print(&shown::table(&all), &views)
        }
        Verb::Show(args) => {
            let shown = context::run(global, async |cx| {
                let upstream = missing("upstream", &args.name, upstreams::named(cx, &args.name).await)?;
                Shown::of(cx, &upstream).await
            })?;
            global.print(&shown.human, &shown.view)
        }
        Verb::Update(args) => update(global, args),
        Verb::Test(args) => match &args.preview {
            Some(file) => preview::run(global, &args.named.name, file),
            None => probe::run(global, &args.named.name),
        },
        Verb::Disable(args) => switch(global, &args.name, true),
        Verb::Enable(args) => switch(global, &args.name, false),
        Verb::Delete(args) => {
            let name = args.named.name;
            context::run(global, async |cx| {
                let upstream = missing("upstream", &name, upstreams::named(cx, &name).await)?;
                let what =
                    format!("Delete the upstream {name} ({}), by which nobody signs in any more", upstream.label);
                args.sure.confirm(&what)?;
                missing("upstream", &name, upstreams::delete(cx, &name).await)
            })?;
            global.print(&format!("{name} is deleted"), &json!({"name": name, "deleted": true}))
        }
        Verb::Presets(args) => presets::run(global, &args),
    }
}

fn create(global: &Global, args: CreateArgs) -> Result<(), CommandFailure> {
    if args.flags.client_id.is_none() {
        return Err(CommandFailure::Usage("say --client-id: what the service calls this app".to_owned()));
    }
    let new = NewUpstream {
        name: args.name,
        preset: args.preset,
        kind: args.kind.map(|kind| match kind {
            Kind::Oidc => UpstreamKind::Oidc,
            Kind::Oauth2 => UpstreamKind::OAuth2,
        }),
        rest: args.flags.changes()?,
    };
    let shown = context::run(global, async |cx| {
        let new = upstreams::with_client_auth(cx, new).await;
        let made = upstreams::create(cx, new).await.map_err(|error| match error {
            Error::Conflict(_) => Error::field("name", "name_taken", "an upstream has it already"),
            other => other,
        })?;
        warn(cx, &made);
        Shown::of(cx, &made).await
    })?;
    let next = format!(
        "Register {} as the callback (redirect URI) at the service, then run: signet upstream test {}",
        shown.view.callback.as_deref().unwrap_or_default(),
        shown.view.name
    );
    global.print(&format!("{}\n\n{next}", shown.human), &shown.view)
}

fn update(global: &Global, args: UpdateArgs) -> Result<(), CommandFailure> {
    let lists_nothing = args.more_domains.is_empty() && args.fewer_domains.is_empty();
    if args.flags.is_empty() && lists_nothing && !args.forget_links {
        return Err(CommandFailure::nothing_to_change("signet upstream update"));
    }
    let name = args.named.name;
    let mut changes = args.flags.changes()?;
    changes.more_domains = args.more_domains;
    changes.fewer_domains = args.fewer_domains;
    changes.forgets_links = args.forget_links;
    let shown = context::run(global, async |cx| {
        let before = missing("upstream", &name, upstreams::named(cx, &name).await)?;
        let listed = upstreams::domains_of(cx, &before.id).await?;
        let changed = missing("upstream", &name, upstreams::update(cx, &name, changes).await)?;
        let still = upstreams::domains_of(cx, &changed.id).await?;
        let gone = listed.iter().filter(|one| !still.contains(one)).count();
        if changed.id != before.id && gone > 0 {
            eprintln!(
                "signet: {name} is made anew, and domains that were listed for it are so no more ({gone}): say --domain for \
                 those that the new provider vouches for"
            );
        }
        if changed.id != before.id && before.settings.trusts_factors && !changed.settings.trusts_factors {
            eprintln!("signet: further factors of {name} count as ours no more: say --trust-factors if they shall");
        }
        warn(cx, &changed);
        Shown::of(cx, &changed).await
    })?;
    global.print(&shown.human, &shown.view)
}

fn switch(global: &Global, name: &str, disabled: bool) -> Result<(), CommandFailure> {
    context::run(global, async |cx| missing("upstream", name, upstreams::set_disabled(cx, name, disabled).await))?;
    let human = if disabled { "is disabled: nobody signs in by it" } else { "is enabled" };
    global.print(&format!("{name} {human}"), &json!({"name": name, "disabled": disabled}))
}

fn warn(cx: &Cx<'_>, upstream: &Upstream) {
    for warning in upstreams::warnings(upstream, cx.now) {
        eprintln!("signet: {warning}");
    }
}

/// An upstream, for people and for programs.
struct Shown {
    human: String,
    view: UpstreamView,
}

impl Shown {
    async fn of(cx: &Cx<'_>, upstream: &Upstream) -> Result<Self, CommandFailure> {
        let domains = upstreams::domains_of(cx, &upstream.id).await?;
        let view = UpstreamView::from(upstream).with(&cx.issuer.url, domains);
        Ok(Self { human: shown::facts(&view), view })
    }
}
