//! How we prove who we are to a provider of which nothing but its issuer was said.

use serde_json::{Map, Value};

use super::{NewUpstream, SettingEdit, change::start, metadata_rules::list};
use crate::{
    domain::kernel::Cx,
    protocol::{
        jose::json,
        upstream::{
            UpstreamIssuer, UpstreamSettings, edit,
            settings::{UpstreamClientAuth, UpstreamKind},
        },
    },
};

/// The setting.
const KEY: &str = "client_auth";

/// The same upstream with the method that its metadata offer for a secret, where the operator said none and no preset
/// does. Where they cannot be read it stays as it is, and `probe` tells. Never inside a transaction.
pub async fn with_client_auth(cx: &Cx<'_>, mut new: NewUpstream) -> NewUpstream {
    if let Some(method) = offered(cx, &new).await {
        new.rest.settings.push(SettingEdit { key: KEY.to_owned(), value: method.as_str().to_owned() });
    }
    new
}

async fn offered(cx: &Cx<'_>, new: &NewUpstream) -> Option<UpstreamClientAuth> {
    let is_said = new.rest.settings.iter().any(|edit| edit.key == KEY);
    let has_secret = matches!(new.rest.secret, Some(Some(_)));
    let start = start(new).ok().filter(|start| start.kind == UpstreamKind::Oidc)?;
    if is_said || !has_secret || new.preset.is_some() {
        return None;
    }
    let written = |settings: UpstreamSettings, one: &SettingEdit| edit::with(&settings, &one.key, &one.value);
    let settings = new.rest.settings.iter().try_fold(start.settings, written).ok()?;
    let issuer = UpstreamIssuer::of(&settings)?;
    let fetched = cx.app.outbound.get(&issuer.metadata_address(), "application/json").await.ok()?;
    let metadata = json::object(&fetched.body).ok()?;
    let named = metadata.get("issuer").and_then(Value::as_str).unwrap_or_default();
    if issuer.is_of_metadata(named) { of_metadata(&metadata) } else { None }
}

/// The method for a secret that metadata offer: in the header where they offer that or are silent, else in the form.
/// A key of ours is the operator's to say.
fn of_metadata(metadata: &Map<String, Value>) -> Option<UpstreamClientAuth> {
    // OIDC Discovery §3: what is left out means client_secret_basic.
    let offered = list(metadata, "token_endpoint_auth_methods_supported")?;
    [UpstreamClientAuth::ClientSecretBasic, UpstreamClientAuth::ClientSecretPost]
        .into_iter()
        .find(|method| offered.contains(&method.as_str()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_is_sent_as_the_metadata_offer_and_no_key_is_chosen() {
        let (basic, post) = (UpstreamClientAuth::ClientSecretBasic, UpstreamClientAuth::ClientSecretPost);
        for (offered, chosen) in [
            (json!(["client_secret_post", "client_secret_basic"]), Some(basic)),
            (json!(["private_key_jwt", "client_secret_post"]), Some(post)),
            (json!(["private_key_jwt", "none"]), None),
            (json!([]), None),
            (json!(null), None),
        ] {
            let metadata = Map::from_iter([("token_endpoint_auth_methods_supported".to_owned(), offered.clone())]);
            assert_eq!(of_metadata(&metadata), chosen, "{offered}");
        }
        assert_eq!(of_metadata(&Map::new()), None);
    }
}
