//! Passkeys (WebAuthn): what an authenticator says of its keys, and what accounts are called towards it.

use serde::{Deserialize, Serialize};

use super::wire_enum::wire_enum;
use crate::base::{
    id::{IssuerId, UserId},
    secret::sha256,
};

wire_enum! {
    /// Whether a passkey outlives the device that made it (WebAuthn §6.1.3).
    Backup {
        /// It never leaves its device.
        None = "none",
        /// It may be copied to other devices, and is not yet.
        Possible = "possible",
        /// It is kept by a provider, and is on several devices.
        BackedUp = "backed_up",
    }
}

/// Bytes of an AAGUID, the model of an authenticator (WebAuthn §6.5.1).
pub type Aaguid = [u8; 16];

/// Who keeps the passkeys of a model, for the person to recognise them. A claim of the authenticator: nothing is
/// decided by it.
pub fn provider(aaguid: &str) -> Option<&'static str> {
    PROVIDERS.iter().find(|(known, _)| *known == aaguid).map(|(_, name)| *name)
}

/// An AAGUID as it is written; none for all zeros, by which an authenticator does not say what it is.
pub fn written(aaguid: Aaguid) -> Option<String> {
    if aaguid == [0; 16] {
        return None;
    }
    let hex = data_encoding::HEXLOWER.encode(&aaguid);
    let groups = [0..8, 8..12, 12..16, 16..20, 20..32];
    Some(groups.map(|group| hex.get(group).unwrap_or_default()).join("-"))
}

/// An AAGUID as somebody wrote it: 32 hexadecimal digits, in whatever groups and case; none for anything else, and for
/// all zeros.
pub fn read(text: &str) -> Option<Aaguid> {
    let digits: String = text.chars().filter(|letter| *letter != '-').collect();
    let aaguid = Aaguid::try_from(data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?).ok()?;
    (aaguid != [0; 16]).then_some(aaguid)
}

/// What an account is called towards authenticators: nothing that says who it is (WebAuthn §14.6.1), and no name that
/// clients know. The row's identifier has eighty random bits, so that nobody finds it by its digest.
pub fn user_handle(issuer: &IssuerId, user: &UserId) -> [u8; 32] {
    sha256(format!("webauthn user handle\0{issuer}\0{user}").as_bytes())
}

/// Models that many people have: as the FIDO Alliance's metadata and the makers' own pages name them.
const PROVIDERS: &[(&str, &str)] = &[
    ("08987058-cadc-4b81-b6e1-30de50dcbe96", "Windows Hello"),
    ("0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6", "Keeper"),
    ("2fc0579f-8113-47ea-b116-bb5a8db9202a", "YubiKey 5"),
    ("50726f74-6f6e-5061-7373-50726f746f6e", "Proton Pass"),
    ("531126d6-e717-415c-9320-3d9aa6981239", "Dashlane"),
    ("53414d53-554e-4700-0000-000000000000", "Samsung Pass"),
    ("6028b017-b1d4-4c02-b4b3-afcdafc96bb2", "Windows Hello"),
    ("771b48fd-d3d4-4f74-9232-fc157ab0507a", "Edge on Mac"),
    ("9ddd1817-af5a-4672-a2b9-3e3dd95000a9", "Windows Hello"),
    ("adce0002-35bc-c60a-648b-0b25f1f05503", "Chrome on Mac"),
    ("b5397666-4885-aa6b-cebf-e52262a439a2", "Chromium"),
    ("b84e4048-15dc-4dd0-8640-f4f60813c8af", "NordPass"),
    ("bada5566-a7aa-401f-bd96-45619a55120d", "1Password"),
    ("cb69481e-8ff7-4039-93ec-0a2729a154a8", "YubiKey 5"),
    ("d548826e-79b4-db40-a3d8-11116f7e8349", "Bitwarden"),
    ("dd4ec289-e01d-41c9-bb89-70fa845d4bf2", "iCloud Keychain"),
    ("ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4", "Google Password Manager"),
    ("ee882879-721c-4913-9775-3dfcce97072a", "YubiKey 5"),
    ("f3809540-7f14-49c1-a8b3-8f813b225541", "Enpass"),
    ("fbfc3007-154e-4ecc-8c0b-6e020557d7bd", "iCloud Keychain"),
    ("fdb141b2-5d84-443e-8a35-4698c205a502", "KeePassXC"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_written_as_it_is_listed_and_no_model_is_none() {
        assert!(PROVIDERS.is_sorted());
        let google = [0xea, 0x9b, 0x8d, 0x66, 0x4d, 0x01, 0x1d, 0x21, 0x3c, 0xe4, 0xb6, 0xb4, 0x8c, 0xb5, 0x75, 0xd4];
        assert_eq!(written(google).as_deref().and_then(provider), Some("Google Password Manager"));
        assert_eq!(written([0; 16]), None);
        assert_eq!(written([7; 16]).as_deref().and_then(provider), None);
        assert_eq!(read("EA9B8D66-4d01-1d21-3ce4-b6b48cb575d4"), Some(google));
        assert!(PROVIDERS.iter().all(|(model, _)| read(model).and_then(written).as_deref() == Some(*model)));
        for other in ["", "ea9b8d66", "00000000-0000-0000-0000-000000000000", "ea9b8d66-4d01-1d21-3ce4-b6b48cb575dg"] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn an_account_has_another_name_at_each_issuer_and_none_that_says_who_it_is() {
        let (ours, theirs) = (IssuerId::from_stored("iss_1"), IssuerId::from_stored("iss_2"));
        let ada = UserId::from_stored("usr_ada");
        assert_ne!(user_handle(&ours, &ada), user_handle(&theirs, &ada));
        assert_ne!(user_handle(&ours, &ada), user_handle(&ours, &UserId::from_stored("usr_eve")));
        assert!(!user_handle(&ours, &ada).starts_with(b"usr"));
    }
}
