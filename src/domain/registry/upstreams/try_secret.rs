//! Whether an upstream knows us: a made-up code is shown to its token endpoint, with what proves who we are.

use serde_json::Value;

use super::{Upstream, probe::ProbeFinding};
use crate::{
    domain::{
        kernel::Cx,
        registry::upstream_calls::{self, UpstreamCode},
    },
    outbound::http::Posted,
    protocol::{
        jose::json,
        upstream::{UpstreamRefusal, callback, settings::UpstreamClientAuth},
    },
};

/// Most characters of an error's name that are repeated.
const LONGEST_CODE: usize = 64;

/// Shows it. Our secret goes to the endpoint that a sign-in would send it to, and nowhere else.
pub(super) async fn try_secret(cx: &Cx<'_>, upstream: &Upstream) -> ProbeFinding {
    match ask(cx, upstream).await {
        Ok(answer) => judge(upstream, answer.status, error_of(&answer.body).as_deref()),
        Err(why) => unclear(&why.to_string()),
    }
}

async fn ask(cx: &Cx<'_>, upstream: &Upstream) -> Result<Posted, UpstreamRefusal> {
    let endpoints = upstream_calls::endpoints(cx, upstream).await?;
    let (code, verifier) = (cx.app.entropy.token(), cx.app.entropy.token());
    let redirect_uri = callback(&cx.issuer.url, &upstream.name);
    let made_up = UpstreamCode { code: code.expose(), redirect_uri: &redirect_uri, code_verifier: verifier.expose() };
    upstream_calls::show_code(cx, upstream, &endpoints, made_up).await
}

/// The `error` of an answer, where it is a word (RFC 6749 §5.2).
fn error_of(body: &[u8]) -> Option<String> {
    let members = json::object(body).ok()?;
    let code = members.get("error").and_then(Value::as_str)?;
    let is_word = (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_graphic());
    is_word.then(|| code.to_owned())
}

/// What an answer to a made-up code says of us.
fn judge(upstream: &Upstream, status: u16, error: Option<&str>) -> ProbeFinding {
    let said = error.map_or_else(|| status.to_string(), |code| format!("{status} {code}"));
    match (status, error) {
        // RFC 6749 §5.2: the client was authenticated, and the code is none.
        (_, Some("invalid_grant" | "bad_verification_code")) => {
            ProbeFinding::good(format!("its token endpoint knows us: it refuses a made-up code ({said})"))
        }
        (401, _) | (_, Some("invalid_client" | "unauthorized_client")) => {
            let text = format!("its token endpoint does not take us for the client that we are there ({said})");
            ProbeFinding::problem(text, remedy(upstream))
        }
        (400, Some(_)) => {
            ProbeFinding::good(format!("its token endpoint refuses a made-up code, and not this client ({said})"))
        }
        _ => unclear(&format!("its token endpoint answers a made-up code with {said}")),
    }
}

fn remedy(upstream: &Upstream) -> String {
    let name = &upstream.name;
    match upstream.settings.client_auth {
        UpstreamClientAuth::None => format!(
            "signet upstream update {name} --client-id ID; where it wants a secret, too: --client-secret-file FILE \
             --setting client_auth=client_secret_basic"
        ),
        UpstreamClientAuth::ClientSecretBasic => format!(
            "signet upstream update {name} --client-id ID --client-secret-file FILE; or, where both are right: \
             --setting client_auth=client_secret_post"
        ),
        UpstreamClientAuth::PrivateKeyJwt => format!(
            "signet upstream update {name} --client-id ID --client-secret-file FILE; or, where both are right, what it \
             knows of the key: --setting client_auth_values.key_id=KID (else its RFC 7638 thumbprint), \
             client_auth_values.audience=issuer (else the token endpoint), client_auth_alg=ALG (now {})",
            upstream.settings.client_auth_alg
        ),
        _ => format!("signet upstream update {name} --client-id ID --client-secret-file FILE"),
    }
}

fn unclear(why: &str) -> ProbeFinding {
    ProbeFinding::warning(format!("could not tell whether it knows us by our secret: {why}"))
}
