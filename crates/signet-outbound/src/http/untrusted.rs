//! Why a server's certificate is not trusted, and what an operator can do about a failed request.

use std::{error::Error as StdError, io};

use rustls::CertificateError;

use super::FetchError;

/// What is wrong with a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untrusted {
    /// Nobody we trust signed it.
    UnknownIssuer,
    /// It is a certificate authority's own, shown as a server's.
    AuthorityAsServer,
    /// It is for another name.
    WrongName,
    /// It has ended.
    Expired,
    /// It has not begun.
    NotYetValid,
    /// It was revoked.
    Revoked,
    /// Anything else about it.
    Other,
}

impl Untrusted {
    /// Finds the verdict of TLS among the causes of a failure.
    pub(super) fn among(error: &(dyn StdError + 'static)) -> Option<Self> {
        let mut cause = Some(error);
        while let Some(one) = cause {
            if let Some(tls) = one.downcast_ref::<rustls::Error>() {
                return Self::of(tls);
            }
            // What an IO error wraps is not among its sources.
            let wrapped = one.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
            if let Some(found) = wrapped.and_then(|inner| Self::among(inner)) {
                return Some(found);
            }
            cause = one.source();
        }
        None
    }

    fn of(error: &rustls::Error) -> Option<Self> {
        let rustls::Error::InvalidCertificate(why) = error else { return None };
        Some(match why {
            CertificateError::UnknownIssuer => Self::UnknownIssuer,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Self::WrongName,
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
            CertificateError::Revoked => Self::Revoked,
            // The verifier below rustls has no type of ours for it.
            CertificateError::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => {
                Self::AuthorityAsServer
            }
            _ => Self::Other,
        })
    }

    /// What is wrong, and what to do about it.
    const fn remedy(self) -> &'static str {
        match self {
            Self::UnknownIssuer => {
                "the issuer of its certificate is not known here: name the authority's file in outbound.extra_ca_files"
            }
            Self::AuthorityAsServer => {
                "its certificate is a certificate authority's own (CA:TRUE): give the server one that the authority signed"
            }
            Self::WrongName => "its certificate is for another name: register the address by the name in it",
            Self::Expired => "its certificate has expired: renew it",
            Self::NotYetValid => "its certificate is not valid yet: compare the clocks",
            Self::Revoked => "its certificate was revoked: replace it",
            Self::Other => "its certificate is not usable",
        }
    }
}

impl FetchError {
    /// What went wrong in words for the operator, who may know more than whoever named the address.
    pub fn for_operator(&self) -> String {
        let text = match self {
            Self::AddressRefused => "the address is not a public one: list it in outbound.allow_private",
            Self::Unresolvable => "its name cannot be resolved: look at the name servers of this machine",
            Self::SchemeRefused => "plain http is for loopback addresses that outbound.allow_private lists: use https",
            Self::Connect => "nobody answers there, or TLS is not spoken: see that the app listens at this port",
            Self::Untrusted(why) => why.remedy(),
            Self::TimedOut => "it did not answer in time (outbound.timeout)",
            Self::Redirected => "it answers with a redirect, which is not followed: register the address it leads to",
            Self::Status(status) => return format!("{self}: {}", remedy_of_status(*status)),
            Self::InvalidUrl => "it is no usable address: register one with a host and without a user name",
            Self::Interrupted => "the answer broke off, or was none of HTTP: see the app's log at this time",
            Self::TooLarge { .. } | Self::NotText => {
                return format!("{self}: see that the address is the one meant for this");
            }
        };
        text.to_owned()
    }
}

/// What an operator can do about an answer that reports no success.
const fn remedy_of_status(status: u16) -> &'static str {
    match status {
        400 => {
            "the app refuses what was sent, and its log says why: it must know this issuer, its client_id and our keys"
        }
        401 | 403 => "something before the app asks for a sign-in: let requests to this path through without one",
        404 | 405 | 410 => "the app does not take it there: register the address of its own endpoint",
        408 | 429 | 503 => "the app is overloaded or down: look at it if this goes on",
        500..=599 => "the app or a proxy before it failed: see its log at this time",
        _ => "the app answers with neither 200 nor 204: see that the address is its own endpoint for this",
    }
}
