//! `[passkeys]`: which passkeys are added, and for which domain.

use std::path::PathBuf;

use super::{
    choice::choice,
    issuer, refuse_missing,
    section::{Checker, section},
    units::print_length,
    value::quoted,
};
use crate::{
    base::{
        time::Seconds,
        url::{absolute, ascii_host, is_https_or_loopback},
    },
    protocol::passkey,
};

section! {
    /// Passkeys (WebAuthn). Whether there are any is the feature passkeys (`signet feature disable passkeys`).
    Passkeys, check = check {
        /// How often somebody who signed in with a password, and has no passkey, may be asked whether they want one, in a
        /// browser that can: on a page behind the sign-in, with "Not now" and "Do not ask again". 0s: never.
        suggest_every: Seconds = Seconds::days(28);
        /// The domain that passkeys belong to; unset, the host of issuer.url. Passkeys of another domain are of no use:
        /// whoever changes it loses them all. It is for an issuer that has moved and keeps the passkeys of its old
        /// host: that host has to answer /.well-known/webauthn with the new origin, as Signet does when it is asked by
        /// that name.
        rp_id: Option<String> = None, example = "\"id.example.com\"";
        /// Further origins that may ask for these passkeys (WebAuthn Level 3 section 5.11), such as
        /// `["https://example.org"]`: the answer of /.well-known/webauthn; the issuer's own is always one of them. Each
        /// of them can ask people for a passkey of yours; none signs them in here but the issuer's. Browsers follow
        /// five different domains at least.
        related_origins: Vec<String> = Vec::new();
        /// Whether an authenticator must prove its model when a passkey is added: "none" takes any; "required" only
        /// those whose maker vouches for them, by a certificate below one in attestation_roots_file. The passkeys that
        /// phones and password managers copy between devices cannot do that, so "required" is for security keys that
        /// you hand out.
        attestation: Attestation = Attestation::None;
        /// PEM file with the certificates of makers that are believed; needed where attestation = "required".
        attestation_roots_file: Option<PathBuf> = None, example = "\"/etc/signet/authenticators.pem\"";
        /// Models that may be added, by their AAGUID (`["cb69481e-8ff7-4039-93ec-0a2729a154a8"]`); empty: all. With
        /// attestation = "none" an authenticator only says what it is: the list keeps honest people to it and proves
        /// nothing.
        allowed_aaguids: Vec<String> = Vec::new();
        /// Models that may not be added; as little proven.
        denied_aaguids: Vec<String> = Vec::new();
    }
}

choice! {
    /// Whether an authenticator proves its model.
    Attestation, "rule for attestation" {
        /// It does not.
        None = "none",
        /// Its maker vouches for it.
        Required = "required",
    }
}

/// More than any page needs: browsers look at five domains.
const MOST_ORIGINS: usize = 20;

fn check(passkeys: &Passkeys, at: &mut Checker<'_>) {
    at.within("suggest_every", passkeys.suggest_every, (Seconds(0), Seconds::days(400)), print_length);
    if let Some(id) = &passkeys.rp_id {
        if ascii_host(id).as_deref() != Some(id.as_str()) {
            at.refuse("rp_id", format!("{} is no domain", quoted(id)), "write it without scheme and port, in ASCII");
        } else if !id.contains('.') && id != "localhost" {
            // WebAuthn §5.1.3: a registrable domain, or one below it.
            at.refuse("rp_id", format!("{} is no domain that anybody can have", quoted(id)), "write a whole domain");
        }
    }
    for origin in passkeys.related_origins.iter().filter(|origin| !is_origin(origin)) {
        at.refuse(
            "related_origins",
            format!("{} is no origin of a site", quoted(origin)),
            "write scheme and host, such as https://example.org, without a slash at the end",
        );
    }
    if passkeys.related_origins.len() > MOST_ORIGINS {
        at.refuse("related_origins", "these are too many", format!("name at most {MOST_ORIGINS}"));
    }
    for (key, list) in [("allowed_aaguids", &passkeys.allowed_aaguids), ("denied_aaguids", &passkeys.denied_aaguids)] {
        for model in list.iter().filter(|model| passkey::read(model).is_none()) {
            at.refuse(
                key,
                format!("{} is no AAGUID", quoted(model)),
                "write 32 hexadecimal digits, such as cb69481e-8ff7-4039-93ec-0a2729a154a8",
            );
        }
    }
    match (&passkeys.attestation_roots_file, passkeys.attestation) {
        (Some(path), _) => refuse_missing(path, "attestation_roots_file", at),
        (None, Attestation::Required) => at.refuse(
            "attestation",
            "nothing says which makers are believed",
            "name their certificates in passkeys.attestation_roots_file",
        ),
        (None, Attestation::None) => {}
    }
}

/// RFC 6454 §6.1: scheme, host, and a port that is not the usual one; https, or http on loopback.
fn is_origin(text: &str) -> bool {
    absolute(text).is_some_and(|url| {
        is_https_or_loopback(&url) && url.domain().is_some() && url.origin().ascii_serialization() == *text
    })
}

/// Where there can be no passkeys, there is nothing to say about their domain.
pub(super) fn check_issuer(passkeys: &Passkeys, issuer: &issuer::Issuer, at: &mut Checker<'_>) {
    if passkeys.rp_id.is_some() && !issuer.url.has_domain() {
        at.refuse(
            "rp_id",
            "browsers make no passkeys for an issuer with an address of digits",
            "give the issuer a domain, or remove it",
        );
    }
}

impl Passkeys {
    /// Whether a model may be added, as far as it says what it is.
    pub fn lets_in(&self, model: Option<&str>) -> bool {
        let has = |list: &[String]| {
            let model = model.and_then(passkey::read);
            list.iter().any(|one| model.is_some() && passkey::read(one) == model)
        };
        (self.allowed_aaguids.is_empty() || has(&self.allowed_aaguids)) && !has(&self.denied_aaguids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{assert_refused, load};

    #[test]
    fn an_origin_is_a_site_and_nothing_more() {
        for good in ["https://example.org", "https://a.example.org:8443", "http://localhost:8080"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "https://example.org/",
            "https://example.org/path",
            "http://example.org",
            "https://example.org:443",
            "https://EXAMPLE.org",
            "https://127.0.0.1",
            "example.org",
            "",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }

    #[test]
    fn a_model_is_let_in_by_what_it_says_and_one_that_says_nothing_by_no_list() {
        const BLUE: &str = "cb69481e-8ff7-4039-93ec-0a2729a154a8";
        const RED: &str = "2fc0579f-8113-47ea-b116-bb5a8db9202a";
        let lists = |allowed: &[&str], denied: &[&str]| Passkeys {
            allowed_aaguids: allowed.iter().map(|one| (*one).to_owned()).collect(),
            denied_aaguids: denied.iter().map(|one| (*one).to_owned()).collect(),
            ..Passkeys::default()
        };
        assert!(lists(&[], &[]).lets_in(None));
        assert!(lists(&[], &[RED]).lets_in(None));
        assert!(lists(&["CB69481E-8FF7-4039-93EC-0A2729A154A8"], &[]).lets_in(Some(BLUE)));
        assert!(!lists(&[BLUE], &[]).lets_in(Some(RED)));
        assert!(!lists(&[BLUE], &[]).lets_in(None));
        assert!(!lists(&[BLUE], &[BLUE]).lets_in(Some(BLUE)));
    }

    #[test]
    fn what_no_passkey_or_wallet_could_go_by_is_refused() {
        let domain = "passkeys.rp_id";
        assert_refused(
            "passkeys.rp_id = 'https://a.example'",
            domain,
            "is no domain",
            "without scheme and port, in ASCII",
        );
        assert_refused("passkeys.rp_id = 'A.example'", domain, "is no domain", "without scheme and port, in ASCII");
        assert_refused("passkeys.rp_id = 'com'", domain, "is no domain that anybody can have", "write a whole domain");
        assert_refused(
            "passkeys.rp_id = 'a.example'\nissuer.url = 'http://127.0.0.1:8080'",
            domain,
            "browsers make no passkeys for an issuer with an address of digits",
            "give the issuer a domain, or remove it",
        );
        assert!(load("passkeys.rp_id = 'a.example'", &[], &[]).is_ok());
        assert_refused(
            "passkeys.related_origins = ['https://a.example', 'https://b.example/']",
            "passkeys.related_origins",
            "\"https://b.example/\" is no origin of a site",
            "write scheme and host, such as https://example.org, without a slash at the end",
        );
        assert_refused(
            &format!("passkeys.related_origins = {:?}", vec!["https://a.example"; 21]),
            "passkeys.related_origins",
            "these are too many",
            "name at most 20",
        );
        assert_refused(
            "passkeys.denied_aaguids = ['the blue one']",
            "passkeys.denied_aaguids",
            "\"the blue one\" is no AAGUID",
            "write 32 hexadecimal digits",
        );
        assert_refused(
            "passkeys.attestation = 'required'",
            "passkeys.attestation",
            "nothing says which makers are believed",
            "name their certificates in passkeys.attestation_roots_file",
        );
        assert_refused(
            "passkeys.attestation_roots_file = '/nowhere/makers.pem'",
            "passkeys.attestation_roots_file",
            "cannot be read",
            "name a file that this process may read",
        );
        assert_refused(
            "passkeys.suggest_every = '500d'",
            "passkeys.suggest_every",
            "500d is out of range",
            "0s to 400d",
        );
        for chains in ["[]", "[1, 0]"] {
            assert_refused(
                &format!("ethereum.chains = {chains}"),
                "ethereum.chains",
                "no wallet could be on one of them",
                "write [1], or the numbers of your chains",
            );
        }
    }
}
