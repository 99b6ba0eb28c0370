//! `signet upstream test`.

use serde_json::{Value, json};

use crate::{
    cli::{
        CommandFailure, Global,
        context::{self, missing},
        output,
    },
    domain::registry::upstreams::{self, ProbeFinding, ProbeVerdict},
};

/// Walks an upstream; exit code 1 where nobody could sign in.
pub(super) fn run(global: &Global, name: &str) -> Result<(), CommandFailure> {
    let found = context::run(global, async |cx| {
        let upstream = missing("upstream", name, upstreams::named(cx, name).await)?;
        Ok(upstreams::probe(cx, &upstream).await?)
    })?;
    let problems = found.iter().filter(|one| one.verdict == ProbeVerdict::Problem).count();
    global.print(&human(name, &found), &machine(name, &found, problems))?;
    match problems {
        0 => Ok(()),
        1 => Err(CommandFailure::failed(format!("1 problem: nobody signs in by {name} before it is solved"))),
        many => {
            Err(CommandFailure::failed(format!("{many} problems: nobody signs in by {name} before they are solved")))
        }
    }
}

fn human(name: &str, found: &[ProbeFinding]) -> String {
    let mut lines = vec![name.to_owned()];
    for one in found {
        lines.push(format!("  {:<7}  {}", one.verdict.as_str(), one.text));
        lines.extend(one.remedy.iter().map(|remedy| format!("           {remedy}")));
    }
    output::lines(&lines)
}

fn machine(name: &str, found: &[ProbeFinding], problems: usize) -> Value {
    let findings: Vec<Value> = found
        .iter()
        .map(|one| json!({"verdict": one.verdict.as_str(), "text": one.text, "remedy": one.remedy}))
        .collect();
    json!({"name": name, "problems": problems, "findings": findings})
}
