//! Which issuer a server serves and a command works for.
//!
//! The one that is configured, else the one that the database holds, else (a server alone) the
//! default of the listener. Nothing guesses between several, and no command makes one.

use std::net::SocketAddr;

use crate::base::url::Issuer;

/// Why there is no issuer to work for; each says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssuerError {
    /// The database was never set up.
    #[error(
        "it holds no issuer yet; run: signet serve (or signet migrate up), or give this command the settings of the server"
    )]
    None,
    /// Not the one that was named.
    #[error(
        "it holds no issuer {given}, it holds {}; name that one in issuer.url (--set issuer.url={}), or make the new \
         one with: signet serve --issuer {given}", listed(.known), first(.known)
    )]
    Unknown {
        /// The one that was named.
        given: Issuer,
        /// Those that there are.
        known: Vec<Issuer>,
    },
    /// Several, and none was named.
    #[error("it holds several issuers: {}; say which one in issuer.url (--set issuer.url={})", listed(.0), first(.0))]
    Several(Vec<Issuer>),
    /// The listener is not where the issuer leads.
    #[error(
        "it holds the issuer {issuer}, and {listen} is another port: sign-in pages and redirects would lead elsewhere. \
         Listen where the issuer is (--listen {}), or name the issuer: {issuer} where something forwards it here, or a \
         new one{}, which sees no client, session or grant of the other", at_port(.listen, .issuer),
        .default.as_ref().map(|url| format!(" (--issuer {url})")).unwrap_or_default()
    )]
    Elsewhere {
        /// The issuer of the database.
        issuer: Issuer,
        /// Where the server would listen.
        listen: SocketAddr,
        /// The issuer that the listener would have by itself.
        default: Option<Issuer>,
    },
    /// A listener that no default follows.
    #[error("it holds no issuer yet, and none follows from server.listen {0}; set issuer.url")]
    NoDefault(SocketAddr),
}

/// The issuer of a command.
///
/// # Errors
/// When the database does not hold it, or holds several and none is named.
pub fn for_command(given: Option<&Issuer>, known: &[Issuer]) -> Result<Issuer, IssuerError> {
    match (given, known) {
        (_, []) => Err(IssuerError::None),
        (Some(given), _) if known.contains(given) => Ok(given.clone()),
        (Some(given), _) => Err(IssuerError::Unknown { given: given.clone(), known: known.to_vec() }),
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(IssuerError::Several(known.to_vec())),
    }
}

/// The issuer of a server that listens at `listen`; `default` is the listener's own.
///
/// # Errors
/// When none is named and what the database holds does not fit.
pub fn for_server(
    given: Option<&Issuer>,
    known: &[Issuer],
    listen: SocketAddr,
    default: Option<Issuer>,
) -> Result<Issuer, IssuerError> {
    match (given, known) {
        (Some(given), _) => Ok(given.clone()),
        (None, []) => default.ok_or(IssuerError::NoDefault(listen)),
        // Behind a proxy or in a container the ports differ; a loopback issuer has none in front.
        (None, [only]) if only.is_loopback() && only.port() != Some(listen.port()) => {
            Err(IssuerError::Elsewhere { issuer: only.clone(), listen, default })
        }
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(IssuerError::Several(known.to_vec())),
    }
}

fn listed(known: &[Issuer]) -> String {
    known.iter().map(Issuer::as_str).collect::<Vec<_>>().join(", ")
}

fn first(known: &[Issuer]) -> &str {
    known.first().map_or("URL", Issuer::as_str)
}

fn at_port(listen: &SocketAddr, issuer: &Issuer) -> SocketAddr {
    SocketAddr::new(listen.ip(), issuer.port().unwrap_or(listen.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issuer(text: &str) -> Issuer {
        Issuer::parse(text).unwrap()
    }

    #[test]
    fn a_command_works_for_an_issuer_that_is_there_or_for_none() {
        let (a, b) = (issuer("http://localhost:8080"), issuer("https://id.example.com"));
        assert_eq!(for_command(None, &[]), Err(IssuerError::None));
        assert_eq!(for_command(Some(&a), &[]), Err(IssuerError::None));
        assert_eq!(for_command(None, std::slice::from_ref(&a)), Ok(a.clone()));
        let both = [a.clone(), b.clone()];
        assert_eq!(for_command(Some(&b), &both), Ok(b.clone()));
        assert_eq!(
            for_command(None, &both).unwrap_err().to_string(),
            "it holds several issuers: http://localhost:8080, https://id.example.com; say which one in issuer.url \
             (--set issuer.url=http://localhost:8080)"
        );
        assert_eq!(
            for_command(Some(&b), std::slice::from_ref(&a)).unwrap_err().to_string(),
            "it holds no issuer https://id.example.com, it holds http://localhost:8080; name that one in issuer.url \
             (--set issuer.url=http://localhost:8080), or make the new one with: signet serve --issuer \
             https://id.example.com"
        );
    }

    #[test]
    fn a_server_follows_its_listener_only_where_there_is_no_issuer_yet() {
        let (a, public) = (issuer("http://localhost:8080"), issuer("https://id.example.com"));
        let (there, elsewhere): (SocketAddr, SocketAddr) =
            ("0.0.0.0:8080".parse().unwrap(), "127.0.0.1:9000".parse().unwrap());
        let nine = issuer("http://localhost:9000");
        let serves = |given, known: &[Issuer], listen| for_server(given, known, listen, Some(nine.clone()));
        assert_eq!(serves(None, &[], elsewhere), Ok(nine.clone()));
        assert_eq!(serves(Some(&a), &[], elsewhere), Ok(a.clone()), "what was named counts");
        assert_eq!(serves(None, std::slice::from_ref(&a), there), Ok(a.clone()));
        assert_eq!(serves(None, std::slice::from_ref(&public), elsewhere), Ok(public.clone()), "a proxy is in front");
        let refused = serves(None, std::slice::from_ref(&a), elsewhere).unwrap_err().to_string();
        for part in ["http://localhost:8080", "--listen 127.0.0.1:8080", "--issuer http://localhost:9000"] {
            assert!(refused.contains(part), "{part}: {refused}");
        }
        assert_eq!(serves(None, &[a.clone(), public.clone()], there), Err(IssuerError::Several(vec![a, public])));
        let lan = "192.168.1.5:8080".parse().unwrap();
        assert_eq!(for_server(None, &[], lan, None), Err(IssuerError::NoDefault(lan)));
    }
}
