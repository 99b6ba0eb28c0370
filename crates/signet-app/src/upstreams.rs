//! Upstreams as an instance keeps them in memory: settings read, found by name and by row.

use std::{collections::HashMap, sync::Arc};

use crate::{
    base::{id::UpstreamId, secret::Secret, time::Timestamp},
    protocol::upstream::{
        preset,
        settings::{UpstreamKind, UpstreamSettings},
    },
    store::upstreams::UpstreamRow,
};

/// A provider by which people sign in, as it is used: its settings read, its secret still sealed.
#[derive(Debug, Clone)]
pub struct Upstream {
    /// Its row.
    pub id: UpstreamId,
    /// The word for it in commands and addresses.
    pub name: String,
    /// What kind of service it is.
    pub kind: UpstreamKind,
    /// The preset that it was made of.
    pub preset: Option<String>,
    /// What its button says after "Continue with".
    pub label: String,
    /// Its place among the buttons.
    pub position: i64,
    /// How it is spoken to, and what is believed of it.
    pub settings: UpstreamSettings,
    /// What we are called there.
    pub client_id: String,
    /// When our secret there ends.
    pub secret_expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Since when nobody signs in by it.
    pub disabled_at: Option<Timestamp>,
    sealed: Option<Secret<String>>,
}

impl Upstream {
    /// What a row says.
    ///
    /// # Errors
    /// When its settings cannot be read.
    pub fn of(row: UpstreamRow) -> Result<Self, serde_json::Error> {
        Ok(Self {
            settings: serde_json::from_str(&row.settings)?,
            id: row.id,
            name: row.name,
            kind: row.kind,
            preset: row.preset,
            label: row.label,
            position: row.position,
            client_id: row.client_id,
            secret_expires_at: row.secret_expires_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            disabled_at: row.disabled_at,
            sealed: row.secret,
        })
    }

    /// Its secret, as it stands in the row.
    pub fn sealed_secret(&self) -> Option<&str> {
        self.sealed.as_ref().map(|sealed| sealed.expose().as_str())
    }

    /// The name of its icon, which is drawn by us: that of its preset, else that of any provider.
    pub fn icon(&self) -> &'static str {
        self.preset.as_deref().and_then(preset::icon_of).unwrap_or(preset::ANY_ICON)
    }
}

/// The upstreams of an issuer.
#[derive(Debug)]
pub struct Upstreams {
    /// Those by which people sign in, in the operator's order.
    pub offered: Arc<[Arc<Upstream>]>,
    /// Every one, in the operator's order.
    pub all: Vec<Arc<Upstream>>,
    /// Whether people are led to one of them by the domain of their mail address.
    pub routes_by_domain: bool,
    by_id: HashMap<UpstreamId, Arc<Upstream>>,
    by_name: HashMap<String, Arc<Upstream>>,
}

impl Upstreams {
    /// Of rows in the operator's order, and whether domains are listed for any of them. One that cannot be read, since a newer version wrote it, is left out.
    pub fn of(rows: Vec<UpstreamRow>, routes_by_domain: bool) -> Self {
        let read = |row: UpstreamRow| {
            let name = row.name.clone();
            let unread =
                |why: serde_json::Error| tracing::error!(upstream = name, "its settings cannot be read: {why}");
            Upstream::of(row).map_err(unread).ok().map(Arc::new)
        };
        let all: Vec<Arc<Upstream>> = rows.into_iter().filter_map(read).collect();
        Self {
            offered: all.iter().filter(|one| one.disabled_at.is_none()).cloned().collect(),
            routes_by_domain,
            by_name: all.iter().map(|one| (one.name.clone(), Arc::clone(one))).collect(),
            by_id: all.iter().map(|one| (one.id.clone(), Arc::clone(one))).collect(),
            all,
        }
    }

    /// By row, disabled ones too.
    pub fn by_id(&self, id: &UpstreamId) -> Option<Arc<Upstream>> {
        self.by_id.get(id).cloned()
    }

    /// By name, disabled ones too.
    pub fn by_name(&self, name: &str) -> Option<Arc<Upstream>> {
        self.by_name.get(name).cloned()
    }
}
