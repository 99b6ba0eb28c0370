//! The code flow with somebody who signs in: OIDC Core §3.1, §2 and §5.4.

use serde_json::Value;

use crate::{
    check::{Outcome, Problem, Sheet, Verdict, must, needs, should},
    id_token::{self, IdToken},
    probe::Probe,
};

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    sheet.check("code", "OIDC Core §3.1.2.5", probe.signed_in().await.map(|_| ()));
    sheet.check("state-and-iss", "RFC 6749 §4.1.2, RFC 9207 §2", echoes(probe).await);
    sheet.check("redirect-status", "RFC 9700 §4.12", redirect_status(probe).await);
    sheet.check("token-response", "OIDC Core §3.1.3.3", token_response(probe).await);
    sheet.check("token-type", "RFC 6749 §5.1, RFC 6750 §4", token_type(probe).await);
    sheet.check("token-response-is-not-stored", "RFC 6749 §5.1", not_stored(probe).await);
    sheet.check("expires-in", "RFC 6749 §5.1", expires_in(probe).await);
    sheet.check("scope", "RFC 6749 §5.1", scope(probe).await);
    sheet.check("id-token-signature", "OIDC Core §3.1.3.7", signature(probe).await.map(|_| ()));
    sheet.check("id-token-claims", "OIDC Core §2, §3.1.3.7", claims(probe).await);
    sheet.check("id-token-at-hash", "OIDC Core §3.1.3.6", at_hash(probe).await);
    sheet.check("id-token-lifetime", "OIDC Core §2", lifetime(probe).await);
}

async fn echoes(probe: &Probe) -> Verdict {
    let signed = probe.signed_in().await?;
    signed.ask.check_answer(&signed.back, &probe.metadata).map_err(|one| one.about(&signed.back.answer))
}

/// A 307 would make the browser post the password on to the client.
async fn redirect_status(probe: &Probe) -> Verdict {
    let answer = &probe.signed_in().await?.back.answer;
    must(!matches!(answer.status, 307 | 308), "a redirect that does not repeat the form: 303 or 302", || {
        answer.summary()
    })
    .map_err(|one| one.about(answer))
}

async fn token_response(probe: &Probe) -> Verdict {
    let tokens = probe.signed_in().await?.tokens()?;
    must(tokens.answer.media_type() == "application/json", "application/json", || tokens.answer.summary())?;
    tokens.id_token().map(|_| ())
}

async fn member(probe: &Probe, name: &str) -> Result<Option<Value>, Problem> {
    Ok(probe.signed_in().await?.tokens()?.answer.object().and_then(|members| members.get(name).cloned()))
}

async fn token_type(probe: &Probe) -> Verdict {
    let value = member(probe, "token_type").await?;
    let bearer = value.as_ref().and_then(Value::as_str).is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
    must(bearer, "token_type Bearer", || format!("{value:?}"))
}

async fn not_stored(probe: &Probe) -> Verdict {
    let tokens = probe.signed_in().await?.tokens()?;
    let control = tokens.answer.header("cache-control").unwrap_or("none").to_ascii_lowercase();
    must(control.contains("no-store"), "Cache-Control: no-store", || format!("Cache-Control: {control}"))
}

async fn expires_in(probe: &Probe) -> Verdict {
    let value = member(probe, "expires_in").await?;
    should(value.is_some(), "expires_in", || "none".to_owned())?;
    let good = value.as_ref().and_then(Value::as_i64).is_some_and(|seconds| seconds > 0);
    must(good, "expires_in, a positive number", || format!("{value:?}"))
}

async fn scope(probe: &Probe) -> Verdict {
    let signed = probe.signed_in().await?;
    let Some(granted) = &signed.tokens()?.scope else { return Ok(()) };
    let asked: Vec<&str> = signed.ask.get("scope").split(' ').collect();
    let more: Vec<&str> = granted.split(' ').filter(|scope| !asked.contains(scope)).collect();
    should(more.is_empty(), "no more than was asked for", || format!("also {}", more.join(", ")))?;
    must(granted.split(' ').any(|scope| scope == "openid"), "openid in scope", || granted.clone())
}

async fn signature(probe: &Probe) -> Result<IdToken, Problem> {
    let tokens = probe.signed_in().await?.tokens()?;
    id_token::signature(probe, probe.client()?, tokens.id_token()?).map_err(|one| one.about(&tokens.answer))
}

/// The ID token, once its signature is believed.
async fn verified(probe: &Probe) -> Result<IdToken, Problem> {
    signature(probe).await.map_err(|problem| match problem.outcome {
        Outcome::Failed => Problem::skipped("there is no ID token that could be verified"),
        _ => problem,
    })
}

async fn claims(probe: &Probe) -> Verdict {
    let token = verified(probe).await?;
    let signed = probe.signed_in().await?;
    let answer = &signed.tokens()?.answer;
    id_token::check_claims(probe, probe.client()?, &token, signed.ask.get("nonce")).map_err(|one| one.about(answer))
}

async fn at_hash(probe: &Probe) -> Verdict {
    let token = verified(probe).await?;
    needs(token.claims.contains_key("at_hash"), "optional in the code flow, and left out")?;
    id_token::check_hash(&token, "at_hash", &probe.signed_in().await?.tokens()?.access_token, false)
}

async fn lifetime(probe: &Probe) -> Verdict {
    let token = verified(probe).await?;
    let (Some(iat), Some(exp)) = (token.time("iat"), token.time("exp")) else {
        return Err(Problem::skipped("iat or exp is missing"));
    };
    must(exp > iat, "exp after iat", || format!("{} seconds", exp - iat))?;
    should(exp - iat <= 86_400, "no more than a day", || format!("{} seconds", exp - iat))
}
