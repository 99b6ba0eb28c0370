//! Sealing everything anew after the master key changed.
//!
//! Works in small batches, skips what is sealed under the present key, and changes a row only
//! if it is still what was read: it can be interrupted, repeated, and run beside a server.

use crate::{
    app::master_key,
    base::{seal::SealError, secret::Secret},
    domain::kernel::{
        Cx, Error, Event, On, Permission, Work,
        messages::{self, Channel},
        permit, seals,
    },
    protocol::client::Client,
    store::{
        self, Conn, PageRequest, claim_sources, clients,
        credentials::{self, Credential},
        outbox_deliveries::{self, Delivery},
        refresh_families::{self, Family},
        session_upstreams::{self, SessionUpstream},
        settings, signing_keys,
        upstream_revocations::{self, UpstreamRevocation},
        upstream_tokens::{self, UpstreamTokens},
        upstreams,
    },
};

/// Rows in one transaction: on SQLite it holds the only writer.
const BATCH: i64 = 200;
/// Rows that are named when they do not open.
const EXAMPLES: usize = 10;

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rewrapped {
    /// Signing keys sealed anew.
    pub signing_keys: u64,
    /// Client secrets sealed anew.
    pub clients: u64,
    /// Keys of refresh-token families sealed anew.
    pub refresh_families: u64,
    /// Tokens of claim sources sealed anew.
    pub claim_sources: u64,
    /// Secrets of authenticator apps sealed anew.
    pub authenticator_apps: u64,
    /// Waiting mails sealed anew.
    pub mails: u64,
    /// Secrets at upstreams sealed anew.
    pub upstreams: u64,
    /// Tokens of upstreams sealed anew, those of sessions and those that wait to be revoked among them.
    pub upstream_tokens: u64,
    /// Waiting texts sealed anew.
    pub texts: u64,
    /// Rows that were sealed under the present key already.
    pub unchanged: u64,
    /// Rows that no configured key opens.
    pub unopened: u64,
    /// The first of them and why, for the operator.
    pub examples: Vec<String>,
}

/// Seals every sealed value under the present master key.
///
/// # Errors
/// When the database fails; what was done before stays done.
pub async fn rewrap(cx: &Cx<'_>) -> Result<Rewrapped, Error> {
    permit(cx, Permission::SecurityKeys, On::Installation)?;
    let mut done = Rewrapped::default();
    signing_keys_anew(cx, &mut done).await?;
    clients_anew(cx, &mut done).await?;
    families_anew(cx, &mut done).await?;
    claim_sources_anew(cx, &mut done).await?;
    authenticator_apps_anew(cx, &mut done).await?;
    upstreams_anew(cx, &mut done).await?;
    upstream_tokens_anew(cx, &mut done).await?;
    session_upstreams_anew(cx, &mut done).await?;
    upstream_revocations_anew(cx, &mut done).await?;
    done.mails = waiting_anew(cx, Channel::Mail, &mut done).await?;
    done.texts = waiting_anew(cx, Channel::Sms, &mut done).await?;
    cx.write(async |work| finish(cx, work, &done).await).await?;
    Ok(done)
}

/// The check value comes last: until then, start goes on asking for the old key.
async fn finish(cx: &Cx<'_>, work: &mut Work, done: &Rewrapped) -> Result<(), Error> {
    if done.unopened == 0 {
        let fresh = master_key::check_value(&cx.app.sealer, &cx.app.entropy);
        settings::put(work, master_key::CHECK, &fresh, cx.now).await?;
    }
    let counts = vec![
        ("signing_keys", done.signing_keys),
        ("clients", done.clients),
        ("refresh_families", done.refresh_families),
        ("claim_sources", done.claim_sources),
        ("authenticator_apps", done.authenticator_apps),
        ("mails", done.mails),
        ("upstreams", done.upstreams),
        ("upstream_tokens", done.upstream_tokens),
        ("texts", done.texts),
        ("unopened", done.unopened),
    ];
    work.emit(cx, Event::MasterKeyRewrapped(counts)).await
}

/// The new text of a row, or `None` when there is nothing to do.
fn anew(cx: &Cx<'_>, id: &str, purpose: &str, sealed: &str, done: &mut Rewrapped) -> Option<String> {
    match cx.app.sealer.rewrap(purpose, sealed, &cx.app.entropy) {
        Ok(Some(fresh)) => Some(fresh),
        Ok(None) => {
            done.unchanged += 1;
            None
        }
        Err(why @ (SealError::Malformed | SealError::UnknownKey(_) | SealError::Tampered)) => {
            tracing::error!(row = id, "a sealed value does not open: {why}");
            done.unopened += 1;
            if done.examples.len() < EXAMPLES {
                done.examples.push(format!("{purpose}: {why}"));
            }
            None
        }
    }
}

async fn signing_keys_anew(cx: &Cx<'_>, done: &mut Rewrapped) -> Result<(), Error> {
    let mut conn = cx.read().await?;
    let rows = signing_keys::list_all(&mut conn).await?;
    drop(conn);
    cx.write(async |work| {
        for row in &rows {
            let Some(sealed) = &row.private_sealed else { continue };
            if let Some(fresh) = anew(cx, &row.kid, &seals::signing_key(&row.kid), sealed, done) {
                done.signing_keys += u64::from(signing_keys::set_sealed(work, &row.kid, sealed, &fresh).await?);
            }
        }
        Ok(())
    })
    .await
}

async fn clients_anew(cx: &Cx<'_>, done: &mut Rewrapped) -> Result<(), Error> {
    let id = |row: &Client| row.id.to_string();
    by_pages(cx, clients::list, id, async |work, row| {
        let Some(sealed) = &row.secret_sealed else { return Ok(()) };
        if let Some(fresh) = anew(cx, row.id.as_str(), &seals::client_secret(&row.id), sealed, done) {
            done.clients += u64::from(clients::set_sealed(work, &row.id, sealed, &fresh).await?);
        }
        Ok(())
    })
    .await
}

async fn families_anew(cx: &Cx<'_>, done: &mut Rewrapped) -> Result<(), Error> {
    let id = |row: &Family| row.id.to_string();
    by_pages(cx, refresh_families::list_after, id, async |work, row| {
        let sealed = &row.key_sealed;
        if let Some(fresh) = anew(cx, row.id.as_str(), &seals::refresh_family(&row.id), sealed, done) {
            done.refresh_families += u64::from(refresh_families::set_sealed(work, &row.id, sealed, &fresh).await?);
        }
        Ok(())
    })
    .await
}

async fn authenticator_apps_anew(cx: &Cx<'_>, done: &mut Rewrapped) -> Result<(), Error> {
    let id = |row: &Credential| row.id.to_string();
    by_pages(cx, credentials::list_sealed_after, id, async |work, row| {
        let sealed = row.secret.expose();
        if let Some(fresh) = anew(cx, row.id.as_str(), &seals::authenticator_app(&row.id), sealed, done) {
            done.authenticator_apps += u64::from(credentials::set_sealed(work, &row.id, sealed, &fresh).await?);
        }
        Ok(())
    })
    .await
}

/// What waits in the outbox; answers how many were sealed anew.
async fn waiting_anew(cx: &Cx<'_>, channel: Channel, done: &mut Rewrapped) -> Result<u64, Error> {
    let consumer = channel.as_str();
    let list = async |conn: &mut Conn, page: &PageRequest| outbox_deliveries::list_waiting(conn, consumer, page).await;
    let id = |row: &Delivery| row.event_id.to_string();
    let mut count = 0;
    by_pages(cx, list, id, async |work, row| {
        let Some(sealed) = messages::sealed_text(row) else { return Ok(()) };
        if let Some(fresh) = anew(cx, row.event_id.as_str(), &seals::message(channel, &row.event_id), sealed, done) {
            count += u64::from(outbox_deliveries::set_data(work, row, &messages::sealed_data(&fresh)).await?);
        }
        Ok(())
    })
    .await?;
    Ok(count)
}

/// Reads a table page by page, and does something to each row, a page in one transaction.
async fn by_pages<R>(
    cx: &Cx<'_>,
    list: impl AsyncFn(&mut Conn, &PageRequest) -> store::Result<Vec<R>>,
    id: impl Fn(&R) -> String,
    mut act: impl AsyncFnMut(&mut Work, &R) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut page = PageRequest::first(BATCH);
    loop {
        let mut conn = cx.read().await?;
        let rows = list(&mut conn, &page).await?;
        drop(conn);
        let Some(last) = rows.last() else { return Ok(()) };
        page = page.after(id(last));
        cx.write(async |work| {
            for row in &rows {
                act(work, row).await?;
            }
            Ok(())
        })
        .await?;
    }
}

/// An operator sets these one by one, so there are few.
async fn claim_sources_anew(cx: &Cx<'_>, done: &mut Rewrapped) -> Result<(), Error> {
    let mut conn = cx.read().await?;
    let rows = claim_sources::list_sealed(&mut conn).await?;
    drop(conn);
    cx.write(async |work| {
        for row in &rows {
            let Some(sealed) = &row.access_token_sealed else { continue };
            if let Some(fresh) = anew(cx, &row.name, &seals::claim_source(&row.user_id, &row.name), sealed, done) {
                let touched = claim_sources::set_sealed(work, &row.user_id, &row.name, sealed, &fresh).await?;
                done.claim_sources += u64::from(touched);
            }
        }
        Ok(())
    })
    .await
}

async fn upstreams_anew(cx: &Cx<'_>, done: &mut Rewrapped) -> Result<(), Error> {
    let mut conn = cx.read().await?;
    let rows = upstreams::list_all(&mut conn).await?;
    drop(conn);
    cx.write(async |work| {
        for row in &rows {
            let Some(sealed) = row.secret.as_ref().map(Secret::expose) else { continue };
            if let Some(fresh) = anew(cx, row.id.as_str(), &seals::upstream_secret(&row.id), sealed, done) {
                done.upstreams += u64::from(upstreams::set_sealed(work, &row.id, sealed, &fresh).await?);
            }
        }
        Ok(())
    })
    .await
}

async fn session_upstreams_anew(cx: &Cx<'_>, done: &mut Rewrapped) -> Result<(), Error> {
    let id = |row: &SessionUpstream| row.session_id.to_string();
    by_pages(cx, session_upstreams::list_sealed_after, id, async |work, row| {
        let Some(sealed) = &row.id_token else { return Ok(()) };
        let purpose = seals::session_upstream(&row.session_id);
        if let Some(fresh) = anew(cx, row.session_id.as_str(), &purpose, sealed, done) {
            let touched = session_upstreams::set_sealed(work, &row.session_id, sealed, &fresh).await?;
            done.upstream_tokens += u64::from(touched);
        }
        Ok(())
    })
    .await
}

async fn upstream_revocations_anew(cx: &Cx<'_>, done: &mut Rewrapped) -> Result<(), Error> {
    let id = |row: &UpstreamRevocation| row.identity_id.to_string();
    by_pages(cx, upstream_revocations::list_after, id, async |work, row| {
        let (identity, sealed) = (&row.identity_id, row.call.expose());
        if let Some(fresh) = anew(cx, identity.as_str(), &seals::upstream_revocation(identity), sealed, done) {
            let touched = upstream_revocations::set_sealed(work, identity, sealed, &fresh).await?;
            done.upstream_tokens += u64::from(touched);
        }
        Ok(())
    })
    .await
}

async fn upstream_tokens_anew(cx: &Cx<'_>, done: &mut Rewrapped) -> Result<(), Error> {
    let id = |row: &UpstreamTokens| row.identity_id.to_string();
    by_pages(cx, upstream_tokens::list_after, id, async |work, row| {
        let mut fresh = |column: &str, sealed: &Secret<String>| {
            let purpose = seals::upstream_token(&row.identity_id, column);
            anew(cx, row.identity_id.as_str(), &purpose, sealed.expose(), done).map(Secret::new)
        };
        let access = fresh("access_token", &row.access_token);
        let refresh = row.refresh_token.as_ref().and_then(|sealed| fresh("refresh_token", sealed));
        if access.is_none() && refresh.is_none() {
            return Ok(());
        }
        let after = UpstreamTokens {
            access_token: access.unwrap_or_else(|| row.access_token.clone()),
            refresh_token: refresh.or_else(|| row.refresh_token.clone()),
            ..row.clone()
        };
        done.upstream_tokens += u64::from(upstream_tokens::set_sealed(work, row, &after).await?);
        Ok(())
    })
    .await
}
