//! Who acts.

use std::fmt;

use super::Permission;
use crate::{
    base::{
        id::{SessionId, UserId},
        time::Timestamp,
    },
    protocol::client::ClientId,
};

/// Who acts in a call, as far as it is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody has proven anything yet.
    Anonymous,
    /// A person in a browser.
    Person {
        /// Who.
        user: UserId,
        /// In which session.
        session: SessionId,
        /// When they last proved who they are.
        auth_time: Timestamp,
    },
    /// A client that has authenticated.
    Client(ClientId),
    /// Whoever shows an access token.
    Token {
        /// The client it was issued to.
        client: ClientId,
        /// The person it speaks for.
        user: Option<UserId>,
        /// What it lets its client do to the account of that person.
        may: &'static [Permission],
    },
    /// Whoever shows an API key, by the key's id.
    ApiKey(String),
    /// Whoever follows a link that works once.
    Link(Link),
    /// The operator at the command line.
    CommandLine,
    /// This program by itself.
    System,
    /// `--demo`
    Demo,
}

/// A link that lets somebody act who has no session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Makes the first administrator.
    Setup,
    /// Sets a password.
    Password,
    /// Sets a password that was forgotten.
    Recovery,
    /// Keeps an account that is to be erased.
    KeepAccount,
    /// Takes back the address that an account had before.
    TakeAddressBack,
    /// Takes back the telephone number that an account had before.
    TakeNumberBack,
}

impl Actor {
    /// A person as a session knows them.
    pub fn person(user: &UserId, session: &SessionId, auth_time: Timestamp) -> Self {
        Self::Person { user: user.clone(), session: session.clone(), auth_time }
    }
}

/// As the audit log names the actor.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anonymous => f.write_str("anonymous"),
            Self::Person { user, .. } => write!(f, "user:{user}"),
            Self::Client(client) => write!(f, "client:{client}"),
            Self::Token { client, user: None, .. } => write!(f, "token:{client}"),
            Self::Token { client, user: Some(user), .. } => write!(f, "token:{client}:{user}"),
            Self::ApiKey(id) => write!(f, "api_key:{id}"),
            Self::Link(Link::Setup) => f.write_str("setup"),
            Self::Link(Link::Password) => f.write_str("password_link"),
            Self::Link(Link::Recovery) => f.write_str("password_recovery"),
            Self::Link(Link::KeepAccount) => f.write_str("keep_account_link"),
            Self::Link(Link::TakeAddressBack) => f.write_str("take_address_back_link"),
            Self::Link(Link::TakeNumberBack) => f.write_str("take_number_back_link"),
            Self::CommandLine => f.write_str("cli"),
            Self::System => f.write_str("system"),
            Self::Demo => f.write_str("demo"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audit_log_names_every_actor_differently() {
        let (user, client) = (UserId::from_stored("usr_1"), ClientId::new("app"));
        let all = [
            Actor::Anonymous,
            Actor::person(&user, &SessionId::from_stored("ses_1"), Timestamp(1)),
            Actor::Client(client.clone()),
            Actor::Token { client: client.clone(), user: None, may: &[] },
            Actor::Token { client, user: Some(user), may: &[] },
            Actor::ApiKey("key_1".to_owned()),
            Actor::Link(Link::Setup),
            Actor::Link(Link::Password),
            Actor::Link(Link::Recovery),
            Actor::Link(Link::KeepAccount),
            Actor::Link(Link::TakeAddressBack),
            Actor::Link(Link::TakeNumberBack),
            Actor::CommandLine,
            Actor::System,
            Actor::Demo,
        ];
        let names: Vec<String> = all.iter().map(ToString::to_string).collect();
        let expected = [
            "anonymous",
            "user:usr_1",
            "client:app",
            "token:app",
            "token:app:usr_1",
            "api_key:key_1",
            "setup",
            "password_link",
            "password_recovery",
            "keep_account_link",
            "take_address_back_link",
            "take_number_back_link",
            "cli",
            "system",
            "demo",
        ];
        assert_eq!(names, expected);
    }
}
