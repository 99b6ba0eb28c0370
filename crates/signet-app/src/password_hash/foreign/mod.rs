//! Password hashes that other programs made, brought along by people who were imported. Each is compared on the
//! hashing threads, and replaced by Argon2id at its owner's next sign-in.
//!
//! | form | made by |
//! |---|---|
//! | `$2a$`, `$2b$`, `$2y$` | bcrypt; Auth0, Rails, PHP, Spring |
//! | `$pbkdf2-sha256$i=…,l=…$salt$hash`, `$pbkdf2-sha256$29000$salt$hash` | PHC strings, Auth0; passlib |
//! | `pbkdf2_sha256$iterations$salt$hash` | Django |
//! | `bcrypt$…`, `bcrypt_sha256$…`, `scrypt$n$salt$r$p$hash` | Django; its `argon2$…` is read as ours is |
//! | `$scrypt$ln=…,r=…,p=…$salt$hash` | PHC strings, passlib |
//! | `$fbscrypt$v=1,n=…,r=…,p=1,ss=…,sk=…$salt$hash` | Firebase, with the parameters of its project |
//! | `{SSHA}`, `{SSHA256}`, `{SSHA512}`, `{SHA}` | LDAP directories |
//! | `$P$`, `$H$` | phpass; WordPress, phpBB |
//! | `$1$` | MD5-crypt of Unix |

mod bcrypt;
mod md5;
mod pbkdf2;
mod salted_sha;
mod scrypt;
mod text;

/// Why a hash is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusableHash {
    /// None of the forms that are understood.
    #[error("its form is none of those that are understood")]
    Unknown,
    /// The form is understood, what stands in it is not.
    #[error("it is damaged")]
    Damaged,
    /// Comparing it would take seconds, or hundreds of megabytes.
    #[error("it is too expensive to compare")]
    TooExpensive,
}

/// A hash of another program, read.
pub enum ForeignHash {
    /// bcrypt, perhaps of a digest.
    Bcrypt(bcrypt::Bcrypt),
    /// PBKDF2.
    Pbkdf2(pbkdf2::Pbkdf2),
    /// scrypt, perhaps Firebase's.
    Scrypt(scrypt::Scrypt),
    /// A salted SHA.
    SaltedSha(salted_sha::SaltedSha),
    /// Iterated MD5.
    Md5(md5::IteratedMd5),
}

impl ForeignHash {
    /// Reads a hash.
    ///
    /// # Errors
    /// Why it is of no use.
    pub fn read(text: &str) -> Result<Self, UnusableHash> {
        if let Some(hash) = bcrypt::Bcrypt::read(text) {
            return hash.map(Self::Bcrypt);
        }
        if let Some(hash) = pbkdf2::Pbkdf2::read(text) {
            return hash.map(Self::Pbkdf2);
        }
        if let Some(hash) = scrypt::Scrypt::read(text) {
            return hash.map(Self::Scrypt);
        }
        if let Some(hash) = salted_sha::SaltedSha::read(text) {
            return hash.map(Self::SaltedSha);
        }
        md5::IteratedMd5::read(text).map_or(Err(UnusableHash::Unknown), |hash| hash.map(Self::Md5))
    }

    /// Whether this is the password; none where it could not be computed.
    pub fn compare(&self, password: &[u8]) -> Option<bool> {
        match self {
            Self::Bcrypt(hash) => hash.compare(password),
            Self::Pbkdf2(hash) => Some(hash.compare(password)),
            Self::Scrypt(hash) => hash.compare(password),
            Self::SaltedSha(hash) => Some(hash.compare(password)),
            Self::Md5(hash) => Some(hash.compare(password)),
        }
    }

    /// Whether comparing takes so little that the time of the answer would tell it from nobody's.
    pub const fn is_quick(&self) -> bool {
        matches!(self, Self::SaltedSha(_) | Self::Md5(_))
    }
}

#[cfg(test)]
mod tests;
