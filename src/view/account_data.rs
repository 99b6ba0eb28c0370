//! All that is kept about a person, as that person gets it. It is written piece by piece: the lists that grow with use
//! follow the rest.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{ClaimSourceView, PairwiseSubjectView, UserView, former_number::FormerNumberView, user::AgreementView};
use crate::{
    base::time::Timestamp,
    domain::directory::accounts::{
        address::{FormerAddress, OpenAddressChange},
        export::{AccountData, SessionData},
    },
    protocol::{client::ClientId, passkey::Backup},
    store::{
        consents::Consent,
        credentials::Credential,
        identities::NamedIdentity,
        invitations::Invitation,
        passkeys::Passkey,
        phones::Phone,
        pictures::Picture,
        session_clients::SessionClient,
        sign_in_memories::{SeenCountry, SeenPlace, SignInMemory},
        upstream_tokens::KeptScopes,
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
    /// The telephone number that was given with the account and is not proven yet.
    pub phone_pending: Option<String>,
    /// The change of the address that waits for its proofs; never the codes.
    pub address_change: Option<AddressChangeView>,
    /// The addresses before, as long as they can be taken back.
    pub former_addresses: Vec<FormerAddressView>,
    pub former_numbers: Vec<FormerNumberView>,
    pub attributes: Map<String, Value>,
    pub claim_sources: Vec<ClaimSourceView>,
    pub pairwise_subjects: Vec<PairwiseSubjectView>,
    /// Since when the password is what it is; never the password.
    pub password_set_at: Option<String>,
    pub authenticator_apps: Vec<CredentialView>,
    pub recovery_codes_left: i64,
    /// The picture itself, where it is kept here.
    pub picture: Option<PictureView>,
    pub passkeys: Vec<PasskeyView>,
    /// Since when nobody asks any more whether a passkey is wanted.
    pub passkey_declined_at: Option<String>,
    /// The invitations by which the account was made; never their links.
    pub invitations: Vec<AcceptedInvitationView>,
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
    /// Whether it outlives its device.
    pub backed_up: bool,
    /// Whether its authenticator may back it up.
    pub may_be_backed_up: bool,
    pub added_at: String,
    pub last_used_at: Option<String>,
}

/// A picture.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct PictureView {
    pub media_type: &'static str,
    /// The file, in base64.
    pub data: String,
    pub taken_in_at: String,
}

/// An invitation that was accepted.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct AcceptedInvitationView {
    pub id: String,
    pub email: String,
    pub name: Option<String>,
    pub organization_id: Option<String>,
    pub roles: Vec<String>,
    pub invited_at: String,
    pub accepted_at: Option<String>,
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
    /// Since when nobody signs in by the provider.
    pub provider_disabled_at: Option<String>,
    /// What is kept of what the provider handed out; never the tokens.
    pub kept: Option<KeptView>,
}

/// What is kept of what a provider handed out.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct KeptView {
    pub scopes: Vec<String>,
    pub refreshed_at: String,
    /// When the access token ends.
    pub expires_at: Option<String>,
    /// Since when it cannot be refreshed, until the person signs in there once more.
    pub lost_at: Option<String>,
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
    /// Told to the person alone: every app would know it alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub began_at: String,
    pub auth_time: String,
    pub amr: Vec<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    /// What the person calls it.
    pub label: Option<String>,
    pub last_used_at: String,
    pub ended_at: Option<String>,
    /// The apps that got an ID token in it.
    pub apps: Vec<SessionAppView>,
}

/// An app in a session.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct SessionAppView {
    pub client_id: String,
    /// What the app calls the session: told to the person and to this app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    pub first_at: String,
    pub last_at: String,
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
            phone_pending: data.user.phone_pending.clone(),
            address_change: data.address_change.as_ref().map(AddressChangeView::from),
            former_addresses: super::all(&data.former_addresses),
            former_numbers: super::all(&data.former_numbers),
            attributes: data.attributes.iter().map(|one| (one.name.clone(), one.value.clone())).collect(),
            claim_sources: super::all(&data.claim_sources),
            pairwise_subjects: super::all(&data.pairwise_subjects),
            password_set_at: data.password.as_ref().map(|password| at(password.updated_at)),
            authenticator_apps: super::all(&data.apps),
            recovery_codes_left: data.recovery_codes,
            picture: data.picture.as_ref().map(PictureView::from),
            passkeys: super::all(&data.passkeys),
            passkey_declined_at: data.passkey_declined_at.map(at),
            invitations: super::all(&data.invitations),
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
            backed_up: row.backup == Backup::BackedUp,
            may_be_backed_up: row.backup != Backup::None,
            added_at: at(row.created_at),
            last_used_at: row.last_used_at.map(at),
        }
    }
}

impl From<&Picture> for PictureView {
    fn from(row: &Picture) -> Self {
        Self { media_type: "image/jpeg", data: row.data.clone(), taken_in_at: at(row.created_at) }
    }
}

impl From<&Invitation> for AcceptedInvitationView {
    fn from(row: &Invitation) -> Self {
        Self {
            id: row.id.to_string(),
            email: row.email.clone(),
            name: row.name.clone(),
            organization_id: row.organization_id.as_ref().map(ToString::to_string),
            roles: row.roles.clone(),
            invited_at: at(row.created_at),
            accepted_at: row.accepted_at.map(at),
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
            provider_disabled_at: row.upstream_disabled_at.map(at),
            kept: row.kept.as_ref().map(KeptView::from),
        }
    }
}

impl From<&KeptScopes> for KeptView {
    fn from(row: &KeptScopes) -> Self {
        Self {
            scopes: row.scopes.clone(),
            refreshed_at: at(row.refreshed_at),
            expires_at: row.access_expires_at.map(at),
            lost_at: row.lost_at.map(at),
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

impl From<&SessionData> for SignedInView {
    fn from(data: &SessionData) -> Self {
        let row = &data.session;
        Self {
            id: data.reader.is_none().then(|| row.id.to_string()),
            began_at: at(row.created_at),
            auth_time: at(row.auth_time),
            amr: row.amr.clone(),
            ip: row.ip.clone(),
            user_agent: row.user_agent.clone(),
            label: row.label.clone(),
            last_used_at: at(row.last_seen_at),
            ended_at: row.ended_at.map(at),
            apps: data.clients.iter().map(|row| SessionAppView::of(row, data.reader.as_ref())).collect(),
        }
    }
}

impl SessionAppView {
    /// As the person sees it, or an app that reads it for them.
    fn of(row: &SessionClient, reader: Option<&ClientId>) -> Self {
        Self {
            client_id: row.client_id.to_string(),
            sid: reader.is_none_or(|reader| *reader == row.client_id).then(|| row.sid.clone()),
            first_at: at(row.created_at),
            last_at: at(row.last_at),
        }
    }
}
