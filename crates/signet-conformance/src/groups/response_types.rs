//! Response types and modes beyond the plain code flow: OIDC Core §3.2 and §3.3, OAuth Multiple Response Types, OAuth
//! Form Post Response Mode.

use crate::{
    ask::Ask,
    browser::{Back, Mode},
    check::{Problem, Sheet, Verdict, must, needs},
    id_token::{self, IdToken},
    probe::Probe,
    tokens::{Tokens, redemption},
};

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    let types = [
        ("id-token", "id_token", "OIDC Core §3.2.2.5"),
        ("id-token-token", "id_token token", "OIDC Core §3.2.2.5"),
        ("code-id-token", "code id_token", "OIDC Core §3.3.2.5"),
        ("code-token", "code token", "OIDC Core §3.3.2.5"),
        ("code-id-token-token", "code id_token token", "OIDC Core §3.3.2.5"),
    ];
    for (name, response_type, clause) in types {
        sheet.check(name, clause, front_channel(probe, response_type).await);
    }
    sheet.check("none", "OAuth Multiple Response Types §4", none(probe).await);
    sheet.check("code-in-a-form", "OAuth Form Post Response Mode §2", code_by(probe, Mode::FormPost).await);
    sheet.check("code-in-the-fragment", "OAuth Multiple Response Types §2.1", code_by(probe, Mode::Fragment).await);
    sheet.check("id-token-in-a-form", "OAuth Form Post Response Mode §2", id_token_in_a_form(probe).await);
}

/// Sends the request from the session that exists; a client that may not use the response type skips the check.
async fn answered(probe: &Probe, ask: &Ask) -> Result<Back, Problem> {
    let back = probe.signed_in().await?.go(probe, ask).await?.back()?;
    let unregistered = matches!(back.get("error"), Some("unauthorized_client"));
    needs(!unregistered, "the client is not registered for it")?;
    must(back.get("error").is_none(), "an answer without error", || back.summary())
        .map_err(|one| one.about(&back.answer))?;
    ask.check_answer(&back, &probe.metadata).map_err(|one| one.about(&back.answer))?;
    for name in ["code", "access_token", "id_token"] {
        probe.http.redactor.learn(back.get(name).unwrap_or_default());
    }
    Ok(back)
}

async fn front_channel(probe: &Probe, response_type: &str) -> Verdict {
    needs(probe.metadata.has_response_type(response_type), "the response type is not served")?;
    let ask = probe.ask(response_type)?;
    let back = answered(probe, &ask).await?;
    let judged = judge(probe, &ask, &back, response_type);
    let token = judged.map_err(|one| one.about(&back.answer))?;
    let Some(code) = back.get("code") else { return Ok(()) };
    let tokens = probe.http.send(redemption(probe, probe.client()?, &ask, code)?).await?;
    let tokens = Tokens::read(probe, tokens)?;
    let second = id_token::trusted(probe, tokens.id_token()?, ask.get("nonce"))?;
    // OIDC Core §3.3.3.6: iss and sub of both ID tokens are identical.
    let same =
        token.is_none_or(|first| first.text("sub") == second.text("sub") && first.text("iss") == second.text("iss"));
    must(same, "iss and sub alike in both ID tokens (OIDC Core §3.3.3.6)", || {
        "others from the token endpoint".to_owned()
    })
}

/// The answer brings what its response type names, in the fragment, bound together by hashes.
fn judge(probe: &Probe, ask: &Ask, back: &Back, response_type: &str) -> Result<Option<IdToken>, Problem> {
    must(back.mode == Mode::Fragment, "the fragment (OAuth Multiple Response Types §5)", || back.summary())?;
    let parts: Vec<&str> = response_type.split(' ').collect();
    for (part, name) in [("code", "code"), ("token", "access_token"), ("id_token", "id_token")] {
        let (wanted, came) = (parts.contains(&part), back.get(name).is_some());
        must(wanted == came, &format!("what {response_type:?} names and nothing else"), || back.summary())?;
    }
    if parts.contains(&"token") {
        // OIDC Core §3.2.2.5, RFC 6749 §4.2.2
        let bearer = back.get("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
        must(bearer, "token_type Bearer beside the access token", || back.summary())?;
    }
    let Some(token) = back.get("id_token") else { return Ok(None) };
    let token = id_token::trusted(probe, token, ask.get("nonce"))?;
    if let Some(access_token) = back.get("access_token") {
        // OIDC Core §3.2.2.10, §3.3.2.11: required where both come from the authorization endpoint.
        id_token::check_hash(&token, "at_hash", access_token, true)?;
    }
    if let Some(code) = back.get("code") {
        id_token::check_hash(&token, "c_hash", code, true)?;
    }
    Ok(Some(token))
}

async fn none(probe: &Probe) -> Verdict {
    needs(probe.metadata.has_response_type("none"), "the response type is not served")?;
    let back = answered(probe, &probe.ask("none")?).await?;
    let bare = ["code", "access_token", "id_token"].iter().all(|name| back.get(name).is_none());
    must(bare, "neither code nor token", || back.summary())
}

async fn code_by(probe: &Probe, mode: Mode) -> Verdict {
    needs(probe.metadata.has_response_mode(mode.as_str()), "the response mode is not served")?;
    let ask = probe.ask("code")?.set("response_mode", mode.as_str());
    let back = answered(probe, &ask).await?;
    let good = back.mode == mode && back.get("code").is_some();
    must(good, &format!("a code by response_mode={}", mode.as_str()), || back.summary())
        .map_err(|one| one.about(&back.answer))
}

async fn id_token_in_a_form(probe: &Probe) -> Verdict {
    needs(probe.metadata.has_response_mode("form_post"), "the response mode is not served")?;
    needs(probe.metadata.has_response_type("id_token"), "the response type is not served")?;
    let ask = probe.ask("id_token")?.set("response_mode", "form_post");
    let back = answered(probe, &ask).await?;
    must(back.mode == Mode::FormPost, "a form that is posted to the client", || back.summary())
        .map_err(|one| one.about(&back.answer))?;
    id_token::trusted(probe, back.get("id_token").unwrap_or_default(), ask.get("nonce")).map(|_| ())
}
