//! Making, changing, switching off and deleting upstreams.

use super::{
    Upstream, check, domains,
    replace::{demand_nobody, demand_secret, is_of_another, make_anew},
    secret_at, tokens,
    warnings::says_the_same,
};
use crate::{
    base::{id::UpstreamId, secret::Secret, time::Timestamp},
    domain::{
        directory::identities,
        kernel::{Cx, Error, Event, FieldError, On, Permission, Version, Work, event::UpstreamEvent, permit, seals},
    },
    protocol::upstream::{
        UpstreamSettings, edit, preset,
        settings::{EmailTrust, UpstreamKind},
    },
    store::{
        upstream_tokens,
        upstreams::{self, UpstreamRow},
    },
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
    /// Whether everybody is disconnected first, and what is kept of them revoked there.
    pub forgets_links: bool,
}

/// Makes an upstream.
///
/// # Errors
/// [`Error::Invalid`] with every field that must be corrected and for a domain that is another's, [`Error::Conflict`]
/// when the name is taken.
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
        upstreams::insert(work, &row).await.map_err(Error::taken("name"))?;
        domains::write(cx, work, &id, &new.rest).await?;
        work.emit(cx, Event::Upstream(UpstreamEvent::Created, id.clone())).await?;
        Upstream::of(row).map_err(Error::internal)
    })
    .await
}

/// Changes an upstream; its name, which stands in its callback address, stays, and so does what it is. One that comes to
/// mean another provider is made anew under its name, where nobody is connected or everybody is to be disconnected. Where it
/// is to keep no tokens, those that are kept are gone, and revoked there later.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] with every field that must be corrected, for a domain that is another's, for
/// another provider while people are connected, and for another host without the secret.
pub async fn update(cx: &Cx<'_>, name: &str, changes: UpstreamChanges) -> Result<Upstream, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| {
        if changes.forgets_links {
            return Box::pin(make_anew(cx, work, name, &changes)).await;
        }
        let before = hold(cx, work, name).await?;
        let row = changed(cx, UpstreamRow { updated_at: cx.now, ..before.clone() }, &changes)?;
        if is_of_another(&before, &row)? {
            demand_nobody(work, &before).await?;
            return Box::pin(make_anew(cx, work, name, &changes)).await;
        }
        demand_secret(&before, &row, &changes)?;
        if keeps_nothing(&row, &changes)? {
            // While the row is what it was when they were handed out.
            tokens::forget(cx, work, &row.id).await?;
        }
        upstreams::update(work, &row).await?;
        domains::write(cx, work, &row.id, &changes).await?;
        work.emit(cx, Event::Upstream(UpstreamEvent::Updated, row.id.clone())).await?;
        Upstream::of(row).map_err(Error::internal)
    })
    .await
}

/// Switches an upstream off, so that nobody signs in by it, or on again; its identities stay, and what is kept of them is
/// refreshed again. Answers whether anything changed.
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
        if !disabled {
            upstream_tokens::make_due(work, &row.id, cx.now).await?;
        }
        let what = if disabled { UpstreamEvent::Disabled } else { UpstreamEvent::Enabled };
        work.emit(cx, Event::Upstream(what, row.id)).await?;
        Ok(true)
    })
    .await
}

/// Deletes an upstream, and with it the identities of everybody there and what its rules gave them. What it handed out is
/// revoked there later.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(cx: &Cx<'_>, name: &str) -> Result<(), Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| take_away(cx, work, name, ConnectedPeople::Leave).await.map(drop)).await
}

/// People who are connected to an upstream that is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConnectedPeople {
    /// They are disconnected.
    Leave,
    /// It is refused while there are any.
    Stay,
}

/// Takes an upstream away with everything of its people; its row as it was.
pub(super) async fn take_away(
    cx: &Cx<'_>,
    work: &mut Work,
    name: &str,
    connected: ConnectedPeople,
) -> Result<UpstreamRow, Error> {
    let found = upstreams::find_by_name(work, &cx.issuer.id, name).await?.ok_or(Error::NotFound)?;
    // People first, as in a sign-in: the other order would deadlock on PostgreSQL.
    identities::end_all_at(cx, work, &found.id).await?;
    let row = hold(cx, work, name).await?;
    upstreams::keep_links_out(work, &row).await?;
    if connected == ConnectedPeople::Stay {
        // Whoever was being connected when they were looked for is by now.
        demand_nobody(work, &row).await?;
    }
    // Of those who signed in meanwhile.
    identities::end_all_at(cx, work, &row.id).await?;
    // Before the row goes: what is kept of its people is still there for those who hear of it.
    work.emit(cx, Event::Upstream(UpstreamEvent::Deleted, row.id.clone())).await?;
    upstreams::delete(work, &row.id).await?;
    Ok(row)
}

/// Whether the operator says that the tokens of an upstream are not kept, again or for the first time.
fn keeps_nothing(row: &UpstreamRow, changes: &UpstreamChanges) -> Result<bool, Error> {
    let is_said = changes.settings.iter().any(|edit| edit.key == "keeps_tokens");
    Ok(is_said && !read(row)?.settings.keeps_tokens)
}

/// What a row says, which stays.
pub(super) fn read(row: &UpstreamRow) -> Result<Upstream, Error> {
    Upstream::of(row.clone()).map_err(Error::internal)
}

/// By name, locked until the unit of work ends.
async fn hold(cx: &Cx<'_>, work: &mut Work, name: &str) -> Result<UpstreamRow, Error> {
    let found = upstreams::find_by_name(work, &cx.issuer.id, name).await?.ok_or(Error::NotFound)?;
    // Nobody else changes upstreams and their domains until this transaction ends.
    work.raise(Version::Upstreams).await?;
    upstreams::hold(work, &found.id).await?.ok_or(Error::NotFound)
}

/// What an upstream begins with.
pub(super) struct Start {
    pub kind: UpstreamKind,
    label: String,
    pub settings: UpstreamSettings,
}

/// What the preset says, or what is so of its kind.
pub(super) fn start(new: &NewUpstream) -> Result<Start, Error> {
    let Some(name) = &new.preset else {
        let settings = match new.kind {
            None | Some(UpstreamKind::Oidc) => UpstreamSettings::default(),
            Some(UpstreamKind::OAuth2) => UpstreamSettings {
                scopes: Vec::new(),
                userinfo: true,
                subject: "id".to_owned(),
                proves_freshness: false,
                passes_prompt_none: false,
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
pub(super) fn changed(cx: &Cx<'_>, before: UpstreamRow, changes: &UpstreamChanges) -> Result<UpstreamRow, Error> {
    let old = read(&before)?;
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
        None => secret_at(cx, &old)?,
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

pub(super) fn seal(cx: &Cx<'_>, id: &UpstreamId, secret: &Secret<String>) -> Secret<String> {
    let purpose = seals::upstream_secret(id);
    Secret::new(cx.app.sealer.seal(&purpose, secret.expose().as_bytes(), &cx.app.entropy))
}

fn text(settings: &UpstreamSettings) -> Result<String, Error> {
    serde_json::to_string(settings).map_err(Error::internal)
}
