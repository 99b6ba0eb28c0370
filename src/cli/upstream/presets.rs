//! `signet upstream presets`.

use clap::Args;
use serde_json::json;

use crate::{
    cli::{CommandFailure, Global, output},
    config::suggest::nearest,
    protocol::upstream::{UpstreamPreset, UpstreamSettings, preset},
    view::UpstreamPresetView,
};

/// What a preset is worth: none of the services is reachable where Signet is written.
const UNTRIED: &str = "A sign-in by it is walked with a stand-in made of what is documented of the service; not tried \
                       with the real one, compare it with its page before use:";

#[derive(Debug, Args)]
pub(super) struct PresetsArgs {
    /// One of them, in whole
    #[arg(value_name = "PRESET")]
    name: Option<String>,
}

/// Prints the presets, or one.
pub(super) fn run(global: &Global, args: &PresetsArgs) -> Result<(), CommandFailure> {
    match &args.name {
        None => {
            let all: Vec<UpstreamPresetView> =
                preset::names().filter_map(|name| Some(UpstreamPresetView::of(name, &preset::find(name)?))).collect();
            global.print(&table(&all), &all)
        }
        Some(name) => {
            let found = preset::find(name).ok_or_else(|| unknown(name))?;
            global.print(&one(name, &found), &UpstreamPresetView::of(name, &found))
        }
    }
}

fn unknown(name: &str) -> CommandFailure {
    let meant = nearest(name, preset::names())
        .map_or_else(|| "run: signet upstream presets".to_owned(), |meant| format!("did you mean {meant}?"));
    CommandFailure::Usage(format!("there is no preset {name:?}; {meant}"))
}

fn table(all: &[UpstreamPresetView]) -> String {
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| vec![one.name.clone(), one.label.clone(), one.kind.to_owned(), one.wants.join(" ")])
        .collect();
    output::table(&["NAME", "LABEL", "KIND", "WANTS"], &rows, "none")
}

fn one(name: &str, preset: &UpstreamPreset) -> String {
    let mut lines = vec![format!("{name}  {} ({})", preset.label, preset.kind), String::new()];
    lines.push(format!("{UNTRIED} {}", preset.documentation));
    lines.extend(preset.odd.iter().map(|said| format!("- {said}")));
    lines.push(String::new());
    for (what, sentences) in [("Compared:", &preset.compared), ("Left open:", &preset.unverified)] {
        lines.push(what.to_owned());
        lines.extend(sentences.iter().map(|said| format!("- {said}")));
    }
    lines.push(String::new());
    lines.extend(changed_settings(preset));
    output::lines(&lines)
}

/// What a preset sets that is not so of itself.
fn changed_settings(preset: &UpstreamPreset) -> Vec<String> {
    let (own, usual) = (json!(preset.settings), json!(UpstreamSettings::default()));
    let own = own.as_object().into_iter().flatten();
    own.filter(|(key, value)| usual.get(key.as_str()) != Some(*value))
        .map(|(key, value)| format!("{key} = {value}"))
        .collect()
}
