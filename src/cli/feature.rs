//! `signet feature list | enable | disable`.

use clap::{Args, Subcommand};

use super::{CommandFailure, Global, context, output};
use crate::{
    config::suggest::nearest,
    domain::kernel::{Feature, features},
    view::{self, FeatureView},
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
pub fn run(global: &Global, args: &FeatureArgs) -> Result<(), CommandFailure> {
    match &args.verb {
        Verb::List => list(global),
        Verb::Enable(named) => switch(global, named.feature, true),
        Verb::Disable(named) => switch(global, named.feature, false),
    }
}

fn list(global: &Global) -> Result<(), CommandFailure> {
    let all = context::run(global, async |cx| Ok(features::list(cx.app)))?;
    let shown: Vec<FeatureView> = view::all(&all);
    let rows: Vec<Vec<String>> = shown
        .iter()
        .map(|one| {
            vec![
                one.id.to_owned(),
                one.category.to_owned(),
                on_or_off(one.on).to_owned(),
                one.because.clone(),
                one.description.clone(),
            ]
        })
        .collect();
    let human = output::table(&["FEATURE", "CATEGORY", "STATE", "BECAUSE", "DESCRIPTION"], &rows, "");
    global.print(&human, &shown)
}

fn switch(global: &Global, feature: Feature, on: bool) -> Result<(), CommandFailure> {
    let state = context::run(global, async |cx| Ok(features::switch(cx, feature, on).await?))?;
    let shown = FeatureView::from(&state);
    global.print(&format!("{} is {}: {}", shown.id, on_or_off(shown.on), shown.because), &shown)
}

const fn on_or_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}
