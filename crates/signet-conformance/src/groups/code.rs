//! What protects a code: it is used once, by its client, at its redirect URI, with its verifier.
//! RFC 6749 §4.1.2, §4.1.3; RFC 7636 §4.6; RFC 9700 §2.1.1, §4.8.2.

use crate::{
    ask::Ask,
    check::{Outcome, Problem, Sheet, Verdict, must, needs, should},
    client::{Client, Method},
    error::must_be_error,
    http::{Answer, Request},
    probe::Probe,
    tokens::{Tokens, exchange},
};

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    let reused = reuse(probe).await;
    let (verdict, tokens) = match reused {
        Ok((verdict, tokens)) => (verdict, Ok(tokens)),
        Err(problem) => (Err(problem.clone()), Err(problem)),
    };
    sheet.check("used-once", "RFC 6749 §4.1.2", verdict);
    sheet.check("reuse-ends-its-tokens", "RFC 6749 §4.1.2", revoked(probe, tokens).await);
    let grant = &["invalid_grant"][..];
    let either = &["invalid_grant", "invalid_request"][..];
    sheet.check(
        "verifier-wrong",
        "RFC 7636 §4.6",
        spoiled_verifier(probe, grant, |pairs| put(pairs, "code_verifier", OTHER)).await,
    );
    sheet.check(
        "verifier-missing",
        "RFC 7636 §4.6",
        spoiled_verifier(probe, either, |pairs| leave_out(pairs, "code_verifier")).await,
    );
    sheet.check("verifier-without-challenge", "RFC 9700 §4.8.2", downgrade(probe).await);
    let elsewhere = |pairs: &mut Pairs| put(pairs, "redirect_uri", "https://rp.example/other");
    sheet.check("redirect-uri-wrong", "RFC 6749 §4.1.3", spoiled(probe, grant, elsewhere).await);
    sheet.check(
        "redirect-uri-missing",
        "RFC 6749 §4.1.3",
        spoiled(probe, either, |pairs| leave_out(pairs, "redirect_uri")).await,
    );
    sheet.check("client-wrong", "RFC 6749 §4.1.3", other_client(probe).await);
    sheet.check("needs-its-client", "RFC 6749 §3.2.1", without_secret(probe).await);
}

type Pairs = Vec<(&'static str, String)>;

/// Well formed, and made for no challenge.
const OTHER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn put(pairs: &mut Pairs, name: &str, value: &str) {
    pairs.iter_mut().filter(|(one, _)| *one == name).for_each(|(_, present)| value.clone_into(present));
}

fn leave_out(pairs: &mut Pairs, name: &str) {
    pairs.retain(|(one, _)| *one != name);
}

/// A fresh code from the session that exists, and the request that it answers.
async fn fresh(probe: &Probe) -> Result<(Ask, String), Problem> {
    let ask = probe.ask("code")?;
    let code = probe.signed_in().await?.code(probe, &ask).await?;
    Ok((ask, code))
}

async fn send(probe: &Probe, client: &Client, pairs: &Pairs) -> Result<Answer, Problem> {
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    probe.http.send(client.form(probe.metadata.endpoint("token_endpoint")?, &pairs)).await
}

async fn reuse(probe: &Probe) -> Result<(Verdict, Tokens), Problem> {
    let (ask, code) = fresh(probe).await?;
    let pairs = exchange(&ask, &code);
    let tokens = Tokens::read(probe, send(probe, probe.client()?, &pairs).await?)?;
    let again = send(probe, probe.client()?, &pairs).await?;
    Ok((must_be_error(&again, &["invalid_grant"]), tokens))
}

async fn revoked(probe: &Probe, tokens: Result<Tokens, Problem>) -> Verdict {
    let tokens = tokens.map_err(|problem| match problem.outcome {
        Outcome::Failed => Problem::skipped("there was no code to use twice"),
        _ => problem,
    })?;
    let endpoint = probe.metadata.endpoint("userinfo_endpoint")?;
    let answer = probe.http.send(Request::get(endpoint).bearer(&tokens.access_token)).await?;
    should(answer.status == 401, "status 401 of userinfo: the tokens of a code that was used twice end", || {
        answer.summary()
    })
}

/// A good code with one thing wrong about it.
async fn spoiled(probe: &Probe, codes: &[&str], spoil: impl Fn(&mut Pairs)) -> Verdict {
    let (ask, code) = fresh(probe).await?;
    let mut pairs = exchange(&ask, &code);
    spoil(&mut pairs);
    must_be_error(&send(probe, probe.client()?, &pairs).await?, codes)
}

async fn spoiled_verifier(probe: &Probe, codes: &[&str], spoil: impl Fn(&mut Pairs)) -> Verdict {
    needs(probe.metadata.0.contains_key("code_challenge_methods_supported"), "the metadata promises no PKCE")?;
    spoiled(probe, codes, spoil).await
}

/// Who takes the challenge out of the request must not get past it.
async fn downgrade(probe: &Probe) -> Verdict {
    needs(probe.metadata.0.contains_key("code_challenge_methods_supported"), "the metadata promises no PKCE")?;
    let ask = probe.ask("code")?.without("code_challenge").without("code_challenge_method");
    let back = probe.signed_in().await?.go(probe, &ask).await?.back()?;
    needs(back.get("error").is_none(), "the client cannot do without PKCE")?;
    let mut pairs = exchange(&ask, back.get("code").unwrap_or_default());
    pairs.push(("code_verifier", ask.verifier.clone()));
    must_be_error(&send(probe, probe.client()?, &pairs).await?, &["invalid_grant", "invalid_request"])
}

async fn other_client(probe: &Probe) -> Verdict {
    let other = probe.other()?;
    let (ask, code) = fresh(probe).await?;
    must_be_error(&send(probe, other, &exchange(&ask, &code)).await?, &["invalid_grant"])
}

async fn without_secret(probe: &Probe) -> Verdict {
    let (client, _) = probe.confidential()?;
    let (ask, code) = fresh(probe).await?;
    let nobody = Client { method: Method::None, ..client.clone() };
    let answer = send(probe, &nobody, &exchange(&ask, &code)).await?;
    must(answer.status != 200, "a refusal: the client has a secret and did not show it", || answer.summary())?;
    must_be_error(&answer, &["invalid_client"])
}
