//! Logout that a client asks for: RP-Initiated Logout §2 to §4. The last check ends the session that the others use.

use crate::{
    ask::must_be_error_page,
    browser::{Browser, Landing},
    check::{Problem, Sheet, Verdict, must, needs},
    http::{Request, encode},
    probe::Probe,
    redact::bare,
    tokens::SignedIn,
};

/// Somewhere that no client of the provider has registered.
const EVIL: &str = "https://evil.example/after-logout";

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    sheet.check("without-parameters", "RP-Initiated Logout §2", without_parameters(probe).await);
    sheet.check("without-hint-or-client", "RP-Initiated Logout §3", unproven(probe).await);
    sheet.check("unknown-client", "RP-Initiated Logout §3", unknown_client(probe).await);
    sheet.check("unregistered-address", "RP-Initiated Logout §3", unregistered(probe).await);
    sheet.check("address-with-query-added", "RP-Initiated Logout §3", query_added(probe).await);
    sheet.check("hint-broken", "RP-Initiated Logout §2, §4", broken_hint(probe).await);
    sheet.check("hint-with-broken-signature", "RP-Initiated Logout §2, §4", forged_hint(probe).await);
    sheet.check("hint-of-another-client", "RP-Initiated Logout §2", another_client(probe).await);
    sheet.check("still-signed-in", "RP-Initiated Logout §4", still_signed_in(probe).await);
    sheet.check("post", "RP-Initiated Logout §2", by_post(probe).await);
    sheet.check("redirect-with-state", "RP-Initiated Logout §3", good(probe).await);
    sheet.check("signed-out", "RP-Initiated Logout §2", signed_out(probe).await);
}

fn endpoint(probe: &Probe) -> Result<&str, Problem> {
    probe.metadata.endpoint("end_session_endpoint")
}

fn request(probe: &Probe, pairs: &[(&str, &str)]) -> Result<Request, Problem> {
    let endpoint = endpoint(probe)?;
    let mark = if endpoint.contains('?') { '&' } else { '?' };
    Ok(Request::get(format!("{endpoint}{mark}{}", encode(pairs))))
}

/// The address that the client has registered for this.
fn registered(probe: &Probe) -> Result<&str, Problem> {
    let address = probe.client()?.post_logout_redirect_uri.as_deref();
    address.ok_or_else(|| Problem::skipped("needs --post-logout-redirect-uri"))
}

/// The browser stays with the provider, without anybody having confirmed anything.
fn must_stay(landing: &Landing) -> Verdict {
    match landing {
        Landing::Page(answer) => {
            must(answer.status < 500, "a page", || landing.summary()).map_err(|one| one.about(answer))
        }
        Landing::Back(back) => {
            let found = format!("a redirect to {}", bare(&back.url));
            Err(Problem::failed("a page of the provider, and no redirect", found).about(&back.answer))
        }
    }
}

/// Each with a browser that nobody has used: an open redirect needs no session.
async fn stays(probe: &Probe, pairs: &[(&str, &str)]) -> Verdict {
    let home = probe.client().ok().and_then(|client| client.post_logout_redirect_uri.as_deref());
    let homes: Vec<&str> = home.into_iter().chain([EVIL]).collect();
    must_stay(&Browser::new(&probe.http).open(request(probe, pairs)?, &homes).await?)
}

/// The same from the session that exists; nothing is filled in, so it goes on.
async fn stays_in_session(probe: &Probe, pairs: &[(&str, &str)]) -> Verdict {
    let homes = [registered(probe)?, EVIL];
    let signed = probe.signed_in().await?;
    let landing = signed.browser.open(request(probe, pairs)?, &homes).await?;
    must_stay(&landing)?;
    must_be_error_page(&landing)
}

async fn without_parameters(probe: &Probe) -> Verdict {
    stays(probe, &[]).await
}

async fn unproven(probe: &Probe) -> Verdict {
    let address = registered(probe).unwrap_or(EVIL);
    // RP-Initiated Logout §3: without a hint there must be other means to know that the address is legitimate.
    stays(probe, &[("post_logout_redirect_uri", address), ("state", "s")]).await
}

async fn unknown_client(probe: &Probe) -> Verdict {
    stays(probe, &[("client_id", "unknown-client-of-the-checks"), ("post_logout_redirect_uri", EVIL)]).await
}

async fn unregistered(probe: &Probe) -> Verdict {
    endpoint(probe)?;
    let client = probe.client()?;
    stays(probe, &[("client_id", &client.id), ("post_logout_redirect_uri", EVIL)]).await?;
    let Ok(hint) = hint(probe).await else { return Ok(()) };
    stays_in_session(probe, &[("id_token_hint", hint), ("post_logout_redirect_uri", EVIL)]).await
}

async fn query_added(probe: &Probe) -> Verdict {
    let address = registered(probe)?;
    let bent = format!("{address}{}added=1", if address.contains('?') { '&' } else { '?' });
    let pairs = [("client_id", probe.client()?.id.as_str()), ("post_logout_redirect_uri", &bent)];
    stays(probe, &pairs).await?;
    let Ok(hint) = hint(probe).await else { return Ok(()) };
    stays_in_session(probe, &[("id_token_hint", hint), ("post_logout_redirect_uri", &bent)]).await
}

/// The ID token of the session.
async fn hint(probe: &Probe) -> Result<&str, Problem> {
    endpoint(probe)?;
    probe.signed_in().await?.tokens()?.id_token()
}

async fn broken_hint(probe: &Probe) -> Verdict {
    stays(probe, &[("id_token_hint", "not-a-token"), ("post_logout_redirect_uri", registered(probe)?)]).await
}

/// A hint whose last character was changed says who is meant, but nobody vouches for it.
async fn forged_hint(probe: &Probe) -> Verdict {
    let hint = hint(probe).await?;
    // The first character of the signature: those at the end may hold bits that do not count.
    let at = hint.rfind('.').map_or(0, |dot| dot + 1);
    let turned = if hint[at..].starts_with('A') { 'B' } else { 'A' };
    let forged = format!("{}{turned}{}", &hint[..at], hint.get(at + 1..).unwrap_or_default());
    probe.http.redactor.learn(&forged);
    stays_in_session(probe, &[("id_token_hint", &forged), ("post_logout_redirect_uri", registered(probe)?)]).await
}

async fn another_client(probe: &Probe) -> Verdict {
    let other = probe.other()?;
    let pairs = [("id_token_hint", hint(probe).await?), ("client_id", &other.id)];
    // RP-Initiated Logout §2: both are there, so they must belong together.
    stays_in_session(probe, &[&pairs[..], &[("post_logout_redirect_uri", registered(probe)?)]].concat()).await
}

async fn quiet_error(probe: &Probe, signed: &SignedIn) -> Result<Option<String>, Problem> {
    let ask = probe.ask("code")?.set("prompt", "none");
    let back = signed.go(probe, &ask).await?.back()?;
    Ok(back.get("error").map(str::to_owned))
}

/// None of the requests before was one that ends a session without a question.
async fn still_signed_in(probe: &Probe) -> Verdict {
    endpoint(probe)?;
    let signed = probe.signed_in().await?;
    let error = quiet_error(probe, signed).await?;
    must(error.as_deref() != Some("login_required"), "the session, which nobody has ended", || {
        "login_required".to_owned()
    })
}

async fn by_post(probe: &Probe) -> Verdict {
    let request = Request::form::<&str, &str>(endpoint(probe)?, &[]);
    let landing = Browser::new(&probe.http).open(request, &[EVIL]).await?;
    must(landing.answer().status < 400, "a page, as for GET", || landing.summary())
        .map_err(|one| one.about(landing.answer()))
}

async fn good(probe: &Probe) -> Verdict {
    let (hint, address) = (hint(probe).await?, registered(probe)?);
    let signed = probe.signed_in().await?;
    let pairs = [("id_token_hint", hint), ("post_logout_redirect_uri", address), ("state", "s t&a=1")];
    let landing = signed.browser.walk(request(probe, &pairs)?, &[address], Some(probe.form_filler()?)).await?;
    let back = landing.back().map_err(|mut problem| {
        "a redirect to post_logout_redirect_uri, after confirming by the rules".clone_into(&mut problem.expected);
        problem
    })?;
    must(back.get("state") == Some("s t&a=1"), "state as it was sent", || back.summary())
        .map_err(|one| one.about(&back.answer))?;
    let own = url::Url::parse(address).map(|url| url.query_pairs().count()).unwrap_or_default();
    must(back.params.len() == own + 1, "state and nothing else", || back.summary())
        .map_err(|one| one.about(&back.answer))
}

async fn signed_out(probe: &Probe) -> Verdict {
    endpoint(probe)?;
    registered(probe)?;
    let signed = probe.signed_in().await?;
    let error = quiet_error(probe, signed).await?;
    needs(error.as_deref() != Some("consent_required"), "the provider asks for consent first")?;
    let over =
        matches!(error.as_deref(), Some("login_required" | "interaction_required" | "account_selection_required"));
    must(over, "login_required: the session is over", || error.unwrap_or_else(|| "a code".to_owned()))
}
