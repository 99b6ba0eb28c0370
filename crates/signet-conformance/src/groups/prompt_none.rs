//! `prompt=none` while nobody is signed in: OIDC Core §3.1.2.1 and §3.1.2.6, RFC 9207.

use crate::{
    browser::{Back, Mode},
    check::{Problem, Sheet, Verdict, must, needs},
    probe::Probe,
};

/// Each says that somebody would have to be asked.
const REFUSALS: &[&str] = &["login_required", "interaction_required", "consent_required", "account_selection_required"];

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    sheet.check("refused", "OIDC Core §3.1.2.6", refused(probe).await);
    sheet.check("iss", "RFC 9207 §2", iss(probe).await);
    sheet.check("long-state", "RFC 6749 §4.1.2.1", state(probe, &"0123456789".repeat(100)).await);
    sheet.check("odd-state", "RFC 6749 §4.1.2.1", state(probe, "a&b=c d+%25%é\"'<>#?/\\;:").await);
    sheet.check("no-state", "RFC 6749 §4.1.2.1", no_state(probe).await);
    sheet.check("in-the-fragment", "OAuth Multiple Response Types §5", fragment(probe).await);
    sheet.check("in-a-form", "OAuth Form Post Response Mode §2", form_post(probe).await);
}

async fn answered(probe: &Probe, bend: &[(&str, &str)]) -> Result<Back, Problem> {
    let ask = bend.iter().fold(probe.ask("code")?.set("prompt", "none"), |ask, (name, value)| ask.set(name, value));
    ask.must_be_refused(probe.try_out(&ask).await?, &probe.metadata, REFUSALS)
}

async fn refused(probe: &Probe) -> Verdict {
    let back = answered(probe, &[]).await?;
    must(back.mode == Mode::Query, "the query, for the code flow", || back.summary())
}

async fn iss(probe: &Probe) -> Verdict {
    needs(
        probe.metadata.flag("authorization_response_iss_parameter_supported", false),
        "the metadata does not promise it",
    )?;
    let back = answered(probe, &[]).await?;
    must(back.get("iss") == probe.metadata.text("issuer"), "iss, the issuer", || format!("{:?}", back.get("iss")))
}

/// `must_be_refused` compares it byte for byte.
async fn state(probe: &Probe, state: &str) -> Verdict {
    answered(probe, &[("state", state)]).await.map(|_| ())
}

async fn no_state(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?.set("prompt", "none").without("state");
    let back = ask.must_be_refused(probe.try_out(&ask).await?, &probe.metadata, REFUSALS)?;
    must(back.get("state").is_none(), "no state, since none was sent", || back.summary())
}

async fn fragment(probe: &Probe) -> Verdict {
    needs(probe.metadata.has_response_type("id_token"), "the response type id_token is not served")?;
    let ask = probe.ask("id_token")?.set("prompt", "none");
    let landing = probe.try_out(&ask).await?;
    let refused = [REFUSALS, &["unauthorized_client", "unsupported_response_type"]].concat();
    let back = ask.must_be_refused(landing, &probe.metadata, &refused)?;
    must(back.mode == Mode::Fragment, "the fragment, for a response type with tokens", || back.summary())
}

async fn form_post(probe: &Probe) -> Verdict {
    needs(probe.metadata.has_response_mode("form_post"), "the response mode form_post is not served")?;
    let back =
        answered(probe, &[("response_mode", "form_post"), ("state", "\"><script>alert(1)</script>&amp;'")]).await?;
    must(back.mode == Mode::FormPost, "a form that is posted to the client", || back.summary())?;
    must(back.answer.status == 200, "status 200", || back.answer.summary())?;
    must(!back.answer.body.contains("<script>alert(1)"), "a page in which state is no markup", || {
        "state stands in the page as it was sent".to_owned()
    })
}
