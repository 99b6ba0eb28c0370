//! What a new client starts from: a kind, a recipe, a file, or what the operator answers when asked.

use std::io::{BufRead, IsTerminal, Write};

use serde_json::{Map, Value};

use super::{
    metadata::{Flags, Kind},
    recipe::{Plan, RECIPES, Recipe},
};
use crate::{cli::CommandFailure, config::suggest};

/// What was chosen on the command line.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    /// `--kind`
    pub(super) kind: Option<Kind>,
    /// `--for`
    pub(super) recipe: Option<&'a str>,
    /// `--url`
    pub(super) url: Option<&'a str>,
}

/// What the client starts from.
#[derive(Debug)]
pub(super) enum Start {
    /// A kind's defaults.
    Kind(Kind),
    /// A recipe for an app.
    Recipe(Plan),
    /// Only what stands in a file.
    File,
}

impl Start {
    /// What was chosen; asks on a terminal when nothing was.
    ///
    /// # Errors
    /// Nothing was chosen and nobody can be asked, or what was chosen does not exist.
    pub(super) fn new(choice: &Choice<'_>, flags: &mut Flags) -> Result<Self, CommandFailure> {
        match (choice.kind, choice.recipe) {
            (Some(kind), _) => Ok(Self::Kind(kind)),
            (None, Some(name)) => Ok(Self::Recipe(Recipe::find(name)?.plan(choice.url, flags.first_redirect())?)),
            (None, None) if flags.file.is_some() => Ok(Self::File),
            (None, None) => {
                let stdin = std::io::stdin();
                if !stdin.is_terminal() || !std::io::stderr().is_terminal() {
                    return Err(CommandFailure::Usage(
                        "say what it is for: --for NAME (a recipe), --kind KIND or --file FILE; signet client create --help lists them"
                            .to_owned(),
                    ));
                }
                ask(&mut stdin.lock(), &mut std::io::stderr(), flags)
            }
        }
    }

    /// The metadata to begin with.
    pub(super) fn metadata(&self) -> Result<Map<String, Value>, CommandFailure> {
        match self {
            Self::Kind(kind) => Ok(kind.defaults()),
            Self::Recipe(plan) => plan.metadata(),
            Self::File => Ok(Map::new()),
        }
    }
}

/// The names of the recipes with what each is for, in lines.
pub(super) fn list() -> String {
    let width = RECIPES.iter().map(|recipe| recipe.name.len()).max().unwrap_or_default();
    let lines: Vec<String> =
        RECIPES.iter().map(|recipe| format!("  {:<width$}  {}", recipe.name, recipe.title())).collect();
    lines.join("\n")
}

/// Asks for the software, its address and the name that people see.
fn ask(input: &mut impl BufRead, output: &mut impl Write, flags: &mut Flags) -> Result<Start, CommandFailure> {
    let kinds = Kind::ALL.map(Kind::name);
    writeln!(output, "Software with a recipe:\n{}\nAnything else: {}\n", list(), kinds.join(", "))
        .map_err(CommandFailure::failed)?;
    let start = loop {
        let name = answer(input, output, "What is it for")?;
        if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == name) {
            if flags.first_redirect().is_none() && kind != Kind::Machine {
                let uri = answer(input, output, "Its redirect URI, such as https://app.example.com/callback")?;
                flags.add_redirect(uri);
            }
            break Start::Kind(kind);
        }
        match Recipe::find(&name) {
            Ok(recipe) => break Start::Recipe(ask_url(recipe, input, output, flags)?),
            Err(why) => {
                let kind = suggest::nearest(&name, kinds);
                let hint = kind.map_or_else(|| why.to_string(), |kind| format!("did you mean {kind}?"));
                writeln!(output, "{hint}").map_err(CommandFailure::failed)?;
            }
        }
    };
    if flags.name().is_none() {
        let offered = match &start {
            Start::Recipe(plan) => plan.title(),
            _ => "none",
        };
        let name = line(input, output, &format!("The name that people see [{offered}]"))?;
        if !name.is_empty() {
            flags.set_name(name);
        }
    }
    Ok(start)
}

fn ask_url(
    recipe: &'static Recipe,
    input: &mut impl BufRead,
    output: &mut impl Write,
    flags: &Flags,
) -> Result<Plan, CommandFailure> {
    if !recipe.wants_url() || flags.first_redirect().is_some() {
        return recipe.plan(None, flags.first_redirect());
    }
    loop {
        let url = answer(input, output, "Where people open it, such as https://app.example.com")?;
        match recipe.plan(Some(&url), None) {
            Ok(plan) => return Ok(plan),
            Err(why) => writeln!(output, "{why}").map_err(CommandFailure::failed)?,
        }
    }
}

/// An answer that is not empty.
fn answer(input: &mut impl BufRead, output: &mut impl Write, question: &str) -> Result<String, CommandFailure> {
    loop {
        let text = line(input, output, question)?;
        if !text.is_empty() {
            return Ok(text);
        }
    }
}

fn line(input: &mut impl BufRead, output: &mut impl Write, question: &str) -> Result<String, CommandFailure> {
    write!(output, "{question}: ").and_then(|()| output.flush()).map_err(CommandFailure::failed)?;
    let mut text = String::new();
    if input.read_line(&mut text).map_err(CommandFailure::failed)? == 0 {
        return Err(CommandFailure::Usage("the answer is missing; nothing was made".to_owned()));
    }
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, Command, FromArgMatches as _};

    use super::*;

    fn flags(arguments: &[&str]) -> Flags {
        let command = Flags::augment_args(Command::new("x"));
        Flags::from_arg_matches(&command.get_matches_from([&["x"], arguments].concat())).unwrap()
    }

    fn asked(typed: &str, flags: &mut Flags) -> (Result<Start, CommandFailure>, String) {
        let mut said = Vec::new();
        let start = ask(&mut typed.as_bytes(), &mut said, flags);
        (start, String::from_utf8(said).unwrap())
    }

    #[test]
    fn a_recipe_is_asked_for_until_it_exists_and_its_address_until_it_is_one() {
        let mut flags = flags(&[]);
        let (start, said) = asked("\nsprig\nspring\nlocalhost\nhttps://a.test/\nShop\n", &mut flags);
        let members = start.unwrap().metadata().unwrap();
        assert_eq!(members["redirect_uris"][0], "https://a.test/login/oauth2/code/signet");
        assert!(said.contains("did you mean spring?"), "{said}");
        assert!(said.contains("it must begin with https:// or http://") || said.contains("absolute URL"), "{said}");
        assert_eq!(flags.name(), Some("Shop"));
    }

    #[test]
    fn a_kind_is_asked_for_its_redirect_uri_and_a_machine_for_none() {
        let mut web = flags(&["--name", "Shop"]);
        let (start, said) = asked("wbe\nweb\nhttps://a.test/cb\n", &mut web);
        assert!(matches!(start.unwrap(), Start::Kind(Kind::Web)));
        assert!(said.contains("did you mean web?"), "{said}");
        assert_eq!(web.first_redirect(), Some("https://a.test/cb"));
        let (start, _) = asked("machine\nNightly\n", &mut flags(&[]));
        assert!(matches!(start.unwrap(), Start::Kind(Kind::Machine)));
    }

    #[test]
    fn whoever_ends_the_input_makes_nothing() {
        let (start, _) = asked("spring\n", &mut flags(&[]));
        assert_eq!(start.unwrap_err().to_string(), "the answer is missing; nothing was made");
    }
}
