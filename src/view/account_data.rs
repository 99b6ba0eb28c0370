//! All that is kept about a person, as that person gets it. It is written piece by piece: the lists that grow with use
//! follow the rest.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{ClaimSourceView, PairwiseSubjectView, UserView, user::AgreementView};
use crate::{
    base::time::Timestamp,
    domain::directory::accounts::{
        address::{FormerAddress, OpenAddressChange},
        export::AccountData,
    },
    store::{
        audit::AuditEvent,
        consents::Consent,
        credentials::Credential,
        identities::NamedIdentity,
        passkeys::Passkey,
        phones::Phone,
        sessions::Session,
        sign_in_memories::{SeenCountry, SeenPlace, SignInMemory},
        wallets::Wallet,
    },
};

/// What does not grow with use.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the rows")]
pub struct AccountDataView {
    pub exported_at: String,
    pub issuer: String,
    pub account: UserView,
    pub theme: Option<String>,
    /// The change of the address that waits for its proofs; never the codes.
    pub address_change: Option<AddressChangeView>,
    /// The addresses before, as long as they can be taken back.
    pub former_addresses: Vec<FormerAddressView>,
    pub attributes: Map<String, Value>,
    pub claim_sources: Vec<ClaimSourceView>,
    pub pairwise_subjects: Vec<PairwiseSubjectView>,
    /// Since when the password is what it is; never the password.
    pub password_set_at: Option<String>,
    pub authenticator_apps: Vec<CredentialView>,
    pub recovery_codes_left: i64,
    pub passkeys: Vec<PasskeyView>,
    pub wallets: Vec<WalletView>,
    /// The telephone number that was proven by a code.
    pub phone: Option<PhoneView>,
    /// What is remembered of sign-ins to tell one that is unlike them.
    pub sign_in_memory: Option<SignInMemoryView>,
    /// Who the person is at other providers.
    pub identities: Vec<IdentityView>,
    /// The operator's documents that were agreed to.
    pub agreements: Vec<AgreementView>,
    pub consents: Vec<ConsentView>,
    /// What apps may do by now, agreed to or not.
    pub approvals: Vec<ApprovalView>,
    pub organizations: Vec<JoinedView>,
}

/// A change of the address, without its codes.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct AddressChangeView {
    pub email: String,
    pub network: String,
    pub user_agent: Option<String>,
    pub asked_at: String,
    pub expires_at: String,
}

/// An address that the account had.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct FormerAddressView {
    pub email: String,
    pub until: String,
}

/// An authenticator app, without its secret.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct CredentialView {
    pub id: String,
    pub added_at: String,
    pub last_used_at: Option<String>,
}

/// A passkey, without its key.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct PasskeyView {
    pub id: String,
    pub name: String,
    pub aaguid: Option<String>,
    pub added_at: String,
    pub last_used_at: Option<String>,
}

/// A wallet.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct WalletView {
    pub id: String,
    pub address: String,
    pub contract_chain: Option<i64>,
    pub added_at: String,
    pub last_used_at: Option<String>,
}

/// A telephone number that was proven.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct PhoneView {
    pub number: String,
    pub proven_at: String,
    pub texts_codes_since: Option<String>,
    pub last_used_at: Option<String>,
}

/// What is remembered of sign-ins.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct SignInMemoryView {
    pub countries: Vec<SeenCountryView>,
    /// How many in each hour of the day (UTC), from midnight on.
    pub hours: Vec<u32>,
    pub place: Option<SeenPlaceView>,
}

/// A country that a sign-in came from.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct SeenCountryView {
    pub country: String,
    pub last_at: String,
}

/// Where the last sign-in came from.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct SeenPlaceView {
    pub latitude: f64,
    pub longitude: f64,
    pub at: String,
}

/// Who somebody is at another provider.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct IdentityView {
    pub id: String,
    pub provider: String,
    pub issuer: String,
    pub subject: String,
    pub name: Option<String>,
    pub linked_at: String,
    pub last_used_at: Option<String>,
}

/// What was agreed to with an app.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct ConsentView {
    pub client_id: String,
    pub organization_id: Option<String>,
    pub scopes: Vec<String>,
    pub claims: Vec<String>,
    pub resources: Vec<String>,
    pub given_at: String,
    pub changed_at: String,
}

/// What an app may do.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct ApprovalView {
    pub client_id: String,
    pub since: String,
}

/// An organization that somebody belongs to.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct JoinedView {
    pub id: String,
    pub slug: String,
    pub name: String,
    pub roles: Vec<String>,
}

/// Where somebody is or was signed in.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct SignedInView {
    pub id: String,
    pub began_at: String,
    pub auth_time: String,
    pub amr: Vec<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub last_used_at: String,
    pub ended_at: Option<String>,
}

/// Something that happened to somebody.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct OwnEventView {
    pub id: String,
    pub at: String,
    pub kind: String,
    pub actor: String,
    pub client_id: Option<String>,
    pub session_id: Option<String>,
    pub organization_id: Option<String>,
    pub data: Map<String, Value>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

fn at(moment: Timestamp) -> String {
    moment.to_rfc3339()
}

impl AccountDataView {
    /// Of this account, at this moment.
    pub fn of(data: &AccountData, issuer: &str, now: Timestamp) -> Self {
        Self {
            exported_at: at(now),
            issuer: issuer.to_owned(),
            account: UserView::from(&data.user),
            theme: data.user.theme.clone(),
            address_change: data.address_change.as_ref().map(AddressChangeView::from),
            former_addresses: super::all(&data.former_addresses),
            attributes: data.attributes.iter().map(|one| (one.name.clone(), one.value.clone())).collect(),
            claim_sources: super::all(&data.claim_sources),
            pairwise_subjects: super::all(&data.pairwise_subjects),
            password_set_at: data.password.as_ref().map(|password| at(password.updated_at)),
            authenticator_apps: super::all(&data.apps),
            recovery_codes_left: data.recovery_codes,
            passkeys: super::all(&data.passkeys),
            wallets: super::all(&data.wallets),
            phone: data.phone.as_ref().map(PhoneView::from),
            sign_in_memory: data.sign_in_memory.as_ref().map(SignInMemoryView::from),
            identities: super::all(&data.identities),
            agreements: super::all(&data.agreements),
            consents: super::all(&data.consents),
            approvals: data
                .grants
                .iter()
                .map(|one| ApprovalView { client_id: one.client_id.to_string(), since: at(one.since) })
                .collect(),
            organizations: data
                .memberships
                .iter()
                .map(|one| JoinedView {
                    id: one.organization_id.to_string(),
                    slug: one.slug.clone(),
                    name: one.name.clone(),
                    roles: one.roles.clone(),
                })
                .collect(),
        }
    }
}

impl From<&OpenAddressChange> for AddressChangeView {
    fn from(change: &OpenAddressChange) -> Self {
        Self {
            email: change.email().to_owned(),
            network: change.network().to_owned(),
            user_agent: change.user_agent().map(str::to_owned),
            asked_at: at(change.asked_at()),
            expires_at: at(change.expires_at()),
        }
    }
}

impl From<&FormerAddress> for FormerAddressView {
    fn from(former: &FormerAddress) -> Self {
        Self { email: former.email.clone(), until: at(former.until) }
    }
}

impl From<&Credential> for CredentialView {
    fn from(row: &Credential) -> Self {
        Self { id: row.id.to_string(), added_at: at(row.created_at), last_used_at: row.last_used_at.map(at) }
    }
}

impl From<&Passkey> for PasskeyView {
    fn from(row: &Passkey) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name.clone(),
            aaguid: row.aaguid.clone(),
            added_at: at(row.created_at),
            last_used_at: row.last_used_at.map(at),
        }
    }
}

impl From<&Wallet> for WalletView {
    fn from(row: &Wallet) -> Self {
        Self {
            id: row.id.to_string(),
            address: row.address.clone(),
            contract_chain: row.contract_chain,
            added_at: at(row.created_at),
            last_used_at: row.last_used_at.map(at),
        }
    }
}

impl From<&Phone> for PhoneView {
    fn from(row: &Phone) -> Self {
        Self {
            number: row.number.clone(),
            proven_at: at(row.proven_at),
            texts_codes_since: row.factor_at.map(at),
            last_used_at: row.last_used_at.map(at),
        }
    }
}

impl From<&SignInMemory> for SignInMemoryView {
    fn from(row: &SignInMemory) -> Self {
        let country = |seen: &SeenCountry| SeenCountryView { country: seen.code.clone(), last_at: at(seen.at) };
        let place =
            |seen: SeenPlace| SeenPlaceView { latitude: seen.latitude, longitude: seen.longitude, at: at(seen.at) };
        Self {
            countries: row.countries.iter().map(country).collect(),
            hours: row.hours.clone(),
            place: row.place.map(place),
        }
    }
}

impl From<&NamedIdentity> for IdentityView {
    fn from(row: &NamedIdentity) -> Self {
        let identity = &row.identity;
        Self {
            id: identity.id.to_string(),
            provider: row.upstream.clone(),
            issuer: identity.iss.clone(),
            subject: identity.sub.clone(),
            name: identity.label.clone(),
            linked_at: at(identity.created_at),
            last_used_at: identity.last_used_at.map(at),
        }
    }
}

impl From<&Consent> for ConsentView {
    fn from(row: &Consent) -> Self {
        Self {
            client_id: row.client_id.to_string(),
            organization_id: Some(row.organization_key.clone()).filter(|key| !key.is_empty()),
            scopes: row.scopes.clone(),
            claims: row.claims.clone(),
            resources: row.resources.clone(),
            given_at: at(row.created_at),
            changed_at: at(row.updated_at),
        }
    }
}

impl From<&Session> for SignedInView {
    fn from(row: &Session) -> Self {
        Self {
            id: row.id.to_string(),
            began_at: at(row.created_at),
            auth_time: at(row.auth_time),
            amr: row.amr.clone(),
            ip: row.ip.clone(),
            user_agent: row.user_agent.clone(),
            last_used_at: at(row.last_seen_at),
            ended_at: row.ended_at.map(at),
        }
    }
}

impl From<&AuditEvent> for OwnEventView {
    fn from(row: &AuditEvent) -> Self {
        Self {
            id: row.id.to_string(),
            at: at(row.at),
            kind: row.kind.clone(),
            actor: row.actor.clone(),
            client_id: row.client_id.as_ref().map(ToString::to_string),
            session_id: row.session_id.as_ref().map(ToString::to_string),
            organization_id: row.organization_id.as_ref().map(ToString::to_string),
            data: row.data.clone(),
            ip: row.personal_ip.clone(),
            user_agent: row.personal_user_agent.clone(),
        }
    }
}
