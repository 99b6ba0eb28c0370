//! Life of tokens: refreshing (RFC 6749 §6, OIDC Core §12), introspection (RFC 7662), revocation (RFC 7009).

use crate::{
    check::{Problem, Sheet, Verdict, must, needs, should},
    error::{described, error_of, must_be_error},
    http::{Answer, Request},
    id_token,
    probe::Probe,
    tokens::{SignedIn, Tokens, redemption},
};

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    let refreshed = refresh(probe).await;
    let kept = refreshed.as_ref().map_err(|_| Problem::skipped("nothing was refreshed")).cloned();
    sheet.check("refresh", "RFC 6749 §6", refreshed.map(|_| ()));
    sheet.check("refreshed-access-token", "RFC 6749 §6", works(probe, &kept).await);
    sheet.check("refreshed-id-token", "OIDC Core §12.2", same_person(probe, &kept).await);
    sheet.check("refresh-for-more", "RFC 6749 §6", for_more(probe, &kept).await);
    sheet.check("refresh-by-another-client", "RFC 6749 §6, §10.4", by_another(probe, &kept).await);
    sheet.check("introspection", "RFC 7662 §2.2", introspection(probe).await);
    sheet.check("introspection-of-nothing", "RFC 7662 §2.2", introspection_of_nothing(probe).await);
    sheet.check("introspection-needs-a-client", "RFC 7662 §2.1, §2.3", introspection_by_nobody(probe).await);
    sheet.check("revocation", "RFC 7009 §2.1, §2.2", revocation(probe).await);
    sheet.check("revocation-of-a-refresh-token", "RFC 7009 §2.1", revocation_of_refresh(probe).await);
    sheet.check("revocation-of-nothing", "RFC 7009 §2.2", revocation_of_nothing(probe).await);
    sheet.check("revocation-needs-a-client", "RFC 7009 §2.1, §2.2.1", revocation_by_nobody(probe).await);
}

/// New tokens from the same session, so that the ones everybody shares stay alive.
async fn fresh(probe: &Probe) -> Result<(&SignedIn, Tokens), Problem> {
    let signed = probe.signed_in().await?;
    let ask = probe.ask("code")?.set("scope", signed.ask.get("scope"));
    let ask = if signed.ask.get("prompt").is_empty() { ask } else { ask.set("prompt", signed.ask.get("prompt")) };
    let code = signed.code(probe, &ask).await?;
    let answer = probe.http.send(redemption(probe, probe.client()?, &ask, &code)?).await?;
    Ok((signed, Tokens::read(probe, answer)?))
}

async fn post(probe: &Probe, endpoint: &str, pairs: &[(&str, &str)]) -> Result<Answer, Problem> {
    probe.http.send(probe.client()?.form(probe.metadata.endpoint(endpoint)?, pairs)).await
}

fn refresh_token(tokens: &Tokens) -> Result<&str, Problem> {
    tokens.refresh_token.as_deref().ok_or_else(|| Problem::skipped("no refresh token was issued"))
}

async fn refresh(probe: &Probe) -> Result<Tokens, Problem> {
    let (_, first) = fresh(probe).await?;
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh_token(&first)?)];
    let mut tokens = Tokens::read(probe, post(probe, "token_endpoint", &pairs).await?)?;
    // RFC 6749 §6: where no new one comes, the old one goes on.
    tokens.refresh_token = tokens.refresh_token.or(first.refresh_token);
    Ok(tokens)
}

async fn userinfo(probe: &Probe, access_token: &str) -> Result<Answer, Problem> {
    probe.http.send(Request::get(probe.metadata.endpoint("userinfo_endpoint")?).bearer(access_token)).await
}

async fn works(probe: &Probe, kept: &Result<Tokens, Problem>) -> Verdict {
    let tokens = kept.as_ref().map_err(Clone::clone)?;
    let answer = userinfo(probe, &tokens.access_token).await?;
    must(answer.status == 200, "status 200 of userinfo", || answer.summary())
}

async fn same_person(probe: &Probe, kept: &Result<Tokens, Problem>) -> Verdict {
    let tokens = kept.as_ref().map_err(Clone::clone)?;
    let token = tokens.id_token.as_deref().ok_or_else(|| Problem::skipped("optional, and left out"))?;
    let token = id_token::signature(probe, probe.client()?, token)?;
    let first = probe.signed_in().await?.tokens()?;
    let first = id_token::signature(probe, probe.client()?, first.id_token()?)?;
    // OIDC Core §12.2: the same issuer, person, audience and time of authentication as before.
    for name in ["iss", "sub", "aud", "azp", "auth_time"] {
        let same = token.claims.get(name) == first.claims.get(name);
        must(same, "iss, sub, aud, azp and auth_time as at first", || format!("another {name}"))?;
    }
    Ok(())
}

async fn for_more(probe: &Probe, kept: &Result<Tokens, Problem>) -> Verdict {
    let token = refresh_token(kept.as_ref().map_err(Clone::clone)?)?;
    let scope = format!("{} x-never-granted", probe.signed_in().await?.ask.get("scope"));
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", &scope)];
    let answer = post(probe, "token_endpoint", &pairs).await?;
    let granted = answer.object().and_then(|members| members.get("scope")?.as_str().map(str::to_owned));
    if answer.status == 200 && granted.is_some_and(|scope| !scope.contains("x-never-granted")) {
        return Err(Problem::warning("error invalid_scope", "the scope was left out without a word").about(&answer));
    }
    must_be_error(&answer, &["invalid_scope"])
}

async fn by_another(probe: &Probe, kept: &Result<Tokens, Problem>) -> Verdict {
    let other = probe.other()?;
    let token = refresh_token(kept.as_ref().map_err(Clone::clone)?)?;
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", token)];
    let answer = probe.http.send(other.form(probe.metadata.endpoint("token_endpoint")?, &pairs)).await?;
    must_be_error(&answer, &["invalid_grant"])
}

async fn introspection(probe: &Probe) -> Verdict {
    probe.metadata.endpoint("introspection_endpoint")?;
    probe.confidential()?;
    let (_, tokens) = fresh(probe).await?;
    let answer = post(probe, "introspection_endpoint", &[("token", &tokens.access_token)]).await?;
    needs(!matches!(answer.status, 401 | 403), "this client may not look into tokens")?;
    let members = answer.object().unwrap_or_default();
    must(answer.status == 200 && members.contains_key("active"), "status 200 with active", || described(&answer))?;
    let active = members.get("active") == Some(&true.into());
    should(active, "active: true for a token of the same client", || "active: false".to_owned())?;
    let sub = probe.signed_in().await?.tokens()?.id_token()?;
    let sub = id_token::signature(probe, probe.client()?, sub)?.text("sub").to_owned();
    let told = members.get("sub").is_none_or(|value| value.as_str() == Some(&sub));
    must(told, "sub, if it is there, as in the ID token", || "another sub".to_owned())
}

async fn introspection_of_nothing(probe: &Probe) -> Verdict {
    probe.metadata.endpoint("introspection_endpoint")?;
    probe.confidential()?;
    let answer = post(probe, "introspection_endpoint", &[("token", "no-such-token")]).await?;
    needs(!matches!(answer.status, 401 | 403), "this client may not look into tokens")?;
    let members = answer.object().unwrap_or_default();
    // RFC 7662 §2.2: nothing beside `active` is told of a token that is not.
    let good = answer.status == 200 && members.len() == 1 && members.get("active") == Some(&false.into());
    must(good, "status 200 with active: false and nothing else", || described(&answer))
}

async fn introspection_by_nobody(probe: &Probe) -> Verdict {
    let endpoint = probe.metadata.endpoint("introspection_endpoint")?;
    let answer = probe.http.send(Request::form(endpoint, &[("token", "no-such-token")])).await?;
    must(matches!(answer.status, 400 | 401 | 403), "a refusal: whoever asks must prove itself", || described(&answer))
}

async fn revocation(probe: &Probe) -> Verdict {
    probe.metadata.endpoint("revocation_endpoint")?;
    let (_, tokens) = fresh(probe).await?;
    let pairs = [("token", tokens.access_token.as_str()), ("token_type_hint", "access_token")];
    let answer = post(probe, "revocation_endpoint", &pairs).await?;
    needs(error_of(&answer) != "unsupported_token_type", "access tokens cannot be revoked here")?;
    must(answer.status == 200, "status 200", || described(&answer))?;
    let after = userinfo(probe, &tokens.access_token).await?;
    must(after.status == 401, "status 401 of userinfo after revocation", || after.summary())
}

async fn revocation_of_refresh(probe: &Probe) -> Verdict {
    probe.metadata.endpoint("revocation_endpoint")?;
    let (_, tokens) = fresh(probe).await?;
    let token = refresh_token(&tokens)?;
    let answer = post(probe, "revocation_endpoint", &[("token", token)]).await?;
    must(answer.status == 200, "status 200", || described(&answer))?;
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", token)];
    must_be_error(&post(probe, "token_endpoint", &pairs).await?, &["invalid_grant"])
}

async fn revocation_of_nothing(probe: &Probe) -> Verdict {
    let answer = post(probe, "revocation_endpoint", &[("token", "no-such-token")]).await?;
    must(answer.status == 200, "status 200: a token that is unknown is as good as revoked", || described(&answer))
}

async fn revocation_by_nobody(probe: &Probe) -> Verdict {
    let endpoint = probe.metadata.endpoint("revocation_endpoint")?;
    let answer = probe.http.send(Request::form(endpoint, &[("token", "no-such-token")])).await?;
    must(matches!(answer.status, 400 | 401), "a refusal: whoever revokes must prove itself", || described(&answer))
}
