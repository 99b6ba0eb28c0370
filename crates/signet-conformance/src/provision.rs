//! Registers the clients of a run, and takes them back at its end.

use serde_json::Value;

use super::{
    check::Problem,
    client::{Client, Method, Wanted},
    error::described,
    http::{Answer, Request},
    probe::Probe,
};

/// Registers the client of most checks, and another one beside it.
pub async fn register(probe: &mut Probe) {
    let method = Method::fitting(&probe.metadata, true);
    probe.client = client(probe, method).await;
    probe.other = match &probe.client {
        Ok(_) => client(probe, method).await,
        Err(_) => Err(Problem::skipped("no client could be registered")),
    };
}

/// Deletes what was registered; where that is not possible, the provider's own expiry has to do.
pub async fn clean_up(probe: &Probe) {
    for client in [&probe.client, &probe.other].into_iter().flatten() {
        if let Some(management) = &client.management {
            // The report is written; nothing hangs from this any more.
            let _ = probe.http.send(Request::new("DELETE", &management.uri).bearer(&management.token)).await;
        }
    }
}

async fn client(probe: &Probe, method: Method) -> Result<Client, Problem> {
    let home = probe.registration()?.redirect_uri.as_str();
    let bye = after_logout(home);
    let mut wanted = Wanted { redirect_uri: home, post_logout_redirect_uri: &bye, method, code_only: false };
    let mut answer = post(probe, &wanted.metadata(&probe.metadata)).await?;
    if answer.status == 400 {
        // Some providers list more than they give to whoever registers.
        wanted.code_only = true;
        answer = post(probe, &wanted.metadata(&probe.metadata)).await?;
    }
    let client = answer.object().and_then(|members| Client::from_registration(&members, &wanted, &probe.http));
    let failed = || Problem::failed("a client from the registration endpoint", described(&answer)).about(&answer);
    client.filter(|_| matches!(answer.status, 200 | 201)).ok_or_else(failed)
}

/// The address beside the redirect URI that stands for "after logout".
pub fn after_logout(redirect_uri: &str) -> String {
    let end = redirect_uri.find(['?', '#']).unwrap_or(redirect_uri.len());
    format!("{}/after-logout", redirect_uri[..end].trim_end_matches('/'))
}

/// Sends a registration, with the initial access token if there is one.
pub async fn post(probe: &Probe, metadata: &Value) -> Result<Answer, Problem> {
    let request = Request::json("POST", probe.metadata.endpoint("registration_endpoint")?, metadata);
    let request = match &probe.registration()?.initial_access_token {
        Some(token) => request.bearer(token.expose()),
        None => request,
    };
    probe.http.send(request).await
}
