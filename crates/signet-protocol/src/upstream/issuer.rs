//! The issuer of an upstream, which may stand for many tenants.

use serde_json::{Map, Value};

use super::{
    member,
    refusal::{UpstreamFaultKind, UpstreamRefusal},
    settings::UpstreamSettings,
};

/// What stands in an issuer for any tenant.
const TENANT: &str = "{tenant}";
/// The claim that names the tenant where the settings name no other (Microsoft).
const TENANT_CLAIM: &str = "tid";
/// What Microsoft writes for the tenant in metadata that are of all of them.
const ANY_TENANT: &str = "{tenantid}";
/// Where metadata stand below an issuer (OIDC Discovery §4).
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// The issuer of an upstream.
#[derive(Debug, Clone, Copy)]
pub struct UpstreamIssuer<'a> {
    pattern: &'a str,
    tenants: &'a [String],
    claim: Option<&'a str>,
    metadata_url: Option<&'a str>,
}

impl<'a> UpstreamIssuer<'a> {
    /// As the settings name it.
    pub fn of(settings: &'a UpstreamSettings) -> Option<Self> {
        Some(Self {
            pattern: settings.issuer.as_deref()?,
            tenants: &settings.tenants,
            claim: settings.tenant_claim.as_deref(),
            metadata_url: settings.metadata_url.as_deref(),
        })
    }

    fn is_of_tenants(&self) -> bool {
        self.pattern.contains(TENANT)
    }

    /// The one issuer that metadata are read of.
    fn concrete(&self) -> String {
        let tenant = match self.tenants {
            [only] => only.as_str(),
            _ => "common",
        };
        self.pattern.replace(TENANT, tenant)
    }

    /// Where its metadata stand.
    pub fn metadata_address(&self) -> String {
        // A single tenant has metadata of its own.
        let has_own = self.is_of_tenants() && self.tenants.len() == 1;
        match self.metadata_url {
            Some(url) if !has_own => url.to_owned(),
            // OIDC Discovery §4.1: a terminating slash of the issuer is removed first.
            _ => format!("{}{WELL_KNOWN}", self.concrete().trim_end_matches('/')),
        }
    }

    /// Whether metadata that name this issuer are its own.
    pub fn is_of_metadata(&self, named: &str) -> bool {
        // OIDC Discovery §4.3: exactly the issuer that the metadata were asked of.
        named == self.concrete() || self.is_of_tenants() && named == self.pattern.replace(TENANT, ANY_TENANT)
    }

    /// Whether an address stands below this issuer, as does the one to which a provider is sent back that signs people in
    /// here.
    pub fn is_above(&self, address: &str) -> bool {
        let rest = address.strip_prefix(self.pattern.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether an authorization response that names this issuer may be its own; which tenant answers is not known
    /// before the ID token.
    pub fn may_answer_as(&self, named: &str) -> bool {
        let Some((before, behind)) = self.pattern.split_once(TENANT) else { return named == self.pattern };
        let tenant = named.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
        tenant.is_some_and(is_tenant)
    }

    /// Holds the `iss` and the tenant of a token against it; its `iss`.
    ///
    /// # Errors
    /// Of another issuer, or of a tenant that may not come.
    pub fn check<'c>(&self, claims: &'c Map<String, Value>) -> Result<&'c str, UpstreamRefusal> {
        let iss = claims.get("iss").and_then(Value::as_str).unwrap_or_default();
        let tenant = member::at(claims, self.claim.unwrap_or(TENANT_CLAIM)).and_then(Value::as_str);
        let is_ours = if self.is_of_tenants() {
            // The tenant that the token names is the one that must have issued it.
            tenant.is_some_and(|tenant| is_tenant(tenant) && iss == self.pattern.replace(TENANT, tenant))
        } else {
            iss == self.pattern
        };
        // OIDC Core §3.1.3.7 (2): exactly the issuer.
        if !is_ours {
            return Err(UpstreamRefusal::untrusted(
                "iss of the token is not the issuer of the upstream (OIDC Core section 3.1.3.7, rule 2)",
            ));
        }
        self.check_tenant(tenant)?;
        Ok(iss)
    }

    /// The same issuer for a token that does not name its tenant where userinfo will: then [`Self::check_told`] is held
    /// against what both say. An issuer that has its tenant in it stays as it is.
    #[must_use]
    pub fn awaiting_tenant(self, claims: &Map<String, Value>) -> Self {
        let is_named = self.claim.and_then(|path| member::at(claims, path)).is_some();
        if is_named || self.is_of_tenants() { self } else { Self { tenants: &[], ..self } }
    }

    /// Holds the tenant that a token and userinfo name against it.
    ///
    /// # Errors
    /// When it may not come, or none is named.
    pub fn check_told(&self, said: &Map<String, Value>) -> Result<(), UpstreamRefusal> {
        self.check_tenant(member::at(said, self.claim.unwrap_or(TENANT_CLAIM)).and_then(Value::as_str))
    }

    fn check_tenant(&self, tenant: Option<&str>) -> Result<(), UpstreamRefusal> {
        let is_listed = |tenant: &str| self.tenants.iter().any(|listed| listed == tenant);
        let has_rule = self.is_of_tenants() || self.claim.is_some();
        if self.tenants.is_empty() || !has_rule || tenant.is_some_and(is_listed) {
            return Ok(());
        }
        Err(UpstreamRefusal::new(
            UpstreamFaultKind::OtherTenant,
            "the person belongs to none of the tenants that are listed for the upstream",
        ))
    }
}

/// What a tenant may be called so that it stays one part of an address.
fn is_tenant(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        // RFC 3986 §5.2.4: dots alone lead up.
        && text.bytes().any(|byte| byte != b'.')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn settings(issuer: &str, tenants: &[&str]) -> UpstreamSettings {
        UpstreamSettings {
            issuer: Some(issuer.to_owned()),
            tenants: tenants.iter().map(|one| (*one).to_owned()).collect(),
            ..UpstreamSettings::default()
        }
    }

    fn check(settings: &UpstreamSettings, claims: &Value) -> Result<String, String> {
        let issuer = UpstreamIssuer::of(settings).unwrap();
        issuer.check(claims.as_object().unwrap()).map(str::to_owned).map_err(|why| why.to_string())
    }

    const OTHER: &str = "iss of the token is not the issuer of the upstream (OIDC Core section 3.1.3.7, rule 2)";
    const OTHER_TENANT: &str = "the person belongs to none of the tenants that are listed for the upstream";

    // OIDC Discovery §4.1
    #[test]
    fn metadata_stand_below_the_issuer_or_where_the_settings_say() {
        let at = |settings: &UpstreamSettings| UpstreamIssuer::of(settings).unwrap().metadata_address();
        let below = "https://id.example/.well-known/openid-configuration";
        assert_eq!(at(&settings("https://id.example/", &[])), below);
        let mut many = settings("https://login.example/{tenant}/v2.0", &["t1", "t2"]);
        assert_eq!(at(&many), "https://login.example/common/v2.0/.well-known/openid-configuration");
        many.metadata_url = Some("https://meta.example/x".to_owned());
        assert_eq!(at(&many), "https://meta.example/x");
        many.tenants.pop();
        assert_eq!(at(&many), "https://login.example/t1/v2.0/.well-known/openid-configuration");
    }

    // OIDC Discovery §4.3
    #[test]
    fn metadata_name_exactly_the_issuer() {
        let slash = settings("https://id.example/", &[]);
        let issuer = UpstreamIssuer::of(&slash).unwrap();
        assert!(issuer.is_of_metadata("https://id.example/") && !issuer.is_of_metadata("https://id.example"));
        let many = settings("https://login.example/{tenant}/v2.0", &[]);
        let issuer = UpstreamIssuer::of(&many).unwrap();
        assert!(issuer.is_of_metadata("https://login.example/{tenantid}/v2.0"));
        assert!(!issuer.is_of_metadata("https://login.example/evil/v2.0"));
        let one = settings("https://login.example/{tenant}/v2.0", &["t1"]);
        assert!(UpstreamIssuer::of(&one).unwrap().is_of_metadata("https://login.example/t1/v2.0"));
    }

    #[test]
    fn the_issuer_is_compared_byte_for_byte() {
        let plain = settings("https://id.example", &[]);
        assert_eq!(check(&plain, &json!({"iss": "https://id.example"})), Ok("https://id.example".to_owned()));
        for iss in [json!("https://id.example/"), json!("https://ID.example"), json!(["https://id.example"]), json!(1)]
        {
            assert_eq!(check(&plain, &json!({ "iss": iss })), Err(OTHER.to_owned()));
        }
        assert_eq!(check(&plain, &json!({})), Err(OTHER.to_owned()));
    }

    #[test]
    fn a_tenant_issues_for_itself_alone() {
        let many = settings("https://login.example/{tenant}/v2.0", &[]);
        let told = |iss: &str, tid: &str| check(&many, &json!({"iss": iss, "tid": tid}));
        assert!(told("https://login.example/t1/v2.0", "t1").is_ok());
        for (iss, tid) in [
            ("https://login.example/t1/v2.0", "t2"),
            ("https://login.example/{tenant}/v2.0", "{tenant}"),
            ("https://login.example/a/b/v2.0", "a/b"),
            ("https://login.example/../v2.0", ".."),
            ("https://evil.example/t1/v2.0", "t1"),
            ("https://login.example//v2.0", ""),
        ] {
            assert_eq!(told(iss, tid), Err(OTHER.to_owned()), "{iss} {tid}");
        }
        let listed = settings("https://login.example/{tenant}/v2.0", &["t1", "t3"]);
        let claims = |tid: &str| json!({"iss": format!("https://login.example/{tid}/v2.0"), "tid": tid});
        assert!(check(&listed, &claims("t3")).is_ok());
        assert_eq!(check(&listed, &claims("t2")), Err(OTHER_TENANT.to_owned()));
        // Google's: the issuer is one, and a claim names the company.
        let company = UpstreamSettings {
            tenant_claim: Some("hd".to_owned()),
            ..settings("https://accounts.example", &["acme.example"])
        };
        let claims = |hd: Value| json!({"iss": "https://accounts.example", "hd": hd});
        assert!(check(&company, &claims(json!("acme.example"))).is_ok());
        for other in [json!("evil.example"), json!(null)] {
            assert_eq!(check(&company, &claims(other)), Err(OTHER_TENANT.to_owned()));
        }
    }

    #[test]
    fn a_tenant_that_userinfo_alone_names_is_checked_there() {
        let company = UpstreamSettings {
            tenant_claim: Some("organization_id".to_owned()),
            ..settings("https://login.example", &["acme"])
        };
        let issuer = UpstreamIssuer::of(&company).unwrap();
        let silent = json!({"iss": "https://login.example", "organization_id": null});
        let token = json!({"iss": "https://login.example"});
        let named = json!({"iss": "https://login.example", "organization_id": "evil"});
        let waits = |claims: &Value| {
            let claims = claims.as_object().unwrap();
            issuer.awaiting_tenant(claims).check(claims).map(|_| ()).map_err(|why| why.to_string())
        };
        assert_eq!(waits(&token), Ok(()));
        for claims in [silent, named] {
            assert_eq!(waits(&claims), Err(OTHER_TENANT.to_owned()), "{claims}");
        }
        let told = |said: Value| issuer.check_told(said.as_object().unwrap()).map_err(|why| why.to_string());
        assert_eq!(told(json!({"organization_id": "acme"})), Ok(()));
        for said in [json!({}), json!({"organization_id": "evil"}), json!({"organization_id": ["acme"]})] {
            assert_eq!(told(said), Err(OTHER_TENANT.to_owned()));
        }
        // What the issuer itself depends on stands in the token.
        let many = settings("https://login.example/{tenant}/v2.0", &["t1"]);
        let issuer = UpstreamIssuer::of(&many).unwrap().awaiting_tenant(&Map::new());
        let other = json!({"iss": "https://login.example/t2/v2.0", "tid": "t2"});
        let why = issuer.check(other.as_object().unwrap()).map(|_| ()).map_err(|why| why.to_string());
        assert_eq!(why, Err(OTHER_TENANT.to_owned()));
    }

    #[test]
    fn a_provider_that_signs_people_in_here_is_sent_back_below_its_issuer() {
        for issuer in ["https://sso.example/realms/staff", "https://sso.example/realms/staff/"] {
            let settings = settings(issuer, &[]);
            let issuer = UpstreamIssuer::of(&settings).unwrap();
            assert!(issuer.is_above("https://sso.example/realms/staff/sign-in/upstream/head/callback"));
            for other in [
                "https://sso.example/realms/staff",
                "https://sso.example/realms/staff-app/cb",
                "https://sso.example/app/cb",
                "https://sso.example.evil.example/realms/staff/cb",
                "http://sso.example/realms/staff/cb",
            ] {
                assert!(!issuer.is_above(other), "{other}");
            }
        }
    }

    // RFC 9207 §2.4
    #[test]
    fn an_answer_names_the_issuer_or_one_of_its_tenants() {
        let plain = settings("https://id.example", &[]);
        let issuer = UpstreamIssuer::of(&plain).unwrap();
        assert!(issuer.may_answer_as("https://id.example") && !issuer.may_answer_as("https://id.example/"));
        let many = settings("https://login.example/{tenant}/v2.0", &[]);
        let issuer = UpstreamIssuer::of(&many).unwrap();
        assert!(issuer.may_answer_as("https://login.example/t1/v2.0"));
        assert!(!issuer.may_answer_as("https://login.example/t1/x/v2.0"));
        assert!(!issuer.may_answer_as("https://login.example//v2.0"));
    }
}
