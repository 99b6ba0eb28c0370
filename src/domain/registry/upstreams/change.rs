//! Making, changing, switching off and deleting upstreams.

use super::{Upstream, check, domains, warnings::says_the_same};
use crate::{
    base::{id::UpstreamId, secret::Secret, time::Timestamp},
    domain::kernel::{
        Cx, Error, Event, FieldError, On, Permission, Version, Work, event::UpstreamEvent, permit, seals,
    },
    protocol::upstream::{
        UpstreamSettings, edit, preset,
        settings::{EmailTrust, UpstreamKind},
    },
    store::upstreams::{self, UpstreamRow},
};

/// An upstream to make.
#[derive(Debug, Clone)]
pub struct NewUpstream {
    /// The word for it in commands and addresses.
    pub name: String,
    /// The preset that it is made of.
    pub preset: Option<String>,
    /// What kind of service it is; what its preset says where there is one, else an OpenID provider.
    pub kind: Option<UpstreamKind>,
    /// Everything that can be changed later.
    pub rest: UpstreamChanges,
}

/// One setting, by its name: `claims.picture` names an entry of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingEdit {
    /// Its name.
    pub key: String,
    /// As an operator writes it.
    pub value: String,
}

/// What to change; an absent member stays as it is, or gets its default when new.
#[derive(Debug, Clone, Default)]
pub struct UpstreamChanges {
    /// What its button says after "Continue with".
    pub label: Option<String>,
    /// Its place among the buttons.
    pub position: Option<i64>,
    /// What we are called there.
    pub client_id: Option<String>,
    /// Our secret there, or the private key; an inner `None` forgets it.
    pub secret: Option<Option<Secret<String>>>,
    /// When the secret ends; an inner `None` says that it does not.
    pub secret_expires_at: Option<Option<Timestamp>>,
    /// Settings, in this order.
    pub settings: Vec<SettingEdit>,
    /// The domains of mail addresses that it vouches for.
    pub domains: Option<Vec<String>>,
    /// Such domains besides those that are listed.
    pub more_domains: Vec<String>,
    /// Such domains that are listed no more.
    pub fewer_domains: Vec<String>,
}

/// Makes an upstream.
///
/// # Errors
/// [`Error::Invalid`] with every field that must be corrected, [`Error::Conflict`] when the name or a domain is taken.
pub async fn create(cx: &Cx<'_>, new: NewUpstream) -> Result<Upstream, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    check::name(&new)?;
    let start = start(&new)?;
    let id: UpstreamId = cx.new_id();
    let row = UpstreamRow {
        id: id.clone(),
        issuer_id: cx.issuer.id.clone(),
        name: new.name,
        kind: start.kind,
        preset: new.preset,
        label: start.label,
        position: 0,
        settings: text(&start.settings)?,
        client_id: String::new(),
        secret: None,
        secret_expires_at: None,
        created_at: cx.now,
        updated_at: cx.now,
        disabled_at: None,
    };
    cx.write(async |work| {
        let position = upstreams::next_position(work, &cx.issuer.id).await?;
        let row = changed(cx, UpstreamRow { position, ..row }, &new.rest)?;
        upstreams::insert(work, &row)
            .await
            .map_err(|error| if error.is_unique() { Error::Conflict("name") } else { error.into() })?;
        domains::write(cx, work, &id, &new.rest).await?;
        work.emit(cx, Event::Upstream(UpstreamEvent::Created, id.clone())).await?;
        Upstream::of(row).map_err(Error::internal)
    })
    .await
}

/// Changes an upstream; its name, which stands in its callback address, stays, and so does what it is.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] with every field that must be corrected, [`Error::Conflict`] when a domain
/// is another's.
pub async fn update(cx: &Cx<'_>, name: &str, changes: UpstreamChanges) -> Result<Upstream, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| {
        let before = hold(cx, work, name).await?;
        let row = changed(cx, UpstreamRow { updated_at: cx.now, ..before }, &changes)?;
        upstreams::update(work, &row).await?;
        domains::write(cx, work, &row.id, &changes).await?;
        work.emit(cx, Event::Upstream(UpstreamEvent::Updated, row.id.clone())).await?;
        Upstream::of(row).map_err(Error::internal)
    })
    .await
}

/// Switches an upstream off, so that nobody signs in by it, or on again; its identities stay. Answers whether anything
/// changed.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn set_disabled(cx: &Cx<'_>, name: &str, disabled: bool) -> Result<bool, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| {
        let before = hold(cx, work, name).await?;
        if before.disabled_at.is_some() == disabled {
            return Ok(false);
        }
        let row = UpstreamRow { disabled_at: disabled.then_some(cx.now), updated_at: cx.now, ..before };
        upstreams::update(work, &row).await?;
        let what = if disabled { UpstreamEvent::Disabled } else { UpstreamEvent::Enabled };
        work.emit(cx, Event::Upstream(what, row.id)).await?;
        Ok(true)
    })
    .await
}

/// Deletes an upstream, and with it the identities of everybody there.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(cx: &Cx<'_>, name: &str) -> Result<(), Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| {
        let row = hold(cx, work, name).await?;
        upstreams::delete(work, &row.id).await?;
        work.emit(cx, Event::Upstream(UpstreamEvent::Deleted, row.id)).await
    })
    .await
}

/// By name, locked until the unit of work ends.
async fn hold(cx: &Cx<'_>, work: &mut Work, name: &str) -> Result<UpstreamRow, Error> {
    let found = upstreams::find_by_name(work, &cx.issuer.id, name).await?.ok_or(Error::NotFound)?;
    // Nobody else changes upstreams and their domains until this transaction ends.
    work.raise(Version::Upstreams).await?;
    upstreams::hold(work, &found.id).await?.ok_or(Error::NotFound)
}

/// What an upstream begins with.
struct Start {
    kind: UpstreamKind,
    label: String,
    settings: UpstreamSettings,
}

fn start(new: &NewUpstream) -> Result<Start, Error> {
    let Some(name) = &new.preset else {
        let settings = match new.kind {
            None | Some(UpstreamKind::Oidc) => UpstreamSettings::default(),
            Some(UpstreamKind::OAuth2) => UpstreamSettings {
                scopes: Vec::new(),
                userinfo: true,
                subject: "id".to_owned(),
                proves_freshness: false,
                ..UpstreamSettings::default()
            },
        };
        return Ok(Start { kind: new.kind.unwrap_or(UpstreamKind::Oidc), label: new.name.clone(), settings });
    };
    let unknown =
        || Error::field("preset", "preset_unknown", format!("there is no preset {name}; run: signet upstream presets"));
    let preset = preset::find(name).ok_or_else(unknown)?;
    if new.kind.is_some_and(|kind| kind != preset.kind) {
        let message = format!("the preset {name} is of kind {}", preset.kind);
        return Err(Error::field("kind", "kind_other", message));
    }
    Ok(Start { kind: preset.kind, label: preset.label, settings: preset.settings })
}

/// The row after changes, checked as a whole.
fn changed(cx: &Cx<'_>, before: UpstreamRow, changes: &UpstreamChanges) -> Result<UpstreamRow, Error> {
    let old = Upstream::of(before.clone()).map_err(Error::internal)?;
    let mut settings = old.settings.clone();
    let mut problems = Vec::new();
    for SettingEdit { key, value } in &changes.settings {
        match edit::with(&settings, key, value) {
            Ok(after) => settings = after,
            Err(message) => problems.push(FieldError { field: "setting", code: "setting_invalid", message }),
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    // What is known of a service is not known of whoever runs the same software elsewhere: its administrators may mark
    // any address verified.
    let is_named = changes.settings.iter().any(|edit| edit.key == "email_trust");
    if !is_named && !says_the_same(&old.settings, &settings) && settings.email_trust > EmailTrust::Listed {
        settings.email_trust = EmailTrust::Listed;
    }
    let secret = match &changes.secret {
        None => old.secret(cx)?,
        Some(given) => given.clone(),
    };
    let row = UpstreamRow {
        label: changes.label.clone().unwrap_or(before.label),
        position: changes.position.unwrap_or(before.position),
        client_id: changes.client_id.clone().unwrap_or(before.client_id),
        settings: text(&settings)?,
        secret_expires_at: match (changes.secret_expires_at, &changes.secret) {
            (Some(said), _) => said,
            // Of a new secret nobody has said when it ends.
            (None, Some(_)) => None,
            (None, None) => before.secret_expires_at,
        },
        secret: match &changes.secret {
            None => before.secret,
            Some(given) => given.as_ref().map(|given| seal(cx, &before.id, given)),
        },
        ..before
    };
    check::all(&check::Written {
        kind: row.kind,
        label: &row.label,
        client_id: &row.client_id,
        secret: secret.as_ref().map(|secret| secret.expose().as_str()),
        settings: &settings,
    })?;
    Ok(row)
}

fn seal(cx: &Cx<'_>, id: &UpstreamId, secret: &Secret<String>) -> Secret<String> {
    let purpose = seals::upstream_secret(id);
    Secret::new(cx.app.sealer.seal(&purpose, secret.expose().as_bytes(), &cx.app.entropy))
}

fn text(settings: &UpstreamSettings) -> Result<String, Error> {
    serde_json::to_string(settings).map_err(Error::internal)
}
