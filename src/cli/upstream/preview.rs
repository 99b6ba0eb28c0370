//! `signet upstream test --preview`: what the mapping of an upstream makes of claims.

use std::path::Path;

use serde_json::{Value, json};

use crate::{
    cli::{
        CommandFailure, Global,
        context::{self, missing},
        input, output,
    },
    domain::registry::upstreams,
    protocol::upstream::mapping::{self, MappingPreview},
};

/// Shows it; nobody is asked and nothing is written.
pub(super) fn run(global: &Global, name: &str, file: &Path) -> Result<(), CommandFailure> {
    let said = input::long_text(file)?;
    let upstream = context::run(global, async |cx| missing("upstream", name, upstreams::named(cx, name).await))?;
    let preview = mapping::preview(&upstream.settings, &said)
        .map_err(|wanted| CommandFailure::Usage(format!("--preview wants {wanted}")))?;
    let json = json!({
        "name": name, "person": preview.person, "refused_by": preview.refused_by, "left_out": preview.left_out,
    });
    global.print(&human(&preview), &json)
}

fn human(preview: &MappingPreview) -> String {
    let person = &preview.person;
    let verified = person.email_verified.map(|yes| if yes { "yes" } else { "no" }.to_owned());
    let organizations: Vec<String> = person
        .organizations
        .iter()
        .map(|(slug, roles)| if roles.is_empty() { slug.clone() } else { format!("{slug} ({})", roles.join(", ")) })
        .collect();
    let some = |values: &serde_json::Map<String, Value>| {
        (!values.is_empty()).then(|| Value::Object(values.clone()).to_string())
    };
    output::facts(&[
        ("refused", preview.refused_by.map(|place| format!("by rules[{place}]"))),
        ("email", person.email.clone()),
        ("email verified", verified),
        ("user name", person.username.clone()),
        ("shown as", person.label.clone()),
        ("claims", some(&person.claims)),
        ("attributes", some(&person.attributes)),
        ("organizations", Some(organizations.join(", ")).filter(|text| !text.is_empty())),
        ("left out", Some(preview.left_out.join("; ")).filter(|text| !text.is_empty())),
    ])
}
