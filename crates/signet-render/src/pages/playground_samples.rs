//! The playground in its states, for the tests of all pages.

use super::*;

fn row(frame: &Frame, place: MessageKind, name: &str, value: &str) -> Row {
    Row::new(frame.locale, place, name, value)
}

fn message(frame: &Frame, bad: bool) -> Message {
    let rows = vec![
        row(frame, MessageKind::Code, "grant_type", "authorization_code"),
        row(frame, MessageKind::Code, "code", &"x".repeat(300)),
        row(frame, MessageKind::Code, "unheard_of", "<b>all</b>\"><script>"),
    ];
    Message {
        line: "POST http://localhost:8080/token".to_owned(),
        bad,
        groups: vec![Group { part: Part::Form, rows }, Group { part: Part::Json, rows: Vec::new() }],
        raw: "POST /token HTTP/1.1\n\ncode=\"><script>".to_owned(),
    }
}

fn check(name: &'static str, holds: bool) -> Check {
    Check { name, value: "\"><script>".to_owned(), holds }
}

fn taken(frame: &Frame, kind: StepKind) -> PlaygroundStep {
    let claims = ["iss", "sub", "aud", "exp", "nonce"].map(|name| row(frame, MessageKind::IdToken, name, "1795259340"));
    PlaygroundStep {
        reached: true,
        done: true,
        open: kind == StepKind::Exchange,
        talks: vec![Talk {
            request: Some(message(frame, false)),
            answer: Some(message(frame, true)),
            curl: Some("curl -i 'http://localhost:8080/token'".to_owned()),
        }],
        checks: vec![check("state", true), check("iss", false)],
        tokens: vec![DecodedToken {
            id: true,
            parts: ["a", "b", "c"].map(|part| part.repeat(60)),
            header: vec![row(frame, MessageKind::Jwt, "alg", "RS256")],
            claims: claims.to_vec(),
            checks: vec![check("signature", true)],
        }],
        buttons: if kind == StepKind::Refresh { vec![Button { name: "replay", quiet: true }] } else { Vec::new() },
        link: (kind == StepKind::SignOut).then(|| "/logout?client_id=playground".to_owned()),
        ..PlaygroundStep::ahead(kind)
    }
}

impl Playground {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let scopes = ["openid", "profile", "email", "address", "phone", "offline_access", "organizations"];
        let fresh = Self {
            frame: frame.clone().at("/playground"),
            action: "/playground".to_owned(),
            person: None,
            notice: Some(Notice::Lost),
            scopes: scopes.map(|name| ScopeChoice { name, checked: name == "openid" }).to_vec(),
            prompt: String::new(),
            grace: 30,
            steps: StepKind::ALL
                .map(|kind| PlaygroundStep { reached: kind == StepKind::Choose, ..PlaygroundStep::ahead(kind) })
                .to_vec(),
        };
        let full = Self {
            person: Some(Person::long_sample()),
            notice: Some(Notice::Foreign),
            prompt: "consent".to_owned(),
            steps: StepKind::ALL.map(|kind| taken(frame, kind)).to_vec(),
            ..fresh.clone()
        };
        vec![("playground", fresh), ("playground_full", full)]
    }
}
