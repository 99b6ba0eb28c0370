//! What an app is shown in the place of identifiers of ours: names that no other app is shown, so that two apps of one
//! person cannot compare them (OIDC Core §8.1 keeps subjects apart for the same reason).
//!
//! Nothing is kept: each name is made of the identifier, its kind and the client, and leads back to it for that client
//! alone.

use serde_json::{Map, Value};

use super::{Cx, Error, seals};
use crate::{
    base::{
        id::{Id, IdentityId, Kind},
        seal::Sealer,
    },
    protocol::client::ClientId,
};

/// The identifiers as one client knows them.
#[derive(Debug, Clone, Copy)]
pub struct AppIds<'a> {
    sealer: &'a Sealer,
    client: &'a ClientId,
}

impl<'a> AppIds<'a> {
    /// As this client knows them.
    pub fn of(cx: &Cx<'a>, client: &'a ClientId) -> Self {
        Self { sealer: &cx.app.sealer, client }
    }

    /// What the client is shown: opaque, and the same each time as long as the master key stays.
    pub fn shown<K: Kind>(&self, id: &Id<K>) -> String {
        let name = self.sealer.seal_name(&self.purpose::<K>(), id.as_str());
        format!("{}_{name}", K::PREFIX)
    }

    /// The identifier that the client was shown so.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what no identifier of this kind is shown as to this client.
    pub fn find<K: Kind>(&self, text: &str) -> Result<Id<K>, Error> {
        let name = text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_'));
        let id = name.and_then(|name| self.sealer.open_name(&self.purpose::<K>(), name));
        id.map(Id::from_stored).ok_or(Error::NotFound)
    }

    /// The facts of an event with the identifiers in them as the client knows them, and without another account.
    #[must_use]
    pub fn of_event(&self, mut data: Map<String, Value>) -> Map<String, Value> {
        if let Some(identity) = data.get_mut("identity")
            && let Some(id) = identity.as_str().map(IdentityId::from_stored)
        {
            *identity = Value::String(self.shown(&id));
        }
        data.remove("into");
        data
    }

    fn purpose<K: Kind>(&self) -> String {
        seals::app_id(K::PREFIX, self.client)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::{
        id::{PasskeyKind, SessionId, SessionKind},
        seal::MasterKey,
    };

    #[test]
    fn an_identifier_leads_back_for_its_client_and_its_kind_alone() {
        let sealer = Sealer::new(&MasterKey::from_bytes([1; 32]), &[]);
        let (tea, cake) = (ClientId::new("tea"), ClientId::new("cake"));
        let (tea, cake) = (AppIds { sealer: &sealer, client: &tea }, AppIds { sealer: &sealer, client: &cake });
        let id = SessionId::from_stored("ses_01J9X4M2T7ABCDEFGHJKMNPQRS");
        let shown = tea.shown(&id);
        assert_eq!(shown, tea.shown(&id));
        assert!(shown.starts_with("ses_") && !shown.contains("01J9X4M2T7"), "{shown}");
        assert_ne!(shown, cake.shown(&id));
        assert_eq!(tea.find::<SessionKind>(&shown).unwrap(), id);
        let as_passkey = shown.replacen("ses_", "pky_", 1);
        assert!(matches!(tea.find::<PasskeyKind>(&as_passkey), Err(Error::NotFound)));
        for wrong in [cake.shown(&id).as_str(), id.as_str(), "ses_", "ses", ""] {
            assert!(matches!(tea.find::<SessionKind>(wrong), Err(Error::NotFound)), "{wrong}");
        }
    }

    #[test]
    fn what_an_event_says_names_no_row() {
        let sealer = Sealer::new(&MasterKey::from_bytes([1; 32]), &[]);
        let client = ClientId::new("tea");
        let ids = AppIds { sealer: &sealer, client: &client };
        let Value::Object(data) = json!({"identity": "idn_1", "into": "usr_2", "upstream": "ups_3"}) else { panic!() };
        let shown = ids.shown(&IdentityId::from_stored("idn_1"));
        assert_eq!(Value::Object(ids.of_event(data)), json!({"identity": shown, "upstream": "ups_3"}));
    }
}
