//! `signet client check`: what a client will and will not be able to do, before it finds out.
//!
//! Each topic is a function over the same [`Facts`]; a new one is a file and a line in [`TOPICS`].

mod addresses;
mod logout;
mod request;
mod scopes;
mod sign_in;
mod tokens;

use clap::Args;
use serde_json::{Value, json};

use super::find;
use crate::{
    base::time::Timestamp,
    cli::{CommandFailure, Global, context, output},
    config::Config,
    domain::registry::resource_servers,
    protocol::{client::Client, resource::ResourceServer},
};

/// `signet client check`
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The client_id
    #[arg(value_name = "CLIENT_ID")]
    id: String,
    /// What an authorization request with these scopes would bring
    #[arg(long = "scope", value_name = "SCOPES")]
    scopes: Vec<String>,
    /// What an authorization request for this API would bring; may be repeated
    #[arg(long = "resource", value_name = "AUDIENCE")]
    resources: Vec<String>,
}

/// What is looked at.
struct Facts<'a> {
    client: &'a Client,
    /// The APIs of its issuer, our own endpoints included.
    servers: &'a [ResourceServer],
    config: &'a Config,
    /// Whether a logout can be delivered to an address, as far as its text tells.
    reaches: &'a dyn Fn(&str) -> bool,
    now: Timestamp,
}

/// What a finding says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It works.
    Yes,
    /// It does not, as the client is registered.
    No,
    /// It is registered and will not work, or not as it seems.
    Problem,
}

impl Verdict {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Problem => "problem",
        }
    }
}

/// One thing that the client can or cannot do.
#[derive(Debug)]
struct Finding {
    verdict: Verdict,
    /// In one sentence.
    text: String,
    /// What to do about it.
    remedy: Option<String>,
}

impl Finding {
    fn new(verdict: Verdict, text: impl Into<String>) -> Self {
        Self { verdict, text: text.into(), remedy: None }
    }
    fn yes(text: impl Into<String>) -> Self {
        Self::new(Verdict::Yes, text)
    }
    fn no(text: impl Into<String>) -> Self {
        Self::new(Verdict::No, text)
    }
    fn problem(text: impl Into<String>) -> Self {
        Self::new(Verdict::Problem, text)
    }
    fn with(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }
}

type Topic = fn(&Facts<'_>) -> Vec<Finding>;

/// What is explained, in this order.
const TOPICS: &[(&str, Topic)] = &[
    ("the client", sign_in::standing),
    ("authentication", sign_in::authentication),
    ("sign-in", sign_in::flows),
    ("PKCE", sign_in::pkce),
    ("consent", sign_in::consent),
    ("redirect addresses", addresses::redirects),
    ("browser", addresses::origins),
    ("scopes", scopes::of_openid),
    ("APIs, with a person", scopes::with_a_person),
    ("APIs, for itself", scopes::for_itself),
    ("ID token", tokens::id_token),
    ("userinfo", tokens::userinfo),
    ("logout", logout::all),
];

/// Runs `signet client check`.
pub(super) fn run(global: &Global, args: &CheckArgs) -> Result<(), CommandFailure> {
    let (client, found) = context::run(global, async |cx| {
        let client = find(cx, &args.id).await?;
        let servers = resource_servers::of(cx).await?;
        let facts = Facts {
            client: &client,
            servers: &servers,
            config: &cx.app.config,
            reaches: &|uri| cx.app.delivery_client.may_reach(uri),
            now: cx.now,
        };
        let mut found: Vec<(&str, Vec<Finding>)> = TOPICS.iter().map(|(name, topic)| (*name, topic(&facts))).collect();
        if !args.scopes.is_empty() || !args.resources.is_empty() {
            found.push(("this request", request::asked(&facts, &args.scopes.join(" "), &args.resources)));
        }
        found.retain(|(_, findings)| !findings.is_empty());
        Ok((client, found))
    })?;
    global.print(&human(&client, &found), &machine(&client, &found))
}

fn human(client: &Client, found: &[(&str, Vec<Finding>)]) -> String {
    let mut lines = vec![format!("{}  {}", client.id, client.display_name())];
    for (topic, findings) in found {
        lines.push(String::new());
        lines.push((*topic).to_owned());
        for one in findings {
            lines.push(format!("  {:<7}  {}", one.verdict.as_str(), one.text));
            lines.extend(one.remedy.iter().map(|remedy| format!("           {remedy}")));
        }
    }
    lines.push(String::new());
    lines.push(match problems(found) {
        0 => "nothing that will not work as it is registered".to_owned(),
        1 => "1 problem".to_owned(),
        many => format!("{many} problems"),
    });
    output::lines(&lines)
}

fn problems(found: &[(&str, Vec<Finding>)]) -> usize {
    found.iter().flat_map(|(_, findings)| findings).filter(|one| one.verdict == Verdict::Problem).count()
}

fn machine(client: &Client, found: &[(&str, Vec<Finding>)]) -> Value {
    let topics: Vec<Value> = found
        .iter()
        .map(|(topic, findings)| {
            let findings: Vec<Value> = findings
                .iter()
                .map(|one| json!({"verdict": one.verdict.as_str(), "text": one.text, "remedy": one.remedy}))
                .collect();
            json!({"topic": topic, "findings": findings})
        })
        .collect();
    json!({"client_id": client.id, "problems": problems(found), "topics": topics})
}

#[cfg(test)]
mod tests;
