//! What one authorization request would bring.

use super::{Facts, Finding};
use crate::protocol::{authorize, params::Params, permission, resource::ResourceServer, response_type::ResponseType};

/// Tells what stays of the scopes, and what is left out and why.
pub(super) fn asked(facts: &Facts<'_>, scopes: &str, resources: &[String]) -> Vec<Finding> {
    let mut pairs: Vec<(&str, &str)> = resources.iter().map(|one| ("resource", one.as_str())).collect();
    if !scopes.trim().is_empty() {
        pairs.push(("scope", scopes));
    }
    let params = Params::from_pairs(pairs);
    let client = facts.client;
    let named = match authorize::resources(&params, client, facts.servers) {
        Ok(named) => named,
        Err(refusal) => return vec![Finding::problem(refusal.to_string())],
    };
    let with = client.metadata.response_types.first().copied().unwrap_or(ResponseType::Code);
    match authorize::scopes(&params, client, with, &named, facts.servers) {
        Ok(asked) => {
            let mut found = vec![Finding::yes(format!("asked of a person: {}", sentence(&asked, &named)))];
            found.extend(asked.dropped.iter().map(|one| Finding::no(format!("left out: {one}"))));
            found
        }
        Err(refusal) => vec![Finding::problem(refusal.to_string())],
    }
}

fn sentence(asked: &permission::RequestedScopes, named: &[&ResourceServer]) -> String {
    let scopes = if asked.kept.is_empty() { "no scope".to_owned() } else { asked.kept.to_string() };
    let apis: Vec<&str> = named.iter().map(|server| server.audience.as_str()).collect();
    if apis.is_empty() { scopes } else { format!("{scopes}, for {}", apis.join(" ")) }
}
