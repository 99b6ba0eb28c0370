//! What cannot go on, in words for the person and, folded below, for the developer.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::{AfterPost, Frame, Page};

/// The error page.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/error.html")]
pub struct ErrorPage {
    /// What stands around it.
    pub frame: Frame,
    /// What happened, for the person.
    pub kind: ErrorKind,
    /// The client's name, where it is known.
    pub client_name: Option<String>,
    /// The way on.
    pub back: Option<Back>,
    /// The person's own account.
    pub account_url: String,
    /// What the developer needs to know, in English.
    pub developer: Option<Developer>,
    /// Minutes until another try makes sense, where they are told.
    pub minutes: Option<u32>,
}

/// What happened, as far as a person needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorKind {
    /// `redirect_uri` is missing or not registered.
    UnknownReturnAddress,
    /// `client_id` is missing or unknown, or the client is switched off.
    UnknownClient,
    /// The client's request breaks a rule.
    BadRequest,
    /// The interaction has expired.
    ExpiredInteraction,
    /// The interaction has been answered: in another tab, or before the back button was pressed.
    FinishedInteraction,
    /// The interaction was begun in another browser.
    OtherBrowser,
    /// The interaction was begun in another browser, or in this one without keeping its cookie.
    UnknownBrowser,
    /// The browser sent no cookie of ours with a form.
    NoCookie,
    /// The form did not come from our page.
    ForeignForm,
    /// A one-time link was used or is too old.
    SpentLink,
    /// A link to set a password that was forgotten was used or is too old: another one is asked for here.
    SpentResetLink,
    /// Somebody who is invited took too long on the way to the account: the link leads there once more.
    LateInvitation,
    /// The session that was to be ended is not there.
    NoSuchSession,
    /// The account that was to be used was signed out meanwhile.
    SignedOut,
    /// Not allowed for this account.
    Forbidden,
    /// No such page.
    NotFound,
    /// Too many requests.
    TooMany,
    /// We cannot serve this now.
    Busy,
    /// The database is not available.
    Unavailable,
    /// Something of ours broke.
    Internal,
}

impl ErrorKind {
    /// Every one, for tests.
    pub const ALL: [Self; 20] = [
        Self::UnknownReturnAddress,
        Self::UnknownClient,
        Self::BadRequest,
        Self::ExpiredInteraction,
        Self::FinishedInteraction,
        Self::OtherBrowser,
        Self::UnknownBrowser,
        Self::NoCookie,
        Self::ForeignForm,
        Self::SpentLink,
        Self::SpentResetLink,
        Self::LateInvitation,
        Self::NoSuchSession,
        Self::SignedOut,
        Self::Forbidden,
        Self::NotFound,
        Self::TooMany,
        Self::Busy,
        Self::Unavailable,
        Self::Internal,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::UnknownReturnAddress => "error-return-address",
            Self::UnknownClient => "error-client",
            Self::BadRequest => "error-request",
            Self::ExpiredInteraction => "error-expired",
            Self::FinishedInteraction => "error-finished",
            Self::OtherBrowser => "error-other-browser",
            Self::UnknownBrowser => "error-unknown-browser",
            Self::NoCookie => "error-cookie",
            Self::ForeignForm => "error-form",
            Self::SpentLink | Self::SpentResetLink => "error-link",
            Self::LateInvitation => "error-invitation",
            Self::NoSuchSession => "error-session",
            Self::SignedOut => "error-signed-out",
            Self::Forbidden => "error-forbidden",
            Self::NotFound => "error-not-found",
            Self::TooMany => "error-too-many",
            Self::Busy => "error-busy",
            Self::Unavailable => "error-unavailable",
            Self::Internal => "error-internal",
        }
    }

    /// Whether its heading speaks of the client.
    const fn names_client(self) -> bool {
        matches!(
            self,
            Self::UnknownReturnAddress | Self::BadRequest | Self::ExpiredInteraction | Self::FinishedInteraction
        )
    }
}

/// The way on from an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// To the client.
    Client(String),
    /// To where the client begins a sign-in.
    Start(String),
    /// With what was interrupted.
    Continue(String),
    /// To where another link is asked for.
    AskAgain(String),
}

impl Back {
    fn url(&self) -> &str {
        match self {
            Self::Client(url) | Self::Start(url) | Self::Continue(url) | Self::AskAgain(url) => url,
        }
    }
}

/// The developer's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Developer {
    /// The registered error code.
    pub error: String,
    /// What was wrong and which rule says so.
    pub rule: String,
    /// `client_id` of the request.
    pub client_id: Option<String>,
    /// The address or `client_id` that was received, where the refusal is about one; in a form that can be shown.
    pub received: Option<String>,
    /// Where to look in the log.
    pub request_id: String,
}

impl ErrorPage {
    fn heading(&self) -> String {
        let key = self.kind.key();
        match self.client_name.as_deref().filter(|_| self.kind.names_client()) {
            Some(client) => self.frame.t1(&format!("{key}-client-title"), "client", client),
            None => self.frame.t(format!("{key}-title")),
        }
    }

    fn lead(&self) -> String {
        if let Some(minutes) = self.minutes {
            return self.frame.tn("too-many-wait", "minutes", &minutes);
        }
        self.frame.t(format!("{}-text", self.kind.key()))
    }

    fn back_text(&self, back: &Back) -> String {
        match (back, self.client_name.as_deref()) {
            (Back::Client(_), Some(client)) => self.frame.t1("back-to-client", "client", client),
            (Back::Client(_), None) => self.frame.t("back-to-app"),
            (Back::Start(_), Some(client)) => self.frame.t1("start-again-client", "client", client),
            (Back::Start(_), None) => self.frame.t("start-again"),
            (Back::Continue(_), _) => self.frame.t("go-on"),
            (Back::AskAgain(_), _) => self.frame.t("recovery-requested-again"),
        }
    }

    fn developer_title(&self) -> String {
        self.frame.developer_title(self.client_name.as_deref())
    }
}

impl Page for ErrorPage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl Developer {
    /// What a developer could be told.
    pub fn sample() -> Self {
        Self {
            error: "invalid_request".to_owned(),
            rule: "redirect_uri is not registered for this client (OIDC Core section 3.1.2.1)".to_owned(),
            client_id: Some("orbit-notes".to_owned()),
            received: Some("https://notes.example.com/callback/".to_owned()),
            request_id: "req_01J9X4M2T7ZK3V5W8Y0B6N1C4D".to_owned(),
        }
    }
}

#[cfg(test)]
impl ErrorPage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/authorize?client_id=orbit-notes"),
            kind: ErrorKind::UnknownReturnAddress,
            client_name: Some("Orbit Notes".to_owned()),
            back: Some(Back::Client("https://notes.example.com".to_owned())),
            account_url: "/account".to_owned(),
            developer: Some(Developer::sample()),
            minutes: None,
        };
        let of = |kind| Self { kind, client_name: None, back: None, ..plain.clone() };
        let names = [
            "error_address",
            "error_client",
            "error_request",
            "error_expired",
            "error_finished",
            "error_other_browser",
            "error_unknown_browser",
            "error_cookie",
            "error_form",
            "error_link",
            "error_link_reset",
            "error_invitation",
            "error_session",
            "error_signed_out",
            "error_forbidden",
            "error_not_found",
            "error_too_many",
            "error_busy",
            "error_internal",
        ];
        let mut samples: Vec<_> = names.into_iter().zip(ErrorKind::ALL.map(of)).collect();
        samples.extend([
            ("error_too_many_minutes", Self { minutes: Some(20), developer: None, ..of(ErrorKind::TooMany) }),
            (
                "error_link_reset_again",
                Self {
                    back: Some(Back::AskAgain("/forgot".to_owned())),
                    developer: None,
                    ..of(ErrorKind::SpentResetLink)
                },
            ),
            ("error_address_client", plain.clone()),
            ("error_request_client", Self { kind: ErrorKind::BadRequest, ..plain.clone() }),
            ("error_expired_client", Self { kind: ErrorKind::ExpiredInteraction, developer: None, ..plain.clone() }),
            (
                "error_signed_out_go_on",
                Self {
                    kind: ErrorKind::SignedOut,
                    client_name: None,
                    back: Some(Back::Continue("/login?interaction=int_1".to_owned())),
                    developer: None,
                    ..plain.clone()
                },
            ),
            (
                "error_start_again",
                Self {
                    kind: ErrorKind::FinishedInteraction,
                    back: Some(Back::Start("https://notes.example.com/login?iss=x".to_owned())),
                    developer: None,
                    ..plain.clone()
                },
            ),
            (
                "error_long",
                Self {
                    client_name: Some(crate::ClientCard::long_sample().name),
                    developer: plain.developer.clone().map(|facts| Developer {
                        client_id: Some("https://client.example.com/".repeat(6)),
                        received: Some("https://client.example.com/callback/".repeat(8)),
                        ..facts
                    }),
                    ..plain
                },
            ),
        ]);
        samples
    }
}
