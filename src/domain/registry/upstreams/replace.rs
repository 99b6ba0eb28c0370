//! An upstream that comes to mean another provider: what is linked to the one before, and kept of it, is not the other's.

use super::{
    SettingEdit, Upstream, UpstreamChanges,
    change::{ConnectedPeople, changed, read, seal, take_away},
    domains, secret_at,
};
use crate::{
    base::id::UpstreamId,
    domain::kernel::{Cx, Error, Event, Work, event::UpstreamEvent},
    protocol::upstream::{UpstreamSettings, provider, settings::EmailTrust},
    store::{
        identities,
        upstreams::{self, UpstreamRow},
    },
};

/// Whether changes made another provider's of an upstream.
pub(super) fn is_of_another(before: &UpstreamRow, after: &UpstreamRow) -> Result<bool, Error> {
    Ok(!provider::is_same(before.kind, &read(before)?.settings, &read(after)?.settings))
}

/// Whether the provider itself is another by changes, and not only where it says who somebody is.
fn is_at_another(before: &UpstreamRow, after: &UpstreamRow) -> Result<bool, Error> {
    let (before, after) = (read(before)?, read(after)?);
    let settings = UpstreamSettings { subject: before.settings.subject.clone(), ..after.settings };
    Ok(!provider::is_same(before.kind, &before.settings, &settings))
}

/// Changes to an upstream whose provider becomes another. What was said of the one before is not said of it: its secret
/// is shown to nobody else, and its further factors and its mark on mail addresses count only where that is said once more.
fn of_another(before: &UpstreamRow, changes: &UpstreamChanges) -> Result<UpstreamChanges, Error> {
    if before.secret.is_some() && changes.secret.is_none() {
        let message = "say the secret of the new provider (--client-secret-file): it gets none of another's";
        return Err(Error::field("client_secret", "secret_of_another", message));
    }
    let edit = |key: &str, value: &str| SettingEdit { key: key.to_owned(), value: value.to_owned() };
    let mut settings = vec![edit("trusts_factors", "false")];
    if read(before)?.settings.email_trust > EmailTrust::Listed {
        settings.push(edit("email_trust", "listed"));
    }
    // What is said comes after it, and counts.
    settings.extend(changes.settings.iter().cloned());
    Ok(UpstreamChanges { settings, ..changes.clone() })
}

/// Refuses to send the secret, or what was handed out for people, to a host that got none of it before, where the same
/// provider stands at another address: whoever says the secret once more means it.
pub(super) fn demand_secret(before: &UpstreamRow, after: &UpstreamRow, changes: &UpstreamChanges) -> Result<(), Error> {
    if before.secret.is_none() || changes.secret.is_some() {
        return Ok(());
    }
    let Some(setting) = provider::moved_endpoint(&read(before)?.settings, &read(after)?.settings) else {
        return Ok(());
    };
    let message = format!(
        "say the secret once more (--client-secret-file): {setting} stands at a host that got neither it nor what was \
         handed out for people"
    );
    Err(Error::field("client_secret", "secret_to_another_host", message))
}

/// Refuses where people are connected.
pub(super) async fn demand_nobody(work: &mut Work, row: &UpstreamRow) -> Result<(), Error> {
    if !identities::has_any_at(work, &row.id).await? {
        return Ok(());
    }
    let message = format!(
        "{} would mean another provider, or other people there, and people are connected to it: make a second upstream \
         (signet upstream create), or say --forget-links, which disconnects everybody there and revokes what is kept",
        row.name
    );
    Err(Error::field("provider", "provider_changed", message))
}

/// Takes an upstream away as a deletion does, and makes it anew under its name, with changes. It is another row: whoever
/// is on the way to the one before, or back, is nobody at this one. Another provider gets neither secret nor
/// domains of the one before, nor is it trusted as that one was.
pub(super) async fn make_anew(
    cx: &Cx<'_>,
    work: &mut Work,
    name: &str,
    changes: &UpstreamChanges,
) -> Result<Upstream, Error> {
    let found = upstreams::find_by_name(work, &cx.issuer.id, name).await?.ok_or(Error::NotFound)?;
    let listed = upstreams::list_domains(work, &found.id).await?;
    let connected = if changes.forgets_links { ConnectedPeople::Leave } else { ConnectedPeople::Stay };
    let gone = take_away(cx, work, name, connected).await?;
    let secret = secret_at(cx, &read(&gone)?)?;
    let id: UpstreamId = cx.new_id();
    let anew = UpstreamRow {
        secret: secret.map(|secret| seal(cx, &id, &secret)),
        id,
        created_at: cx.now,
        updated_at: cx.now,
        ..gone.clone()
    };
    let mut row = changed(cx, anew.clone(), changes)?;
    let is_another = is_at_another(&gone, &row)?;
    if is_another {
        row = changed(cx, anew, &of_another(&gone, changes)?)?;
    } else {
        demand_secret(&gone, &row, changes)?;
    }
    upstreams::insert(work, &row).await?;
    // Whoever runs another provider signs in as nobody by the mail domains of the one before.
    for domain in listed.iter().filter(|_| !is_another) {
        upstreams::insert_domain(work, &cx.issuer.id, domain, &row.id).await?;
    }
    domains::write(cx, work, &row.id, changes).await?;
    work.emit(cx, Event::Upstream(UpstreamEvent::Created, row.id.clone())).await?;
    Upstream::of(row).map_err(Error::internal)
}
