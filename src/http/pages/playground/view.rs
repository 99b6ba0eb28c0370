//! A run as the page shows it.

use axum::http::StatusCode;
use serde_json::Value;

use super::{
    run::{Callback, Run},
    tokens::{self, ExpectedIdToken},
    wire::{self, Trace},
};
use crate::{
    base::url::Issuer,
    protocol::{discovery::path, scope::STANDARD},
    render::{
        Frame, Locale, Person,
        pages::{
            Button, Check, Group, Message, MessageKind, Notice, Part, Playground, PlaygroundStep, Row, ScopeChoice,
            StepKind, Talk,
        },
    },
};

/// What is asked for unless something else is chosen.
const USUAL: [&str; 3] = ["openid", "profile", "email"];
/// Headers of answers that belong to the protocol; the raw message has them all.
const TELLING: [&str; 3] = ["Content-Type", "Cache-Control", "WWW-Authenticate"];

/// What the page shows besides the run.
pub struct Surroundings<'a> {
    /// What stands around it.
    pub frame: Frame,
    /// Where the forms go.
    pub action: String,
    /// Who is signed in.
    pub person: Option<Person>,
    /// Something to say first.
    pub notice: Option<Notice>,
    /// `tokens.refresh_grace`
    pub grace: u32,
    /// The server.
    pub issuer: &'a Issuer,
}

/// The page of a run, or of none yet.
pub fn page(facts: Surroundings<'_>, run: Option<&Run>) -> Playground {
    let locale = facts.frame.locale;
    let chosen = |name: &str| run.map_or_else(|| USUAL.contains(&name), |run| run.scopes.contains(&name));
    let look = run.map(|run| Look { locale, issuer: facts.issuer, run });
    let steps = StepKind::ALL.map(|kind| look.as_ref().map_or_else(|| first(kind), |look| look.step(kind)));
    Playground {
        action: facts.action,
        person: facts.person,
        notice: facts.notice,
        grace: facts.grace,
        scopes: STANDARD.iter().map(|one| ScopeChoice { name: one.name, checked: chosen(one.name) }).collect(),
        prompt: run.and_then(|run| run.prompt).unwrap_or_default().to_owned(),
        steps: steps.to_vec(),
        frame: facts.frame,
    }
}

/// Before anything was done, only the first step can be taken.
fn first(kind: StepKind) -> PlaygroundStep {
    PlaygroundStep { reached: kind == StepKind::Choose, ..PlaygroundStep::ahead(kind) }
}

struct Look<'a> {
    locale: Locale,
    issuer: &'a Issuer,
    run: &'a Run,
}

impl Look<'_> {
    fn step(&self, kind: StepKind) -> PlaygroundStep {
        let step = match kind {
            StepKind::Choose => PlaygroundStep { reached: true, done: true, ..PlaygroundStep::ahead(kind) },
            StepKind::Authorize => self.authorize(),
            StepKind::Exchange => self.exchange(),
            StepKind::Userinfo => self.userinfo(),
            StepKind::Refresh => self.refresh(),
            StepKind::Revoke => self.revoke(),
            StepKind::SignOut => self.sign_out(),
        };
        PlaygroundStep { open: self.run.last == kind, ..step }
    }

    fn authorize(&self) -> PlaygroundStep {
        let query = self.run.authorization(self.issuer);
        let address = format!("{}?{}", self.issuer.join(path::AUTHORIZE), wire::encoded(&query));
        let answer = self.run.answer.as_ref();
        PlaygroundStep {
            reached: true,
            done: answer.is_some(),
            talks: vec![Talk {
                request: Some(self.visit(path::AUTHORIZE, MessageKind::Authorize, &query)),
                answer: answer.map(|answer| self.callback(answer)),
                curl: None,
            }],
            checks: answer.map(|answer| self.callback_checks(answer)).unwrap_or_default(),
            link: answer.is_none().then_some(address),
            ..PlaygroundStep::ahead(StepKind::Authorize)
        }
    }

    fn callback_checks(&self, answer: &Callback) -> Vec<Check> {
        let value = |name| answer.get(name).unwrap_or_default().to_owned();
        let check = |name, value: String, holds| Check { name, value, holds };
        vec![
            check("state", value("state"), value("state") == self.run.state),
            // RFC 9207 §2.4: compared by simple string comparison.
            check("iss", value("iss"), value("iss") == self.issuer.as_str()),
            check("granted", String::new(), answer.get("code").is_some()),
        ]
    }

    /// A request that the browser makes.
    fn visit(&self, path: &str, place: MessageKind, query: &[(&'static str, String)]) -> Message {
        let rows = query.iter().map(|(name, value)| Row::new(self.locale, place, *name, value.as_str())).collect();
        let prefix = self.issuer.path();
        let host = wire::host(self.issuer);
        Message {
            line: format!("GET {}", self.issuer.join(path)),
            bad: false,
            groups: vec![Group { part: Part::Query, rows }],
            raw: format!("GET {prefix}{path}?{} HTTP/1.1\nHost: {host}", wire::encoded(query)),
        }
    }

    /// The answer that the browser brings.
    fn callback(&self, answer: &Callback) -> Message {
        let row = |(name, value): &(String, String)| Row::new(self.locale, MessageKind::Callback, name, value);
        let address = super::redirect_uri(self.issuer);
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&answer.query).finish();
        Message {
            line: format!("GET {address}"),
            bad: answer.get("error").is_some(),
            groups: vec![Group { part: Part::Query, rows: answer.query.iter().map(row).collect() }],
            raw: format!("HTTP/1.1 303 See Other\nlocation: {address}?{query}"),
        }
    }

    fn exchange(&self) -> PlaygroundStep {
        let Some(code) = self.run.code(self.issuer) else { return PlaygroundStep::ahead(StepKind::Exchange) };
        let done = self.run.exchange.is_some();
        let mut step = PlaygroundStep {
            reached: !code.is_empty(),
            done,
            buttons: vec![Button { name: if done { "again" } else { "exchange" }, quiet: done }],
            ..PlaygroundStep::ahead(StepKind::Exchange)
        };
        if let Some(trace) = &self.run.exchange {
            step.talks.push(self.talk(trace, MessageKind::Code, MessageKind::Answer));
            step.tokens = self.tokens(trace, true);
        }
        if let Some(trace) = &self.run.again {
            step.talks.push(self.talk(trace, MessageKind::Code, MessageKind::Answer));
            step.checks.push(Check { name: "spent", value: String::new(), holds: trace.status != StatusCode::OK });
        }
        step
    }

    /// The tokens of an answer, read.
    fn tokens(&self, trace: &Trace, first: bool) -> Vec<crate::render::pages::DecodedToken> {
        let body = trace.json();
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
        let expected = ExpectedIdToken { issuer: self.issuer, at: trace.at, access: text("access_token"), first };
        let id = tokens::id_token(self.locale, text("id_token"), self.run, &expected);
        let access = tokens::access_token(self.locale, text("access_token"), self.run);
        id.into_iter().chain(access).collect()
    }

    fn userinfo(&self) -> PlaygroundStep {
        let Some(tokens) = &self.run.tokens else { return PlaygroundStep::ahead(StepKind::Userinfo) };
        let mut step = PlaygroundStep {
            reached: true,
            done: self.run.userinfo.is_some(),
            buttons: vec![Button { name: "userinfo", quiet: self.run.userinfo.is_some() }],
            ..PlaygroundStep::ahead(StepKind::Userinfo)
        };
        let Some(trace) = &self.run.userinfo else { return step };
        step.talks.push(self.talk(trace, MessageKind::Userinfo, MessageKind::Person));
        let read = tokens.id.as_deref().and_then(|id| crate::protocol::jose::jwt::Unverified::parse(id).ok());
        if let (StatusCode::OK, Some(id)) = (trace.status, read) {
            let subject = trace.json().get("sub").and_then(Value::as_str).unwrap_or_default().to_owned();
            // OIDC Core §5.3.2: the sub MUST be that of the ID token.
            let holds = id.claims_unverified().get("sub").and_then(Value::as_str) == Some(subject.as_str());
            step.checks.push(Check { name: "subject", value: subject, holds });
        }
        step
    }

    fn refresh(&self) -> PlaygroundStep {
        if self.run.tokens.as_ref().is_none_or(|tokens| tokens.refresh.is_none()) {
            return PlaygroundStep::ahead(StepKind::Refresh);
        }
        let done = self.run.refresh.is_some();
        let mut step = PlaygroundStep {
            reached: true,
            done,
            buttons: vec![Button { name: "refresh", quiet: done }],
            ..PlaygroundStep::ahead(StepKind::Refresh)
        };
        if self.run.previous.is_some() {
            step.buttons.push(Button { name: "replay", quiet: true });
        }
        let member = |trace: &Trace| trace.json().get("refresh_token").and_then(Value::as_str).map(str::to_owned);
        if let Some(trace) = &self.run.refresh {
            step.talks.push(self.talk(trace, MessageKind::Refresh, MessageKind::Answer));
            step.tokens = self.tokens(trace, false);
            if let (Some(fresh), Some(old)) = (member(trace), &self.run.previous) {
                let holds = fresh != *old;
                step.checks.push(Check { name: "rotated", value: shortened(&fresh), holds });
            }
        }
        if let Some(trace) = &self.run.replay {
            step.talks.push(self.talk(trace, MessageKind::Refresh, MessageKind::Answer));
            let held = self.run.tokens.as_ref().and_then(|tokens| tokens.refresh.clone());
            let name = if trace.status == StatusCode::OK { "grace" } else { "reuse" };
            let holds = trace.status != StatusCode::OK || member(trace) == held;
            step.checks.push(Check { name, value: String::new(), holds });
        }
        step
    }

    fn revoke(&self) -> PlaygroundStep {
        if self.run.tokens.is_none() {
            return PlaygroundStep::ahead(StepKind::Revoke);
        }
        let run = self.run;
        let mut step = PlaygroundStep {
            reached: true,
            done: run.revoke.is_some(),
            buttons: vec![
                Button { name: "introspect", quiet: run.introspect.is_some() },
                Button { name: "revoke", quiet: run.introspect.is_none() || run.revoke.is_some() },
            ],
            ..PlaygroundStep::ahead(StepKind::Revoke)
        };
        if run.revoke.is_some() {
            step.buttons.push(Button { name: "after", quiet: run.after.is_some() });
        }
        let asked = [
            (&run.introspect, MessageKind::Introspect),
            (&run.revoke, MessageKind::Revoke),
            (&run.after, MessageKind::Userinfo),
        ];
        for (trace, place) in asked {
            step.talks.extend(trace.as_ref().map(|trace| self.talk(trace, place, MessageKind::Answer)));
        }
        if let Some(trace) = &run.after {
            let holds = trace.status == StatusCode::UNAUTHORIZED;
            step.checks.push(Check { name: "revoked", value: String::new(), holds });
        }
        step
    }

    fn sign_out(&self) -> PlaygroundStep {
        if self.run.tokens.is_none() {
            return PlaygroundStep::ahead(StepKind::SignOut);
        }
        let query = self.run.logout(self.issuer);
        let request = self.visit(path::END_SESSION, MessageKind::Logout, &query);
        PlaygroundStep {
            reached: true,
            done: self.run.signed_out,
            talks: vec![Talk { request: Some(request), answer: None, curl: None }],
            link: (!self.run.signed_out)
                .then(|| format!("{}?{}", self.issuer.join(path::END_SESSION), wire::encoded(&query))),
            ..PlaygroundStep::ahead(StepKind::SignOut)
        }
    }

    /// A request of the playground itself, with its answer.
    fn talk(&self, trace: &Trace, asked: MessageKind, answered: MessageKind) -> Talk {
        let sent = &trace.sent;
        let row = |(name, value): (&str, &str), place| Row::new(self.locale, place, name, value);
        let headers = sent.headers();
        let headers = headers.iter().filter(|(name, _)| *name != "Accept");
        let request = Message {
            line: sent.line(self.issuer),
            bad: false,
            groups: vec![
                Group { part: Part::Headers, rows: headers.map(|(name, value)| row((name, value), asked)).collect() },
                Group {
                    part: Part::Form,
                    rows: sent.form.iter().flatten().map(|(name, value)| row((name, value), asked)).collect(),
                },
            ],
            raw: sent.raw(self.issuer),
        };
        let telling = TELLING.into_iter().filter_map(|name| Some((name, trace.header(name)?)));
        let body = match trace.json() {
            Value::Object(members) => {
                let place = if trace.status == StatusCode::OK { answered } else { MessageKind::Answer };
                tokens::rows(self.locale, place, &members)
            }
            _ => Vec::new(),
        };
        let answer = Message {
            line: trace.line(),
            bad: !trace.status.is_success(),
            groups: vec![
                Group { part: Part::Headers, rows: telling.map(|one| row(one, MessageKind::Answer)).collect() },
                Group { part: Part::Json, rows: body },
            ],
            raw: trace.raw(),
        };
        Talk { request: Some(request), answer: Some(answer), curl: Some(sent.curl(self.issuer)) }
    }
}

/// The end of a long value, which is where two of them differ.
fn shortened(value: &str) -> String {
    let count = value.chars().count();
    if count <= 24 { value.to_owned() } else { format!("… {}", value.chars().skip(count - 20).collect::<String>()) }
}
