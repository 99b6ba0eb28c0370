//! Whether settings are still of the provider, and of the people there, that they were of.
//!
//! Who somebody is at an upstream is an issuer and a subject. Where an upstream comes to mean another provider, what is
//! linked to it and kept of it is of the one before: subjects of the one would open accounts of the other, and its tokens
//! would be sent to strangers.

use url::Origin;

use super::settings::{UpstreamKind, UpstreamSettings};
use crate::base::url::absolute;

/// Whether two settings of an upstream are of one provider, and read who somebody is there from one place.
pub fn is_same(kind: UpstreamKind, before: &UpstreamSettings, after: &UpstreamSettings) -> bool {
    if before.issuer != after.issuer || before.subject != after.subject {
        return false;
    }
    match kind {
        // Its tokens name it, and are held against that.
        UpstreamKind::Oidc => true,
        // Nothing that it answers names it: it is whoever stands at its addresses.
        UpstreamKind::OAuth2 => {
            is_same_host(before.authorization_endpoint.as_deref(), after.authorization_endpoint.as_deref())
                && is_same_host(before.token_endpoint.as_deref(), after.token_endpoint.as_deref())
                && is_same_host(before.userinfo_endpoint.as_deref(), after.userinfo_endpoint.as_deref())
        }
    }
}

/// Whether an endpoint stays at its host: a service that gives it another path, such as that of a new version, stays the
/// same. One that is said for the first time, or no more, says nothing of the host.
fn is_same_host(before: Option<&str>, after: Option<&str>) -> bool {
    match (origin(before), origin(after)) {
        (Some(before), Some(after)) => before == after,
        _ => true,
    }
}

fn origin(address: Option<&str>) -> Option<Origin> {
    address.and_then(absolute).map(|url| url.origin())
}

/// The setting by which our secret, or what was handed out for people, would go to a host that got none of it before: it
/// is neither where that setting pointed, nor that of the token endpoint or of the issuer.
pub fn moved_endpoint(before: &UpstreamSettings, after: &UpstreamSettings) -> Option<&'static str> {
    let known = [origin(before.issuer.as_deref()), origin(before.token_endpoint.as_deref())];
    let mut pairs = trusted_addresses(before).into_iter().zip(trusted_addresses(after));
    let moved = pairs.find(|((_, was), (_, is))| {
        let is = origin(*is);
        is.is_some() && is != origin(*was) && !known.contains(&is)
    });
    moved.map(|(_, (name, _))| name)
}

/// Where our secret goes, or what was handed out for people, as far as settings say so, or where that is read.
fn trusted_addresses(settings: &UpstreamSettings) -> [(&'static str, Option<&str>); 5] {
    [
        ("metadata_url", settings.metadata_url.as_deref()),
        ("token_endpoint", settings.token_endpoint.as_deref()),
        ("revocation_endpoint", settings.revocation_endpoint.as_deref()),
        ("userinfo_endpoint", settings.userinfo_endpoint.as_deref()),
        ("emails.endpoint", settings.emails.as_ref().map(|list| list.endpoint.as_str())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::edit;

    fn service() -> UpstreamSettings {
        let said = [
            ("authorization_endpoint", "https://svc.example/authorize"),
            ("token_endpoint", "https://svc.example/token"),
            ("userinfo_endpoint", "https://api.svc.example/v1/me"),
            ("subject", "id"),
        ];
        said.iter().fold(UpstreamSettings::default(), |settings, (key, value)| changed(&settings, key, value))
    }

    fn changed(settings: &UpstreamSettings, key: &str, value: &str) -> UpstreamSettings {
        edit::with(settings, key, value).unwrap()
    }

    #[test]
    fn an_openid_provider_is_its_issuer() {
        let before = changed(&UpstreamSettings::default(), "issuer", "https://sso.example");
        for (key, value) in [
            ("token_endpoint", "https://elsewhere.example/token"),
            ("scopes", "openid groups"),
            ("tenants", "t1"),
            ("email_trust", "verified"),
        ] {
            assert!(is_same(UpstreamKind::Oidc, &before, &changed(&before, key, value)), "{key}");
        }
        for (key, value) in
            [("issuer", "https://sso.example/"), ("issuer", "https://evil.example"), ("issuer", ""), ("subject", "oid")]
        {
            assert!(!is_same(UpstreamKind::Oidc, &before, &changed(&before, key, value)), "{key}={value}");
        }
    }

    #[test]
    fn a_secret_goes_to_no_host_that_it_was_not_said_for() {
        let before = changed(&UpstreamSettings::default(), "issuer", "https://sso.example/{tenant}");
        let before = changed(&before, "userinfo_endpoint", "https://api.sso.example/me");
        for (key, value) in [
            ("token_endpoint", "https://sso.example/v2/token"),
            ("revocation_endpoint", "https://sso.example/revoke"),
            ("userinfo_endpoint", "https://api.sso.example/v2/me"),
            ("userinfo_endpoint", "https://sso.example/me"),
            ("userinfo_endpoint", ""),
            ("authorization_endpoint", "https://elsewhere.example/authorize"),
        ] {
            assert_eq!(moved_endpoint(&before, &changed(&before, key, value)), None, "{key}={value}");
        }
        for (key, value) in [
            ("metadata_url", "https://elsewhere.example/metadata"),
            ("token_endpoint", "https://elsewhere.example/token"),
            ("token_endpoint", "https://sso.example:8443/token"),
            ("token_endpoint", "https://api.sso.example/token"),
            ("revocation_endpoint", "https://elsewhere.example/revoke"),
            ("userinfo_endpoint", "https://elsewhere.example/me"),
            ("emails.endpoint", "https://elsewhere.example/emails"),
        ] {
            assert_eq!(moved_endpoint(&before, &changed(&before, key, value)), Some(key), "{value}");
        }
        // Whoever redeems codes has the secret by now.
        let before = changed(&before, "token_endpoint", "https://tokens.example/token");
        let after = changed(&before, "revocation_endpoint", "https://tokens.example/revoke");
        assert_eq!(moved_endpoint(&before, &after), None);
    }

    #[test]
    fn a_service_without_id_tokens_is_whoever_stands_at_its_addresses() {
        let before = service();
        for (key, value) in [
            ("authorization_endpoint", "https://svc.example/v2/authorize"),
            ("userinfo_endpoint", "https://api.svc.example/v2/me"),
            ("userinfo_endpoint", ""),
            ("scopes", "read"),
        ] {
            assert!(is_same(UpstreamKind::OAuth2, &before, &changed(&before, key, value)), "{key}={value}");
        }
        for (key, value) in [
            ("authorization_endpoint", "https://other.example/authorize"),
            ("token_endpoint", "https://svc.example:8443/token"),
            ("userinfo_endpoint", "https://svc.example/v1/me"),
            ("issuer", "https://svc.example"),
            ("subject", "login"),
        ] {
            assert!(!is_same(UpstreamKind::OAuth2, &before, &changed(&before, key, value)), "{key}={value}");
        }
    }
}
