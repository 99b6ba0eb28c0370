//! Upstreams, for people.

use std::sync::Arc;

use crate::{cli::output, domain::registry::upstreams::Upstream, view::UpstreamView};

/// How many domains are printed in a line.
const FEW: usize = 8;

/// All of them, in the order of the buttons.
pub(super) fn table(all: &[Arc<Upstream>]) -> String {
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let end = one.secret_expires_at.map(|end| format!("secret ends {}", output::time(end)));
            let marks = [
                one.disabled_at.map(|_| "disabled".to_owned()),
                (!one.settings.creates_accounts).then(|| "only links".to_owned()),
                end,
            ];
            let marks: Vec<String> = marks.into_iter().flatten().collect();
            let preset = one.preset.clone().unwrap_or_else(|| one.kind.to_string());
            vec![one.name.clone(), one.label.clone(), preset, one.client_id.clone(), marks.join(", ")]
        })
        .collect();
    let none = "no upstreams yet; run: signet upstream create --help";
    output::table(&["NAME", "LABEL", "PRESET", "CLIENT_ID", ""], &rows, none)
}

/// One, with what matters of its settings.
pub(super) fn facts(one: &UpstreamView) -> String {
    let set = &one.settings;
    let words = |all: &[String]| (!all.is_empty()).then(|| all.join(" "));
    let domains = one.domains.as_deref().and_then(|all| match all {
        [] => None,
        few if few.len() <= FEW => Some(few.join(" ")),
        many => Some(format!("{} and {} more", many[..FEW].join(" "), many.len() - FEW)),
    });
    let secret = match (&one.secret_expires_at, one.has_secret) {
        (Some(end), _) => format!("kept, ends {end}"),
        (None, true) => "kept".to_owned(),
        (None, false) => "none".to_owned(),
    };
    output::facts(&[
        ("name", Some(one.name.clone())),
        ("label", Some(one.label.clone())),
        ("kind", Some(one.kind.to_owned())),
        ("preset", one.preset.clone()),
        ("callback", one.callback.clone()),
        ("after sign-out", one.post_logout_redirect_uri.clone()),
        ("client_id", Some(one.client_id.clone())),
        ("secret", Some(secret)),
        ("proves itself by", Some(set.client_auth.to_string())),
        ("issuer", set.issuer.clone()),
        ("authorization", set.authorization_endpoint.clone()),
        ("token", set.token_endpoint.clone()),
        ("userinfo", set.userinfo_endpoint.clone()),
        ("scopes", words(&set.scopes)),
        ("PKCE", Some(if set.pkce { "S256" } else { "not used" }.to_owned())),
        ("subject", Some(set.subject.clone())),
        ("mail believed", Some(set.email_trust.to_string())),
        ("domains", domains),
        ("allowed domains", words(&set.allowed_domains)),
        ("tenants", words(&set.tenants)),
        (
            "new accounts",
            Some(if set.creates_accounts { "are made" } else { "are not made: it only links" }.to_owned()),
        ),
        ("further factors", set.trusts_factors.then(|| "count as ours".to_owned())),
        ("disabled since", one.disabled_at.clone()),
    ])
}
