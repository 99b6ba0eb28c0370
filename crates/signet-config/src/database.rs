//! `[database]`: where everything is kept.

use std::fmt;

use toml::Value;

use super::{
    choice::choice,
    problem::{InvalidValue, Source},
    section::{Checker, section},
    units::print_length,
    value::{Given, Setting},
};
use crate::base::{secret::Secret, time::Seconds};

section! {
    /// Where everything is kept.
    Database, check = check {
        /// An SQLite file (sqlite:data/signet.db, created when missing) or PostgreSQL 15 or later
        /// (postgres://user:password@host/name). SQLite is right for one server; PostgreSQL when
        /// several share the work. To a server on another machine add ?sslmode=verify-full, and
        /// &sslrootcert=FILE for an authority of your own: without it the connection is encrypted
        /// only where the server offers it, and whoever stands between is not noticed.
        url: DatabaseUrl = DatabaseUrl(Secret::new("sqlite:data/signet.db".to_owned())), from_file = "url_file";
        /// Most connections held open at once; SQLite reads on two at most. With PostgreSQL, all
        /// instances together must stay below its max_connections.
        max_connections: u32 = 10;
        /// How long a statement waits for a lock that somebody else holds: another program on an SQLite file, a
        /// table or row on PostgreSQL. Then the request is answered 503. Keep it above PostgreSQL's
        /// deadlock_timeout (1s). Commands wait for 30s.
        lock_timeout: Seconds = Seconds(2);
        /// PostgreSQL: how long one statement may take before the request is answered 503. Commands and
        /// migrations take their time.
        statement_timeout: Seconds = Seconds(5);
        /// PostgreSQL: "transaction" behind pgbouncer with pool_mode = transaction, or another pooler that gives
        /// each transaction another connection: then nothing is prepared by name, and every read is a transaction.
        /// "none" otherwise: it is faster.
        pooler: Pooling = Pooling::None;
    }
}

choice! {
    /// What stands between Signet and PostgreSQL.
    Pooling, "pooler" {
        /// Nothing.
        None = "none",
        /// A pooler that gives a connection for each transaction.
        Transaction = "transaction",
    }
}

/// A database URL. Its password is a secret, so `Debug` and `Display` leave it out.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(Secret<String>);

impl DatabaseUrl {
    /// Takes a URL whose scheme is `sqlite:`, `postgres:` or `postgresql:`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let remedy = "write sqlite:PATH, such as sqlite:data/signet.db, or postgres://user:password@host/name";
        let refuse = |problem: &str| Err(InvalidValue::new(problem, remedy));
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => {}
            Some(("postgres" | "postgresql", _)) if url::Url::parse(text).is_err() => return refuse("it is not a URL"),
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => {}
            Some(("sqlite", _)) => return refuse("it names no file"),
            _ => return refuse("it names neither SQLite nor PostgreSQL"),
        }
        Ok(Self(Secret::new(text.to_owned())))
    }

    /// The URL with its password.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Whether a password stands in it, as such or as a parameter.
    fn holds_password(&self) -> bool {
        let Ok(url) = url::Url::parse(self.expose()) else { return false };
        !self.is_sqlite() && (url.password().is_some() || names_password(&url))
    }

    /// The SQLite file it names.
    pub fn file(&self) -> Option<std::path::PathBuf> {
        let path = self.0.expose().strip_prefix("sqlite:")?;
        Some(path.strip_prefix("//").unwrap_or(path).into())
    }

    /// Whether it names an SQLite file.
    pub fn is_sqlite(&self) -> bool {
        self.0.expose().starts_with("sqlite:")
    }
}

/// libpq takes a password as a parameter, too.
fn names_password(url: &url::Url) -> bool {
    url.query_pairs().any(|(name, _)| name.contains("pass"))
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.expose();
        if self.is_sqlite() {
            return f.write_str(text);
        }
        let Ok(mut url) = url::Url::parse(text) else { return f.write_str("[redacted]") };
        if url.password().is_some() {
            // Fails only for URLs without a host, which have no password.
            let _ = url.set_password(Some("[redacted]"));
        }
        if names_password(&url) {
            url.set_query(Some("[redacted]"));
        }
        f.write_str(&url.as_str().replace("%5Bredacted%5D", "[redacted]"))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Setting for DatabaseUrl {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let text = given.text().ok_or_else(|| given.unlike("a database URL in quotes"))?;
        let url = Self::parse(text)?;
        if given.source == Source::Flag && url.holds_password() {
            return Err(InvalidValue::new(
                "everyone on this machine can read a password on the command line",
                "set SIGNET__DATABASE__URL, or database.url_file",
            ));
        }
        Ok(url)
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.to_string()))
    }
}

fn check(database: &Database, at: &mut Checker<'_>) {
    at.within("max_connections", database.max_connections, (1, 1000), |count| count.to_string());
    at.within("lock_timeout", database.lock_timeout, (Seconds(1), Seconds(60)), print_length);
    at.within("statement_timeout", database.statement_timeout, (Seconds(1), Seconds(600)), print_length);
}
