//! How the device cookie is written: a version, and parts of three kinds, told by their length. Anybody may have written
//! one; whose a part is says its code, which `device.rs` looks at.

use data_encoding::BASE64URL_NOPAD;

use crate::base::time::Timestamp;

/// Parts of each kind that one browser keeps; whichever was set longest ago gives way.
pub const MOST: usize = 5;
/// Bytes of the random name of an entry.
pub const NONCE: usize = 16;
/// Bytes of the random name of a proof.
pub const PROOF_NONCE: usize = 12;
const VERSION: &str = "1";
const UNTIL: usize = 8;
const CODE: usize = 32;

/// Somebody has signed in here with their password.
pub type SignInEntry = CookiePart<{ NONCE + UNTIL + CODE }>;
/// Somebody has proven their further factor here.
pub type FactorProof = CookiePart<{ PROOF_NONCE + UNTIL + CODE }>;
/// Somebody need not prove their further factor here.
pub type FactorMark = CookiePart<{ UNTIL + CODE }>;

/// Facts about an account, of which the last is when the part ends, and a code of ours over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CookiePart<const LENGTH: usize>([u8; LENGTH]);

impl<const LENGTH: usize> CookiePart<LENGTH> {
    const FACTS: usize = LENGTH - CODE;

    /// A part with a random name, none for a mark.
    pub fn new(nonce: &[u8], until: Timestamp, code: impl FnOnce(&[u8]) -> [u8; CODE]) -> Self {
        let mut part = [0; LENGTH];
        part[..Self::FACTS - UNTIL].copy_from_slice(nonce);
        part[Self::FACTS - UNTIL..Self::FACTS].copy_from_slice(&until.0.to_be_bytes());
        let code = code(&part[..Self::FACTS]);
        part[Self::FACTS..].copy_from_slice(&code);
        Self(part)
    }

    /// What the code is over.
    pub fn facts(&self) -> &[u8] {
        &self.0[..Self::FACTS]
    }

    /// What says that the facts are ours.
    pub fn code(&self) -> &[u8] {
        &self.0[Self::FACTS..]
    }

    /// Its random name, as text.
    pub fn name(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0[..Self::FACTS - UNTIL])
    }

    fn until(&self) -> Timestamp {
        let mut until = [0; UNTIL];
        until.copy_from_slice(&self.0[Self::FACTS - UNTIL..Self::FACTS]);
        Timestamp(i64::from_be_bytes(until))
    }

    fn of(bytes: &[u8], now: Timestamp) -> Option<Self> {
        let part = Self(bytes.try_into().ok()?);
        (part.until() > now).then_some(part)
    }
}

/// What a cookie holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceCookie {
    /// Who has signed in here, the last of them first.
    pub entries: Vec<SignInEntry>,
    /// Who has proven a further factor here.
    pub proofs: Vec<FactorProof>,
    /// Who need not.
    pub marks: Vec<FactorMark>,
}

impl DeviceCookie {
    /// The parts that have not ended. What cannot be read is left out.
    pub fn read(text: Option<&str>, now: Timestamp) -> Self {
        let mut cookie = Self::default();
        let rest = text.and_then(|text| text.strip_prefix(VERSION)?.strip_prefix('.'));
        for part in rest.into_iter().flat_map(|rest| rest.split('.').take(3 * MOST)) {
            let Ok(bytes) = BASE64URL_NOPAD.decode(part.as_bytes()) else { continue };
            cookie.entries.extend(SignInEntry::of(&bytes, now));
            cookie.proofs.extend(FactorProof::of(&bytes, now));
            cookie.marks.extend(FactorMark::of(&bytes, now));
        }
        cookie.entries.truncate(MOST);
        cookie.proofs.truncate(MOST);
        cookie.marks.truncate(MOST);
        cookie
    }

    /// The text of the cookie.
    pub fn text(&self) -> String {
        let entries = self.entries.iter().take(MOST).map(|part| part.0.as_slice());
        let proofs = self.proofs.iter().take(MOST).map(|part| part.0.as_slice());
        let marks = self.marks.iter().take(MOST).map(|part| part.0.as_slice());
        let mut text = VERSION.to_owned();
        for part in entries.chain(proofs).chain(marks) {
            text.push('.');
            text.push_str(&BASE64URL_NOPAD.encode(part));
        }
        text
    }
}
