//! An operator's templates: `letter.html` and `letter.txt` are the layout of all mails, `KIND.html`, `KIND.txt` and
//! `KIND.subject` that of one, each also for one language (`KIND.de.html`). What begins with `_` is for others to
//! include. `{% extends "signet/letter.html" %}` takes ours and changes a block of it.

use std::{fmt, fs, io, path::Path};

use minijinja::{Environment, Error};

use super::{
    content::MailContent,
    kind::MailKind,
    letters::{Letter, Letters},
};
use crate::{Branding, Locale, base::time::Timestamp, config::suggest::nearest};

/// Largest template that is read, in bytes.
const LARGEST: u64 = 256 * 1024;
const ENDINGS: [&str; 3] = ["html", "txt", "subject"];
/// When what the tried mails tell of happened; any moment does.
const MOMENT: Timestamp = Timestamp(1_795_259_340);

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// The file, with the line where one can be named.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

impl TemplateProblem {
    fn of(folder: &Path, name: &str, problem: impl fmt::Display) -> Self {
        Self { place: folder.join(name).display().to_string(), problem: problem.to_string() }
    }

    fn failed(folder: &Path, error: &Error, trying: &str) -> Self {
        let name = error.name().unwrap_or_default();
        let line = error.line().map(|line| format!(":{line}")).unwrap_or_default();
        let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
        let place = format!("{}{line}", folder.join(name).display());
        Self { place, problem: format!("{}{detail}{trying}", error.kind()) }
    }
}

impl fmt::Display for TemplateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

/// Reads every file of the folder.
pub(super) fn read(folder: &Path, into: &mut Environment<'static>) -> Vec<TemplateProblem> {
    let names = match names(folder) {
        Ok(names) => names,
        Err(why) => return vec![TemplateProblem::of(folder, "", format!("it cannot be read: {why}"))],
    };
    let mut problems = Vec::new();
    for name in names {
        if let Err(why) = check_name(&name) {
            problems.push(TemplateProblem::of(folder, &name, why));
            continue;
        }
        match text(&folder.join(&name)) {
            Ok(text) => {
                if let Err(error) = into.add_template_owned(name, text) {
                    problems.push(TemplateProblem::failed(folder, &error, ""));
                }
            }
            Err(why) => problems.push(TemplateProblem::of(folder, &name, format!("it cannot be read: {why}"))),
        }
    }
    problems
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        // What editors and version control leave behind.
        if !name.starts_with('.') && !name.ends_with('~') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn text(path: &Path) -> io::Result<String> {
    if fs::metadata(path)?.len() > LARGEST {
        return Err(io::Error::other(format!("it has more than {LARGEST} bytes")));
    }
    fs::read_to_string(path)
}

fn check_name(name: &str) -> Result<(), String> {
    if name.starts_with('_') {
        return Ok(());
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if !ENDINGS.contains(&ending) {
        return Err(format!("a template ends with .{}; one to include begins with _", ENDINGS.join(", .")));
    }
    let (kind, tag) = stem.split_once('.').map_or((stem, None), |(kind, tag)| (kind, Some(tag)));
    if kind != "letter" && MailKind::named(kind).is_none() {
        let kinds = MailKind::ALL.iter().map(|kind| kind.as_str()).chain(["letter"]);
        let meant = nearest(kind, kinds.clone()).map_or_else(
            || format!("there are {}", kinds.collect::<Vec<_>>().join(", ")),
            |meant| format!("did you mean {meant}?"),
        );
        return Err(format!("there is no mail {kind:?}; {meant}"));
    }
    if let Some(tag) = tag.filter(|tag| !Locale::ALL.iter().any(|locale| locale.tag() == *tag)) {
        let all = Locale::ALL.map(Locale::tag).join(", ");
        return Err(format!("there is no language {tag:?}; there are {all}"));
    }
    Ok(())
}

/// Writes every mail in every language: what fails, and what lacks the link or code that it is sent for.
pub(super) fn tried(folder: &Path, letters: &Letters, branding: &Branding, issuer: &str) -> Vec<TemplateProblem> {
    let mut problems = Vec::new();
    for kind in MailKind::ALL {
        let content = MailContent::sample(*kind, issuer, MOMENT);
        for locale in Locale::ALL {
            let trying = format!(" (mail {}, language {})", kind.as_str(), locale.tag());
            match letters.write(&content, locale, branding, issuer) {
                Ok(letter) => {
                    let missing = missing(&content, &letter);
                    problems.extend(missing.map(|what| TemplateProblem::of(folder, "", format!("{what}{trying}"))));
                }
                Err(error) => problems.push(TemplateProblem::failed(folder, &error, &trying)),
            }
        }
    }
    // One template serves many mails: what is wrong with it is said once.
    problems.dedup_by(|two, one| two.place == one.place && one.place.contains(':'));
    problems
}

fn missing(content: &MailContent, letter: &Letter) -> Option<&'static str> {
    let shows = |text: &str| letter.html.contains(text) && letter.text.contains(text);
    if letter.subject.is_empty() {
        Some("the subject is empty")
    } else if content.link.is_some() && !shows("/sample?token=") {
        Some("the mail does not show its link")
    } else if content.code.as_deref().is_some_and(|code| !shows(code)) {
        Some("the mail does not show its code")
    } else {
        None
    }
}
