//! `signet feature list | enable | disable`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Failure, Global, context, output};
use crate::{
    config::suggest::nearest,
    domain::kernel::{
        Feature,
        features::{self, State, Why},
    },
};

const EXAMPLES: &str = "\
Examples:
  signet feature list                           what is on, what is off, and why
  signet feature disable front_channel_tokens   on every instance within a second, without a restart
  signet feature enable introspection

An endpoint of a feature that is off answers 404; metadata and pages do not name it. Clients keep what
they have registered for it, and it counts again once the feature is on.

The configuration is the limit: what registration.mode or jose.allow_unsigned closes, no switch opens.
What it lets be is switched here; what nobody has switched follows features.preset. Limits and preset are
those of the settings that this command reads: give it the settings of the server.";

/// `signet feature`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct FeatureArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print every feature, whether it is on, and why
    List,
    /// Switch a feature on
    Enable(Named),
    /// Switch a feature off
    Disable(Named),
}

#[derive(Debug, Args)]
struct Named {
    /// As `signet feature list` prints it
    #[arg(value_name = "FEATURE", value_parser = feature)]
    feature: Feature,
}

fn feature(id: &str) -> Result<Feature, String> {
    Feature::named(id).ok_or_else(|| {
        nearest(id, Feature::ALL.iter().map(|one| one.id())).map_or_else(
            || "there is no such feature; run: signet feature list".to_owned(),
            |meant| format!("did you mean {meant}?"),
        )
    })
}

/// Runs `signet feature`.
pub fn run(global: &Global, args: &FeatureArgs) -> Result<(), Failure> {
    match &args.verb {
        Verb::List => list(global),
        Verb::Enable(named) => switch(global, named.feature, true),
        Verb::Disable(named) => switch(global, named.feature, false),
    }
}

fn list(global: &Global) -> Result<(), Failure> {
    let all = context::run(global, async |cx| Ok(features::list(cx.app)))?;
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let feature = one.feature;
            vec![
                feature.id().to_owned(),
                feature.category().as_str().to_owned(),
                on_or_off(one.on).to_owned(),
                because(one),
                feature.description(),
            ]
        })
        .collect();
    let human = output::table(&["FEATURE", "CATEGORY", "STATE", "BECAUSE", "DESCRIPTION"], &rows, "");
    global.print(&human, &Value::Array(all.iter().map(object).collect()))
}

fn switch(global: &Global, feature: Feature, on: bool) -> Result<(), Failure> {
    let state = context::run(global, async |cx| Ok(features::switch(cx, feature, on).await?))?;
    let human = format!("{} is {}: {}", feature.id(), on_or_off(state.on), because(&state));
    global.print(&human, &object(&state))
}

const fn on_or_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn because(state: &State) -> String {
    match state.why {
        Why::Preset(preset) => format!("features.preset is {}", preset.as_str()),
        Why::Switched => "switched".to_owned(),
        Why::Limit(limit) => format!("{} says so: {}", limit.key, limit.remedy),
        Why::Needs(needed) => format!("it needs {}", needed.id()),
    }
}

fn object(state: &State) -> Value {
    let feature = state.feature;
    let why = match state.why {
        Why::Preset(_) => "preset",
        Why::Switched => "switched",
        Why::Limit(_) => "configuration",
        Why::Needs(_) => "needs",
    };
    json!({
        "id": feature.id(),
        "category": feature.category().as_str(),
        "description": feature.description(),
        "on": state.on,
        "why": why,
        "because": because(state),
        "switched": state.switched,
        "needs": feature.needs().iter().map(|one| one.id()).collect::<Vec<_>>(),
        "configuration": feature.limit().map(|limit| limit.key),
    })
}
