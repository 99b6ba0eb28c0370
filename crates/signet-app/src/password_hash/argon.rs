//! Argon2 and its PHC strings, on memory that the caller lends.

use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHash, Version,
    password_hash::phc::{Output, ParamsString, Salt},
};

use super::{HashError, OUTPUT_BYTES, PasswordMatch, SALT_BYTES};
use crate::base::secret::constant_time_eq;

pub(super) fn argon2id(
    params: &Params,
    password: &str,
    salt: &[u8],
    memory: &mut Vec<Block>,
) -> Option<[u8; OUTPUT_BYTES]> {
    let mut output = [0; OUTPUT_BYTES];
    fill(&Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone()), password, salt, &mut output, memory)?;
    Some(output)
}

fn fill(argon2: &Argon2<'_>, password: &str, salt: &[u8], output: &mut [u8], memory: &mut Vec<Block>) -> Option<()> {
    let blocks = argon2.params().block_count();
    if memory.len() < blocks {
        memory.try_reserve_exact(blocks - memory.len()).ok()?;
        memory.resize(blocks, Block::new());
    }
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, memory.as_mut_slice()).ok()
}

pub(super) fn phc_string(params: &Params, salt: &[u8], output: &[u8]) -> Option<String> {
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).ok()?,
        salt: Some(Salt::new(salt).ok()?),
        hash: Some(Output::new(output).ok()?),
    };
    Some(hash.to_string())
}

/// A stored hash, read.
pub(super) struct Stored {
    algorithm: Algorithm,
    version: Version,
    params: Params,
    salt: Salt,
    expected: Output,
}

/// Most memory of a hash that is taken over from another program, in KiB.
const MOST_MEMORY: u32 = 256 * 1024;
/// Most of it that is passed through in all: about a second.
const MOST_WORK: u64 = 1024 * 1024;

impl Stored {
    pub(super) fn read(text: &str) -> Option<Self> {
        let of_django = text.strip_prefix("argon2$").map(|rest| format!("${rest}"));
        let hash = PasswordHash::new(of_django.as_deref().unwrap_or(text)).ok()?;
        let params = Params::try_from(&hash).ok()?;
        // Beyond this, one imported hash could stop a worker for minutes.
        if params.m_cost() > 1 << 20 || params.t_cost() > 64 || params.p_cost() > 64 {
            return None;
        }
        Some(Self {
            algorithm: Algorithm::new(hash.algorithm.as_str()).ok()?,
            version: hash.version.map_or(Some(Version::V0x10), |version| Version::try_from(version).ok())?,
            params,
            salt: hash.salt?,
            expected: hash.hash?,
        })
    }

    /// Whether somebody else may have made it: ours may cost what the operator wants.
    pub(super) fn is_affordable(&self) -> bool {
        let (memory, passes) = (self.params.m_cost(), self.params.t_cost());
        memory <= MOST_MEMORY && u64::from(memory) * u64::from(passes) <= MOST_WORK
    }

    pub(super) fn compare(
        &self,
        current: &Params,
        password: &str,
        memory: &mut Vec<Block>,
    ) -> Result<PasswordMatch, HashError> {
        let mut output = [0; Output::MAX_LENGTH];
        let output = &mut output[..self.expected.len()];
        let argon2 = Argon2::new(self.algorithm, self.version, self.params.clone());
        fill(&argon2, password, self.salt.as_ref(), output, memory).ok_or(HashError::Failed)?;
        // Imported hashes may be larger than ours: go back to the usual size.
        if memory.len() > current.block_count() {
            memory.truncate(current.block_count());
            memory.shrink_to_fit();
        }
        let as_today = self.algorithm == Algorithm::Argon2id
            && self.version == Version::V0x13
            && self.params.m_cost() == current.m_cost()
            && self.params.t_cost() == current.t_cost()
            && self.params.p_cost() == current.p_cost()
            && self.expected.len() == OUTPUT_BYTES
            && self.salt.len() >= SALT_BYTES;
        Ok(PasswordMatch { ok: constant_time_eq(output, self.expected.as_bytes()), needs_rehash: !as_today })
    }
}
