//! The userinfo endpoint: OIDC Core §5.3, RFC 6750 §2 and §3.

use serde_json::{Map, Value};

use crate::{
    check::{Problem, Sheet, Verdict, must, needs, should},
    http::{Answer, Request, encode},
    id_token,
    probe::Probe,
    tokens::{Tokens, redemption},
};

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    sheet.check("no-token", "RFC 6750 §3", no_token(probe).await);
    sheet.check("bad-token", "RFC 6750 §3.1", bad_token(probe).await);
    sheet.check("get", "OIDC Core §5.3.1", get(probe).await.map(|_| ()));
    sheet.check("post-with-header", "OIDC Core §5.3.1", post_with_header(probe).await);
    sheet.check("post-with-body", "RFC 6750 §2.2", post_with_body(probe).await);
    sheet.check("scheme-in-any-case", "RFC 9110 §11.1", any_case(probe).await);
    sheet.check("sub", "OIDC Core §5.3.2, §5.3.4", sub(probe).await);
    sheet.check("claim-types", "OIDC Core §5.1", claim_types(probe).await);
    sheet.check("nothing-unasked", "OIDC Core §5.4", nothing_unasked(probe).await);
    sheet.check("token-in-the-address", "RFC 9700 §4.3.2, RFC 6750 §2.3", in_the_address(probe).await);
    sheet.check("two-tokens", "RFC 6750 §2, §3.1", two_tokens(probe).await);
    sheet.check("id-token-is-no-access-token", "RFC 6750 §3.1", id_token_refused(probe).await);
}

fn endpoint(probe: &Probe) -> Result<&str, Problem> {
    probe.metadata.endpoint("userinfo_endpoint")
}

async fn access_token(probe: &Probe) -> Result<&str, Problem> {
    Ok(&probe.signed_in().await?.tokens()?.access_token)
}

fn challenge(answer: &Answer) -> Result<&str, Problem> {
    let bearer = answer.all("www-authenticate").find(|value| value.to_ascii_lowercase().starts_with("bearer"));
    bearer.ok_or_else(|| {
        let found = answer.header("www-authenticate").unwrap_or("none");
        Problem::failed("WWW-Authenticate: Bearer", format!("WWW-Authenticate: {found}")).about(answer)
    })
}

async fn no_token(probe: &Probe) -> Verdict {
    let answer = probe.http.send(Request::get(endpoint(probe)?)).await?;
    must(answer.status == 401, "status 401", || answer.summary())?;
    let challenge = challenge(&answer)?;
    // RFC 6750 §3.1: whoever sent no token is told of no error.
    should(!challenge.contains("error"), "no error, since no token was sent", || challenge.to_owned())
}

async fn bad_token(probe: &Probe) -> Verdict {
    let answer = probe.http.send(Request::get(endpoint(probe)?).bearer("no-such-token")).await?;
    must(answer.status == 401, "status 401", || answer.summary())?;
    let challenge = challenge(&answer)?;
    must(challenge.contains("invalid_token"), "error=\"invalid_token\" in WWW-Authenticate", || challenge.to_owned())
}

fn claims_of(answer: &Answer) -> Result<Map<String, Value>, Problem> {
    let expected = "status 200 and a JSON object";
    let signed = answer.status == 200 && answer.media_type() == "application/jwt";
    needs(!signed, "the answer is a JWT, as the client has registered")?;
    let claims = answer.object().filter(|_| answer.status == 200 && answer.media_type() == "application/json");
    claims.ok_or_else(|| Problem::failed(expected, answer.summary()).about(answer))
}

async fn get(probe: &Probe) -> Result<Map<String, Value>, Problem> {
    claims_of(&probe.http.send(Request::get(endpoint(probe)?).bearer(access_token(probe).await?)).await?)
}

/// The claims, for checks that come after the one which tells when there are none.
async fn claims(probe: &Probe) -> Result<Map<String, Value>, Problem> {
    get(probe).await.map_err(|_| Problem::skipped("there are no claims"))
}

async fn post_with_header(probe: &Probe) -> Verdict {
    let request = Request::form::<&str, &str>(endpoint(probe)?, &[]).bearer(access_token(probe).await?);
    claims_of(&probe.http.send(request).await?).map(|_| ())
}

async fn post_with_body(probe: &Probe) -> Verdict {
    let request = Request::form(endpoint(probe)?, &[("access_token", access_token(probe).await?)]);
    let answer = probe.http.send(request).await?;
    needs(!matches!(answer.status, 400 | 401 | 405 | 415), "optional, and not supported")?;
    claims_of(&answer).map(|_| ())
}

async fn any_case(probe: &Probe) -> Verdict {
    let token = access_token(probe).await?;
    let answer =
        probe.http.send(Request::get(endpoint(probe)?).header("authorization", format!("bEARER {token}"))).await?;
    must(answer.status == 200, "status 200: schemes ignore case", || answer.summary())
}

async fn sub(probe: &Probe) -> Verdict {
    let claims = claims(probe).await?;
    let tokens = probe.signed_in().await?.tokens()?;
    let token = id_token::signature(probe, probe.client()?, tokens.id_token()?);
    let token = token.map_err(|_| Problem::skipped("there is no ID token that could be verified"))?;
    let same = claims.get("sub").and_then(Value::as_str) == Some(token.text("sub"));
    must(same, "sub as in the ID token", || claims.get("sub").map_or("none", |_| "another one").to_owned())
}

/// The standard claims of each scope, written down once more: what Signet itself believes of them must
/// not decide what is right.
const SCOPES: &[(&str, &[&str])] = &[
    (
        "profile",
        &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
        ],
    ),
    ("email", &["email", "email_verified"]),
    ("address", &["address"]),
    ("phone", &["phone_number", "phone_number_verified"]),
];

async fn claim_types(probe: &Probe) -> Verdict {
    let claims = claims(probe).await?;
    let wrong: Vec<&str> =
        claims.iter().filter(|(name, value)| !has_its_type(name, value)).map(|(name, _)| name.as_str()).collect();
    must(wrong.is_empty(), "claims of the types of OIDC Core §5.1, none empty", || wrong.join(", "))
}

fn has_its_type(name: &str, value: &Value) -> bool {
    let text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    match name {
        "email_verified" | "phone_number_verified" => value.is_boolean(),
        "updated_at" => value.is_number(),
        "address" => value.as_object().is_some_and(|members| !members.is_empty() && members.values().all(text)),
        "sub" => text(value),
        _ if SCOPES.iter().any(|(_, names)| names.contains(&name)) => text(value),
        // OIDC Core §5.3.2: a claim that is not returned is left out, not null.
        _ => !value.is_null(),
    }
}

async fn nothing_unasked(probe: &Probe) -> Verdict {
    let signed = probe.signed_in().await?;
    let ask = probe.ask("code")?;
    let code = signed.code(probe, &ask).await?;
    let answer = probe.http.send(redemption(probe, probe.client()?, &ask, &code)?).await?;
    let tokens = Tokens::read(probe, answer)?;
    let claims = claims_of(&probe.http.send(Request::get(endpoint(probe)?).bearer(&tokens.access_token)).await?)?;
    let standard = |name: &&String| SCOPES.iter().any(|(_, names)| names.contains(&name.as_str()));
    let more: Vec<&str> = claims.keys().filter(standard).map(String::as_str).collect();
    should(more.is_empty(), "no claims of scopes that were not asked for", || format!("also {}", more.join(", ")))
}

async fn in_the_address(probe: &Probe) -> Verdict {
    let query = encode(&[("access_token", access_token(probe).await?)]);
    let answer = probe.http.send(Request::get(format!("{}?{query}", endpoint(probe)?))).await?;
    should(matches!(answer.status, 400 | 401), "a refusal: addresses end in logs", || answer.summary())
}

async fn two_tokens(probe: &Probe) -> Verdict {
    let token = access_token(probe).await?;
    let answer = probe.http.send(Request::form(endpoint(probe)?, &[("access_token", token)]).bearer(token)).await?;
    should(matches!(answer.status, 400 | 401), "status 400: a token is sent in one way only", || answer.summary())
}

async fn id_token_refused(probe: &Probe) -> Verdict {
    let tokens = probe.signed_in().await?.tokens()?;
    let answer = probe.http.send(Request::get(endpoint(probe)?).bearer(tokens.id_token()?)).await?;
    must(answer.status == 401, "status 401: an ID token opens nothing", || answer.summary())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    // OIDC Core §5.1
    #[test]
    fn claims_are_held_to_their_types() {
        for (name, value) in [
            ("email_verified", json!(true)),
            ("updated_at", json!(1)),
            ("address", json!({"country": "GB"})),
            ("name", json!("Ada")),
            ("org_id", json!([1])),
        ] {
            assert!(has_its_type(name, &value), "{name}");
        }
        for (name, value) in [
            ("email_verified", json!("true")),
            ("updated_at", json!("2026-01-01")),
            ("address", json!("London")),
            ("address", json!({})),
            ("name", json!("")),
            ("sub", json!(1)),
            ("org_id", json!(null)),
        ] {
            assert!(!has_its_type(name, &value), "{name}");
        }
    }
}
