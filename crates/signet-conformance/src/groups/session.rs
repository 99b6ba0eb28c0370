//! What a session is good for: OIDC Core §3.1.2.1 (prompt, max_age, hints), §3.1.2.6, §5.5.

use serde_json::json;

use crate::{
    ask::Ask,
    browser::Back,
    check::{Problem, Sheet, Verdict, must, needs, should},
    http::Request,
    id_token::{self, IdToken},
    probe::Probe,
    system,
    tokens::{SignedIn, Tokens, redemption},
};

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    sheet.check("prompt-none", "OIDC Core §3.1.2.1", quiet(probe, |ask, _| ask).await);
    sheet.check("same-session", "OIDC Core §2", same_session(probe).await);
    sheet.check("max-age-long", "OIDC Core §3.1.2.1", max_age_long(probe).await);
    sheet.check("prompt-none-and-max-age", "OIDC Core §3.1.2.6", too_old(probe).await);
    sheet.check("max-age-short", "OIDC Core §3.1.2.1", again(probe, "max_age", "1").await);
    sheet.check("prompt-login", "OIDC Core §3.1.2.1", again(probe, "prompt", "login").await);
    sheet.check("id-token-hint", "OIDC Core §3.1.2.1", quiet(probe, with_hint).await);
    sheet.check("id-token-hint-without-session", "OIDC Core §3.1.2.1", hint_of_nobody(probe).await);
    sheet.check("login-hint", "OIDC Core §3.1.2.1", quiet(probe, with_login_hint).await);
    sheet.check("optional-parameters", "OIDC Core §3.1.2.1", quiet(probe, with_options).await);
    sheet.check("scope-unknown", "OIDC Core §3.1.2.1", scope_unknown(probe).await);
    sheet.check("without-nonce", "OIDC Core §3.1.2.1", without_nonce(probe).await);
    sheet.check("claims-parameter", "OIDC Core §5.5", claims_parameter(probe).await);
}

/// The first ID token, once its signature is believed.
async fn first(probe: &Probe) -> Result<(&SignedIn, IdToken), Problem> {
    let signed = probe.signed_in().await?;
    let token = id_token::signature(probe, probe.client()?, signed.tokens()?.id_token()?);
    Ok((signed, token.map_err(|_| Problem::skipped("there is no ID token that could be verified"))?))
}

/// Consent for `openid` alone may still be wanted: it is given once, so that `prompt=none` has nothing to ask.
async fn prepared(probe: &Probe) -> Result<(&SignedIn, IdToken, Ask), Problem> {
    let (signed, token) = first(probe).await?;
    let ask = probe.ask("code")?;
    signed.code(probe, &ask).await?;
    Ok((signed, token, probe.ask("code")?))
}

/// The ID token that a code brings.
async fn redeemed(probe: &Probe, ask: &Ask, back: &Back) -> Result<(IdToken, Tokens), Problem> {
    let code = back.get("code").unwrap_or_default();
    must(!code.is_empty(), "a code, without a question", || back.summary()).map_err(|one| one.about(&back.answer))?;
    ask.check_answer(back, &probe.metadata)?;
    let answer = probe.http.send(redemption(probe, probe.client()?, ask, code)?).await?;
    let tokens = Tokens::read(probe, answer)?;
    Ok((id_token::trusted(probe, tokens.id_token()?, ask.get("nonce"))?, tokens))
}

fn same_person(now: &IdToken, before: &IdToken) -> Verdict {
    must(now.text("sub") == before.text("sub"), "the same sub as before", || "another sub".to_owned())
}

/// A request with `prompt=none`, bent a little: it is answered with a code for the same person.
async fn quiet(probe: &Probe, bend: fn(Ask, &SignedIn) -> Ask) -> Verdict {
    let (signed, token, ask) = prepared(probe).await?;
    let ask = bend(ask.set("prompt", "none"), signed);
    let back = signed.go(probe, &ask).await?.back()?;
    same_person(&redeemed(probe, &ask, &back).await?.0, &token)
}

fn with_hint(ask: Ask, signed: &SignedIn) -> Ask {
    let token = signed.outcome.as_ref().ok().and_then(|tokens| tokens.id_token.as_deref());
    ask.set("id_token_hint", token.unwrap_or_default())
}

fn with_login_hint(ask: Ask, _: &SignedIn) -> Ask {
    ask.set("login_hint", "somebody")
}

fn with_options(ask: Ask, _: &SignedIn) -> Ask {
    [("display", "page"), ("ui_locales", "se de-AT"), ("claims_locales", "se"), ("acr_values", "urn:example:unknown 1")]
        .iter()
        .fold(ask, |ask, (name, value)| ask.set(name, value))
}

async fn same_session(probe: &Probe) -> Verdict {
    let (signed, token, ask) = prepared(probe).await?;
    needs(token.claims.contains_key("auth_time"), "the ID token has no auth_time")?;
    let ask = ask.set("prompt", "none");
    let back = signed.go(probe, &ask).await?.back()?;
    let (now, _) = redeemed(probe, &ask, &back).await?;
    must(now.time("auth_time") == token.time("auth_time"), "auth_time as before: nobody has signed in again", || {
        format!("{:?} after {:?}", now.claims.get("auth_time"), token.claims.get("auth_time"))
    })
}

async fn max_age_long(probe: &Probe) -> Verdict {
    let (signed, token, ask) = prepared(probe).await?;
    let ask = ask.set("max_age", "10000").set("prompt", "none");
    let back = signed.go(probe, &ask).await?.back()?;
    let (now, _) = redeemed(probe, &ask, &back).await?;
    must(now.time("auth_time").is_some(), "auth_time, since max_age was asked for", || "none".to_owned())?;
    same_person(&now, &token)
}

/// Somebody who must sign in again: the rules do it, and `auth_time` is new.
async fn again(probe: &Probe, name: &str, value: &str) -> Verdict {
    let (signed, token, ask) = prepared(probe).await?;
    signed.age().await;
    let before = system::now();
    let ask = ask.set(name, value);
    let back = signed.go(probe, &ask).await?.back()?;
    signed.at.set(system::now_millis());
    let (now, _) = redeemed(probe, &ask, &back).await?;
    same_person(&now, &token)?;
    let Some(at) = now.time("auth_time") else {
        must(name != "max_age", "auth_time, since max_age was asked for", || "none".to_owned())?;
        return Err(Problem::skipped("the ID token has no auth_time, so it cannot be told"));
    };
    let earlier = token.time("auth_time").is_none_or(|first| first < at);
    // The provider's clock may be behind by a little.
    must(earlier && at >= before - 1, "a new auth_time: somebody signed in again", || format!("{} s old", before - at))
}

async fn too_old(probe: &Probe) -> Verdict {
    let (signed, _, ask) = prepared(probe).await?;
    signed.age().await;
    let ask = ask.set("prompt", "none").set("max_age", "1");
    let landing = signed.go(probe, &ask).await?;
    ask.must_be_refused(landing, &probe.metadata, &["login_required", "interaction_required"]).map(|_| ())
}

/// A hint says who is meant; it signs nobody in.
async fn hint_of_nobody(probe: &Probe) -> Verdict {
    let signed = probe.signed_in().await?;
    let ask = with_hint(probe.ask("code")?.set("prompt", "none"), signed);
    let codes = ["login_required", "interaction_required", "account_selection_required"];
    ask.must_be_refused(probe.try_out(&ask).await?, &probe.metadata, &codes).map(|_| ())
}

async fn scope_unknown(probe: &Probe) -> Verdict {
    // RFC 6749 §3.3: what a client is not registered for may be refused.
    needs(probe.client()?.scope.is_none(), "the client is registered for certain scopes only")?;
    let (signed, token, ask) = prepared(probe).await?;
    let ask = ask.set("scope", "openid x-unknown-scope");
    let back = signed.go(probe, &ask).await?.back()?;
    // OIDC Core §3.1.2.1: scope values that are not understood SHOULD be ignored.
    should(back.get("error").is_none(), "a code: unknown scopes are ignored", || back.summary())?;
    same_person(&redeemed(probe, &ask, &back).await?.0, &token)
}

async fn without_nonce(probe: &Probe) -> Verdict {
    let (signed, token, ask) = prepared(probe).await?;
    let ask = ask.without("nonce");
    let back = signed.go(probe, &ask).await?.back()?;
    same_person(&redeemed(probe, &ask, &back).await?.0, &token)
}

async fn claims_parameter(probe: &Probe) -> Verdict {
    needs(probe.metadata.flag("claims_parameter_supported", false), "the metadata does not list it")?;
    let (signed, token) = first(probe).await?;
    let wish = json!({"userinfo": {"name": {"essential": true}}, "id_token": {"auth_time": {"essential": true}}});
    let ask = probe.ask("code")?.set("claims", &wish.to_string());
    let back = signed.go(probe, &ask).await?.back()?;
    let (now, tokens) = redeemed(probe, &ask, &back).await?;
    same_person(&now, &token)?;
    must(now.time("auth_time").is_some(), "auth_time in the ID token, asked for as essential", || "none".to_owned())?;
    let endpoint = probe.metadata.endpoint("userinfo_endpoint")?;
    let had = probe.http.send(Request::get(endpoint).bearer(&signed.tokens()?.access_token)).await?;
    needs(had.object().is_some_and(|claims| claims.contains_key("name")), "this person has no name to ask for")?;
    let answer = probe.http.send(Request::get(endpoint).bearer(&tokens.access_token)).await?;
    let named = answer.object().is_some_and(|claims| claims.contains_key("name"));
    should(named, "name from userinfo, asked for as essential", || "none".to_owned())
}
