//! What an OpenID provider says of itself (OIDC Discovery §3), and which of its endpoints are used.

use serde_json::{Map, Value};

use super::{
    issuer::UpstreamIssuer,
    refusal::UpstreamRefusal,
    settings::{UpstreamKind, UpstreamSettings},
};
use crate::{
    base::url::{absolute, is_https_or_loopback},
    jose::{alg::SigAlg, json},
};

/// Longest address that is taken.
const LONGEST: usize = 2048;

/// The metadata of a provider, as far as they are used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpstreamMetadata {
    /// `issuer`, as it stands there.
    pub issuer: String,
    authorization: Option<String>,
    token: Option<String>,
    userinfo: Option<String>,
    jwks: Option<String>,
    revocation: Option<String>,
    end_session: Option<String>,
    algs: Vec<SigAlg>,
    names_itself: bool,
    offers_accounts: bool,
}

impl UpstreamMetadata {
    /// Reads a metadata document.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(document: &[u8]) -> Result<Self, UpstreamRefusal> {
        let members = json::object(document).map_err(|_| {
            UpstreamRefusal::misconfigured(
                "the metadata are not a JSON object with each member once (OIDC Discovery section 4.2)",
            )
        })?;
        let issuer = member(&members, "issuer")?
            .ok_or_else(|| UpstreamRefusal::misconfigured("the metadata lack issuer (OIDC Discovery section 3)"))?;
        let listed = members.get("id_token_signing_alg_values_supported").and_then(Value::as_array);
        let algs = listed.into_iter().flatten().filter_map(Value::as_str).filter_map(SigAlg::from_header);
        let mut algs: Vec<SigAlg> = algs.filter(|alg| !alg.is_symmetric()).collect();
        algs.sort_unstable();
        algs.dedup();
        let names_itself = members.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true));
        // Initiating User Registration 1.0 §3: which values of prompt it knows.
        let prompts = members.get("prompt_values_supported").and_then(Value::as_array);
        let offers_accounts = prompts.is_some_and(|all| all.iter().any(|one| one == "select_account"));
        Ok(Self {
            issuer,
            authorization: member(&members, "authorization_endpoint")?,
            token: member(&members, "token_endpoint")?,
            userinfo: member(&members, "userinfo_endpoint")?,
            jwks: member(&members, "jwks_uri")?,
            revocation: member(&members, "revocation_endpoint")?,
            end_session: member(&members, "end_session_endpoint")?,
            algs,
            names_itself,
            offers_accounts,
        })
    }

    /// About how many bytes it takes in memory.
    pub fn weight(&self) -> usize {
        let rest = [&self.authorization, &self.token, &self.userinfo, &self.jwks, &self.revocation, &self.end_session];
        let texts: usize = rest.iter().map(|text| text.as_ref().map_or(0, String::len)).sum();
        256 + self.issuer.len() + texts
    }
}

fn member(members: &Map<String, Value>, name: &str) -> Result<Option<String>, UpstreamRefusal> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if !text.is_empty() && text.len() <= LONGEST => Ok(Some(text.clone())),
        Some(_) => Err(UpstreamRefusal::misconfigured(format!(
            "{name} of the metadata is no address of at most {LONGEST} bytes (OIDC Discovery section 3)"
        ))),
    }
}

/// The endpoints of an upstream as they are used: what its settings say, else what it says itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamEndpoints {
    /// Where the person is sent.
    pub authorization: String,
    /// Where codes are redeemed.
    pub token: String,
    /// Where claims are read.
    pub userinfo: Option<String>,
    /// Where its keys stand.
    pub jwks: Option<String>,
    /// Where tokens are taken back.
    pub revocation: Option<String>,
    /// Where people sign out.
    pub end_session: Option<String>,
    /// The algorithms that its ID tokens may be signed with.
    pub algs: Vec<SigAlg>,
    /// Whether it names itself in authorization responses (RFC 9207).
    pub names_itself: bool,
    /// Whether it says that people can choose an account there (`prompt=select_account`).
    pub offers_accounts: bool,
}

/// Whether metadata are needed beside the settings.
pub fn needs_metadata(kind: UpstreamKind, settings: &UpstreamSettings) -> bool {
    let is_complete = settings.authorization_endpoint.is_some()
        && settings.token_endpoint.is_some()
        && settings.jwks_uri.is_some()
        && (settings.userinfo_endpoint.is_some() || !settings.userinfo)
        && (settings.end_session_endpoint.is_some() || !settings.offers_logout)
        && (settings.revocation_endpoint.is_some() || !settings.keeps_tokens);
    kind == UpstreamKind::Oidc && !is_complete
}

/// The endpoints by settings and metadata.
///
/// # Errors
/// Metadata of another issuer; an endpoint that is missing, or no address of the web.
pub fn endpoints(
    kind: UpstreamKind,
    settings: &UpstreamSettings,
    metadata: Option<&UpstreamMetadata>,
) -> Result<UpstreamEndpoints, UpstreamRefusal> {
    let issuer = UpstreamIssuer::of(settings);
    if kind == UpstreamKind::Oidc && issuer.is_none() {
        return Err(UpstreamRefusal::misconfigured("an OpenID provider needs an issuer (OIDC Discovery section 3)"));
    }
    if let (Some(metadata), Some(issuer)) = (metadata, issuer)
        && !issuer.is_of_metadata(&metadata.issuer)
    {
        // OIDC Discovery §4.3, RFC 8414 §3.3: metadata of another issuer MUST NOT be used.
        return Err(UpstreamRefusal::misconfigured(
            "issuer of the metadata is not the one that they were asked of (OIDC Discovery section 4.3)",
        ));
    }
    let none = UpstreamMetadata::default();
    let said = metadata.unwrap_or(&none);
    let pick = |set: &Option<String>, said: &Option<String>, name: &'static str| match set.as_ref().or(said.as_ref()) {
        Some(address) => web_address(address, name).map(Some),
        None => Ok(None),
    };
    let needed = |found: Option<String>, name: &str| {
        found.ok_or_else(|| UpstreamRefusal::misconfigured(format!("neither settings nor metadata name {name}")))
    };
    let authorization = pick(&settings.authorization_endpoint, &said.authorization, "authorization_endpoint")?;
    let token = pick(&settings.token_endpoint, &said.token, "token_endpoint")?;
    let found = UpstreamEndpoints {
        authorization: needed(authorization, "authorization_endpoint")?,
        token: needed(token, "token_endpoint")?,
        userinfo: pick(&settings.userinfo_endpoint, &said.userinfo, "userinfo_endpoint")?,
        jwks: pick(&settings.jwks_uri, &said.jwks, "jwks_uri")?,
        revocation: pick(&settings.revocation_endpoint, &said.revocation, "revocation_endpoint")?,
        end_session: pick(&settings.end_session_endpoint, &said.end_session, "end_session_endpoint")?,
        algs: algs(settings, said)?,
        names_itself: said.names_itself,
        offers_accounts: said.offers_accounts,
    };
    if kind == UpstreamKind::OAuth2 && found.userinfo.is_none() && !settings.claims_from_token_answer {
        needed(None, "userinfo_endpoint")?;
    }
    Ok(found)
}

/// The algorithms of ID tokens: those of the settings, else those of the metadata, never `none`, and a shared secret
/// only where the settings say so.
fn algs(settings: &UpstreamSettings, said: &UpstreamMetadata) -> Result<Vec<SigAlg>, UpstreamRefusal> {
    if settings.id_token_algs.is_empty() {
        return Ok(if said.algs.is_empty() { SigAlg::ASYMMETRIC.to_vec() } else { said.algs.clone() });
    }
    // OIDC Core §10.1: the client's secret signs with HS256 where that was agreed. RFC 8725 §3.1: nothing else is taken.
    let taken = |alg: &SigAlg| !alg.is_symmetric() || *alg == SigAlg::HS256;
    let named = settings.id_token_algs.iter().map(|name| SigAlg::from_header(name).filter(taken));
    named.collect::<Option<Vec<SigAlg>>>().ok_or_else(|| {
        UpstreamRefusal::misconfigured(
            "id_token_algs names what is neither a public-key algorithm nor HS256 (RFC 8725 section 3.1)",
        )
    })
}

/// An address that a browser may be sent to and that is fetched: no program of the person's device, no clear text.
fn web_address(address: &str, name: &'static str) -> Result<String, UpstreamRefusal> {
    let url = absolute(address).filter(|url| {
        // RFC 6749 §3.1, §3.2: no fragment.
        is_https_or_loopback(url) && url.fragment().is_none() && url.username().is_empty() && url.password().is_none()
    });
    match url {
        Some(_) => Ok(address.to_owned()),
        None => Err(UpstreamRefusal::misconfigured(format!(
            "{name} is not an https address without fragment (RFC 6749 section 3.1)"
        ))),
    }
}

#[cfg(test)]
mod tests;
