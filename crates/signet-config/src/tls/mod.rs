//! `[tls]`: certificate and key of the server itself, and the versions it speaks.

pub mod pair;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use self::pair::PairFiles;
use super::{
    choice::choice,
    issuer::Issuer,
    section::{Checker, section},
};

section! {
    /// TLS in Signet itself, on server.listen, so that no reverse proxy is needed. Without a
    /// certificate Signet speaks plain HTTP, for a proxy that ends TLS or for trying things out.
    Tls, check = check {
        /// File with the certificate chain in PEM: the server's own certificate first, then the
        /// intermediate ones. Looked at every ten seconds and on SIGHUP: a new pair that is good
        /// serves new connections, without a restart.
        certificate_file: Option<PathBuf> = None, example = "\"/etc/signet/tls/fullchain.pem\"";
        /// File with the private key of that certificate in PEM (PKCS#8, PKCS#1 or SEC1), not
        /// encrypted. Only the user that Signet runs as should be able to read it.
        key_file: Option<PathBuf> = None, example = "\"/etc/signet/tls/privkey.pem\"";
        /// "compatible": TLS 1.3, and TLS 1.2 with ECDHE and AES-GCM only. With an RSA certificate
        /// those are the suites that FAPI 1 (Advanced, section 8.5) leaves. "modern": TLS 1.3 only.
        profile: Profile = Profile::Compatible;
    }
}

choice! {
    /// Versions and suites.
    Profile, "profile" {
        /// TLS 1.3 only.
        Modern = "modern",
        /// TLS 1.3, and 1.2 with ECDHE and AES-GCM.
        Compatible = "compatible",
    }
}

impl Tls {
    /// The two files, when Signet itself serves TLS.
    pub fn files(&self) -> Option<PairFiles> {
        let (certificate, key) = (self.certificate_file.clone()?, self.key_file.clone()?);
        Some(PairFiles { certificate, key })
    }
}

fn check(tls: &Tls, at: &mut Checker<'_>) {
    let lone = match (&tls.certificate_file, &tls.key_file) {
        (Some(_), None) => Some(("certificate_file", "key_file")),
        (None, Some(_)) => Some(("key_file", "certificate_file")),
        _ => None,
    };
    if let Some((given, missing)) = lone {
        at.refuse(
            given,
            format!("tls.{missing} is not set, and one is of no use without the other"),
            format!("set tls.{missing}, too, or remove this key"),
        );
    }
}

/// Refuses a pair of files that cannot be served with.
pub(super) fn check_files(tls: &Tls, at: &mut Checker<'_>) {
    if let Some(Err(problems)) = tls.files().map(|files| files.read().open()) {
        for pair::PairProblem { key, refusal } in problems {
            at.refuse(key, refusal.problem, refusal.remedy);
        }
    }
}

/// Refuses a certificate under an issuer that nobody would reach over TLS.
pub(super) fn check_issuer(tls: &Tls, issuer: &Issuer, at: &mut Checker<'_>) {
    if tls.certificate_file.is_some() && !issuer.url.is_https() {
        at.refuse(
            "certificate_file",
            "Signet would serve TLS while issuer.url says http: browsers and clients would not reach it",
            "write issuer.url with https, or remove tls.certificate_file and tls.key_file",
        );
    }
}
