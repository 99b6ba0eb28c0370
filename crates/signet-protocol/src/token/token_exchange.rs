//! Token exchange (RFC 8693), for the one use that it has here: an access token of ours for what an upstream handed out
//! for its person. Nothing else is exchanged.

use crate::{
    client::Client,
    error::Refusal,
    params::Params,
    permission,
    scope::{Scopes, upstream},
};

/// The type of what comes and of what is answered (RFC 8693 §3).
pub const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// What a client asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedExchange<'a> {
    /// The access token that it has of us.
    pub subject_token: &'a str,
    /// The name of the upstream whose token it wants.
    pub audience: &'a str,
    /// Scopes of the upstream of which it needs each; none for whatever there is.
    pub scopes: Option<Scopes>,
}

/// What a person let a client have of an upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgreedAccess {
    /// Whatever it gave.
    Everything,
    /// No more than these scopes of it.
    Scopes(Scopes),
}

impl AgreedAccess {
    /// By the scopes of an access token of ours, as far as the operator still names them to the client; nothing where
    /// none is of this upstream.
    pub fn of(client: &Client, scopes: &Scopes, upstream: &str) -> Option<Self> {
        let named = scopes.iter().filter_map(upstream::named);
        let named: Vec<&str> = named.filter(|one| permission::may_have(client, one)).collect();
        if named.contains(&upstream) {
            return Some(Self::Everything);
        }
        let of_upstream = named.into_iter().filter(|one| upstream::name_of(one) == upstream);
        let agreed = Scopes::of(of_upstream.filter_map(upstream::scope_of));
        (!agreed.is_empty()).then_some(Self::Scopes(agreed))
    }

    /// To which scopes a token that is good for `given` must be narrowed; `None` where it may go as it is.
    ///
    /// # Errors
    /// `invalid_scope` for what the person did not let the client have, or the upstream did not give.
    pub fn narrowed(&self, asked: Option<&Scopes>, given: &Scopes) -> Result<Option<Scopes>, Refusal> {
        // RFC 6749 §6: nothing that was not granted.
        if let (Self::Scopes(agreed), Some(asked)) = (self, asked)
            && !agreed.covers(asked)
        {
            return Err(Refusal::invalid_scope(
                "scope asks for more than the person let this client have (RFC 6749 section 6)",
            ));
        }
        if asked.is_some_and(|asked| !given.covers(asked)) {
            return Err(Refusal::invalid_scope("scope asks for more than the upstream gave (RFC 6749 section 6)"));
        }
        let Self::Scopes(agreed) = self else { return Ok(None) };
        if agreed.covers(given) {
            return Ok(None);
        }
        let wanted = asked.cloned().unwrap_or_else(|| given.filter(|one| agreed.has(one)));
        if wanted.is_empty() {
            return Err(Refusal::invalid_scope(
                "the upstream gave none of the scopes that the person let this client have (RFC 6749 section 6)",
            ));
        }
        Ok(Some(wanted))
    }
}

/// Reads a request.
///
/// # Errors
/// `invalid_request` for any other use of the grant, `invalid_target` for a resource (RFC 8693 §2.2.2).
pub fn asked(params: &Params) -> Result<AskedExchange<'_>, Refusal> {
    let subject_token = params.required("subject_token", "RFC 8693 section 2.1")?;
    if params.required("subject_token_type", "RFC 8693 section 2.1")? != ACCESS_TOKEN {
        return Err(Refusal::invalid_request(
            "subject_token_type must be urn:ietf:params:oauth:token-type:access_token: nothing else is exchanged here (RFC 8693 section 2.1)",
        ));
    }
    // RFC 8693 §2.1: requested_token_type is optional, and names what is wanted.
    if params.has("requested_token_type") && params.get("requested_token_type") != Some(ACCESS_TOKEN) {
        return Err(Refusal::invalid_request(
            "requested_token_type must be urn:ietf:params:oauth:token-type:access_token: nothing else is answered here (RFC 8693 section 2.1)",
        ));
    }
    if params.has("actor_token") || params.has("actor_token_type") {
        return Err(Refusal::invalid_request(
            "actor_token is not taken: nobody acts for somebody else here (RFC 8693 section 2.1)",
        ));
    }
    // RFC 8693 §2.2.2: invalid_target where no token is issued for the target.
    if params.has("resource") {
        return Err(Refusal::invalid_target(
            "no token is exchanged for a resource: name the upstream in audience (RFC 8693 section 2.2.2)",
        ));
    }
    let audience = params.required("audience", "RFC 8693 section 2.1")?;
    // Spaces alone name none.
    let scopes = params.get("scope").map(Scopes::parse).transpose()?.filter(|scopes| !scopes.is_empty());
    Ok(AskedExchange { subject_token, audience, scopes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{id::IssuerId, time::Timestamp},
        client::{ClientId, ClientMetadata, ClientSource},
    };

    const GOOD: &[(&str, &str)] =
        &[("subject_token", "at"), ("subject_token_type", ACCESS_TOKEN), ("audience", "google")];

    fn refused(changes: &[(&str, &str)]) -> String {
        let kept = GOOD.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        let added = changes.iter().filter(|(_, value)| !value.is_empty());
        asked(&Params::from_pairs(kept.chain(added).copied())).unwrap_err().to_string()
    }

    #[test]
    fn an_access_token_is_exchanged_for_that_of_an_upstream() {
        let params = Params::from_pairs(GOOD.iter().copied().chain([("scope", "calendar")]));
        let found = asked(&params).unwrap();
        assert_eq!((found.subject_token, found.audience), ("at", "google"));
        assert_eq!(found.scopes, Some(Scopes::of(["calendar"])));
        let params = Params::from_pairs(GOOD.iter().copied().chain([("scope", " ")]));
        assert_eq!(asked(&params).unwrap().scopes, None);
    }

    fn agreed(named: &[&str], scopes: &[&str]) -> Option<AgreedAccess> {
        let metadata = ClientMetadata {
            upstream_tokens: named.iter().map(|one| (*one).to_owned()).collect(),
            ..ClientMetadata::default()
        };
        let issuer = IssuerId::from_stored("iss_1");
        let client = Client::new(ClientId::new("c"), issuer, metadata, ClientSource::Operator, Timestamp(0));
        AgreedAccess::of(&client, &Scopes::of(scopes.iter().copied()), "google")
    }

    #[test]
    fn a_person_lets_a_client_have_what_its_operator_still_names() {
        let part = |scopes: &[&'static str]| Some(AgreedAccess::Scopes(Scopes::of(scopes.iter().copied())));
        let calendar = "upstream:google:calendar";
        assert_eq!(agreed(&["google"], &["openid", "upstream:google"]), Some(AgreedAccess::Everything));
        assert_eq!(agreed(&["google:calendar"], &["openid", calendar]), part(&["calendar"]));
        assert_eq!(
            agreed(&["google", "google:calendar"], &[calendar, "upstream:google"]),
            Some(AgreedAccess::Everything)
        );
        assert_eq!(agreed(&["google:calendar"], &["upstream:google", calendar]), part(&["calendar"]));
        for (named, scope) in [
            ("google:calendar", "upstream:google"),
            ("google", calendar),
            ("google:mail", calendar),
            ("acme", "upstream:acme"),
            ("acme:calendar", "upstream:acme:calendar"),
            ("google", "openid"),
        ] {
            assert_eq!(agreed(&[named], &[scope]), None, "{named} and {scope}");
        }
    }

    // RFC 6749 §6
    #[test]
    fn a_client_gets_no_more_than_its_person_let_it_have() {
        let list = |names: &str| Scopes::parse(names).unwrap();
        let part = AgreedAccess::Scopes(list("calendar files"));
        let narrowed = |of: &AgreedAccess, asked: &str, given: &str| {
            let asked = (!asked.is_empty()).then(|| list(asked));
            let narrowed = of.narrowed(asked.as_ref(), &list(given)).map_err(|refusal| refusal.to_string());
            narrowed.map(|scopes| scopes.map(|scopes| scopes.to_string()))
        };
        let wide = "openid calendar mail";
        assert_eq!(narrowed(&AgreedAccess::Everything, "", wide), Ok(None));
        assert_eq!(narrowed(&AgreedAccess::Everything, "mail", wide), Ok(None));
        assert_eq!(narrowed(&part, "", wide), Ok(Some("calendar".to_owned())));
        assert_eq!(narrowed(&part, "calendar", "openid files calendar"), Ok(Some("calendar".to_owned())));
        assert_eq!(narrowed(&part, "", "calendar"), Ok(None));
        let refused = |of: &AgreedAccess, asked: &str, given: &str| narrowed(of, asked, given).unwrap_err();
        let more = "invalid_scope: scope asks for more than the person let this client have (RFC 6749 section 6)";
        // Nor does it learn whether the upstream gave that.
        for asked in ["mail", "drive", "calendar mail"] {
            assert_eq!(refused(&part, asked, wide), more);
        }
        let given = "invalid_scope: scope asks for more than the upstream gave (RFC 6749 section 6)";
        assert_eq!(refused(&part, "files", wide), given);
        assert_eq!(refused(&AgreedAccess::Everything, "drive", wide), given);
        let none = "invalid_scope: the upstream gave none of the scopes that the person let this client have (RFC 6749 section 6)";
        assert_eq!(refused(&part, "", "openid mail"), none);
    }

    // RFC 8693 §2.1, §2.2.2
    #[test]
    fn every_other_use_is_refused_by_its_rule() {
        for (changes, sentence) in [
            (&[("subject_token", "")][..], "invalid_request: subject_token is required (RFC 8693 section 2.1)"),
            (
                &[("subject_token_type", "")][..],
                "invalid_request: subject_token_type is required (RFC 8693 section 2.1)",
            ),
            (&[("audience", "")][..], "invalid_request: audience is required (RFC 8693 section 2.1)"),
            (
                &[("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")][..],
                "invalid_request: subject_token_type must be urn:ietf:params:oauth:token-type:access_token: nothing else is exchanged here (RFC 8693 section 2.1)",
            ),
            (
                &[("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")][..],
                "invalid_request: requested_token_type must be urn:ietf:params:oauth:token-type:access_token: nothing else is answered here (RFC 8693 section 2.1)",
            ),
            (
                &[("actor_token", "at"), ("actor_token_type", ACCESS_TOKEN)][..],
                "invalid_request: actor_token is not taken: nobody acts for somebody else here (RFC 8693 section 2.1)",
            ),
            (
                &[("resource", "https://api.example")][..],
                "invalid_target: no token is exchanged for a resource: name the upstream in audience (RFC 8693 section 2.2.2)",
            ),
        ] {
            assert_eq!(refused(changes), sentence);
        }
    }
}
