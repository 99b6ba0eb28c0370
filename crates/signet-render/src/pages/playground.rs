//! The playground of `serve --demo`: the whole flow, step by step, each message explained.

use askama::Template;

use super::playground_notes::{MessageKind, Note, note};
use crate::{AfterPost, Frame, Locale, Page, Person, base::time::Timestamp};

/// The playground.
///
/// Every form posts `do` and `csrf` to `action`; the first one also `scope` (repeated) and
/// `prompt`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/playground.html")]
pub struct Playground {
    /// What stands around it.
    pub frame: Frame,
    /// Where the forms go.
    pub action: String,
    /// Who is signed in to this browser.
    pub person: Option<Person>,
    /// Something to say first.
    pub notice: Option<Notice>,
    /// The scopes to choose from.
    pub scopes: Vec<ScopeChoice>,
    /// The chosen `prompt`; empty when it is not sent.
    pub prompt: String,
    /// For how many seconds an old refresh token is answered once more.
    pub grace: u32,
    /// The steps, in order.
    pub steps: Vec<PlaygroundStep>,
}

/// Values of `prompt` to choose from; the first one means that it is not sent.
pub const PROMPTS: [&str; 5] = ["", "consent", "select_account", "login", "none"];

/// Something to say before the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The run is not known (any more).
    Lost,
    /// An answer came that does not belong to the request.
    Foreign,
}

impl Notice {
    const fn key(self) -> &'static str {
        match self {
            Self::Lost => "play-lost",
            Self::Foreign => "play-foreign",
        }
    }
}

/// A scope to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeChoice {
    /// Its name.
    pub name: &'static str,
    /// Whether it is chosen.
    pub checked: bool,
}

/// The steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// What to ask for.
    Choose,
    /// The authorization request and its response.
    Authorize,
    /// The code for tokens.
    Exchange,
    /// Who is it?
    Userinfo,
    /// New tokens for old.
    Refresh,
    /// Looking into a token, and ending it.
    Revoke,
    /// Signing out.
    SignOut,
}

impl StepKind {
    /// Every step, in order.
    pub const ALL: [Self; 7] =
        [Self::Choose, Self::Authorize, Self::Exchange, Self::Userinfo, Self::Refresh, Self::Revoke, Self::SignOut];

    /// Its number, from 1, as it stands in `#step-1`.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Choose => "play-choose",
            Self::Authorize => "play-authorize",
            Self::Exchange => "play-exchange",
            Self::Userinfo => "play-userinfo",
            Self::Refresh => "play-refresh",
            Self::Revoke => "play-revoke",
            Self::SignOut => "play-sign-out",
        }
    }
}

/// A step as far as it has got.
#[derive(Debug, Clone)]
pub struct PlaygroundStep {
    /// Which one.
    pub kind: StepKind,
    /// Whether it can be taken.
    pub reached: bool,
    /// Whether it was taken.
    pub done: bool,
    /// Whether its messages are unfolded.
    pub open: bool,
    /// What was said.
    pub talks: Vec<Talk>,
    /// What the client checks.
    pub checks: Vec<Check>,
    /// Tokens that came.
    pub tokens: Vec<DecodedToken>,
    /// What can be done next.
    pub buttons: Vec<Button>,
    /// Where the browser goes next, instead of a button.
    pub link: Option<String>,
}

impl PlaygroundStep {
    /// A step of which nothing is known yet.
    pub const fn ahead(kind: StepKind) -> Self {
        Self {
            kind,
            reached: false,
            done: false,
            open: false,
            talks: Vec::new(),
            checks: Vec::new(),
            tokens: Vec::new(),
            buttons: Vec::new(),
            link: None,
        }
    }
}

/// A button; it posts its name as `do`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Button {
    /// The value of `do`; its text is `play-do-<name>`.
    pub name: &'static str,
    /// Whether it is not the one to press next.
    pub quiet: bool,
}

/// A request and its answer.
#[derive(Debug, Clone)]
pub struct Talk {
    /// What was asked; none where an answer stands alone.
    pub request: Option<Message>,
    /// What was answered.
    pub answer: Option<Message>,
    /// The request as a command.
    pub curl: Option<String>,
}

/// One HTTP message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its first line.
    pub line: String,
    /// Whether it reports an error.
    pub bad: bool,
    /// Its parts.
    pub groups: Vec<Group>,
    /// All of it, as it went over the wire.
    pub raw: String,
}

/// Rows that belong together.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they are.
    pub part: Part,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Parameters of the query.
    Query,
    /// Headers.
    Headers,
    /// A form.
    Form,
    /// A JSON object.
    Json,
}

impl Part {
    const fn key(self) -> &'static str {
        match self {
            Self::Query => "play-part-query",
            Self::Headers => "play-part-headers",
            Self::Form => "play-part-form",
            Self::Json => "play-part-json",
        }
    }
}

/// A name, its value, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
    /// The value in words.
    pub words: Option<String>,
    /// What it means.
    pub note: Option<Note>,
}

/// Tokens longer than this are shown by their two ends; the raw message has them whole.
const LONGEST: usize = 100;

impl Row {
    /// A row with its note, if the name is described.
    pub fn new(locale: Locale, place: MessageKind, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        let moment = matches!(name.as_str(), "exp" | "iat" | "auth_time" | "updated_at");
        let words = moment.then(|| value.parse().ok().map(|at| locale.moment(Timestamp(at)))).flatten();
        Self { note: note(locale, place, &name), words, name, value }
    }

    fn short(&self) -> String {
        // Words are read, tokens are only recognized.
        if self.value.split(' ').all(|word| word.len() <= LONGEST) {
            return self.value.clone();
        }
        let count = self.value.chars().count();
        let head: String = self.value.chars().take(72).collect();
        let tail: String = self.value.chars().skip(count - 16).collect();
        format!("{head} … {tail}")
    }
}

/// Something that a client checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What it is: the text is `play-check-<name>`.
    pub name: &'static str,
    /// What was found.
    pub value: String,
    /// Whether it holds.
    pub holds: bool,
}

/// A decoded token.
#[derive(Debug, Clone)]
pub struct DecodedToken {
    /// Whether it is an ID token; an access token otherwise.
    pub id: bool,
    /// Its three parts, as they went over the wire.
    pub parts: [String; 3],
    /// The header.
    pub header: Vec<Row>,
    /// The claims.
    pub claims: Vec<Row>,
    /// What the client checks.
    pub checks: Vec<Check>,
}

impl DecodedToken {
    const fn key(&self) -> &'static str {
        if self.id { "play-id-token" } else { "play-access-token" }
    }
}

impl Playground {
    fn check(&self, check: &Check) -> String {
        let text = self.frame.t1(&format!("play-check-{}", check.name), "value", &check.value);
        if check.holds { text } else { self.frame.t1("play-check-fails", "text", text) }
    }

    fn prompt_name(&self, prompt: &str) -> String {
        if prompt.is_empty() { self.frame.t("play-prompt-absent") } else { prompt.to_owned() }
    }

    fn prompt_text(&self, prompt: &str) -> String {
        let key = if prompt.is_empty() { "usual".to_owned() } else { prompt.replace('_', "-") };
        self.frame.t(format!("play-prompt-{key}"))
    }

    fn scope_text(&self, name: &str) -> String {
        let key = if name == "offline_access" { "offline" } else { name };
        self.frame.t(format!("scope-{key}"))
    }

    fn started(&self) -> bool {
        self.steps.iter().any(|step| step.kind == StepKind::Choose && step.done)
    }
}

impl Page for Playground {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
#[path = "playground_samples.rs"]
mod samples;
