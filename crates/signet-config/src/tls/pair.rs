//! A certificate chain and its key as they stand in two files: read, compared, and refused
//! with what to do about it. `config check`, the start and each later look all go this way.

use std::{fmt, fs::File, io::Read as _, path::Path, path::PathBuf};

use aws_lc_rs::digest;
use rustls::{
    Error, InconsistentKeys,
    crypto::aws_lc_rs::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject as _},
    sign::CertifiedKey,
};
use zeroize::Zeroizing;

use crate::problem::InvalidValue;

/// More than any chain or key has: a wrong name must not fill the memory.
const LARGEST: u64 = 1 << 20;
const CERTIFICATE_FILE: &str = "certificate_file";
const KEY_FILE: &str = "key_file";

/// Where the two stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairFiles {
    /// The chain, the server's own certificate first.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// What the two files held at one moment, or why they could not be read. Holds a private key,
/// so it has no `Debug`.
pub struct PairContents {
    chain: Result<Vec<u8>, InvalidValue>,
    key: Result<Zeroizing<Vec<u8>>, InvalidValue>,
}

/// Why a pair cannot be used. Never tells what is in the key's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairProblem {
    /// The key of the section, `certificate_file` or `key_file`.
    pub key: &'static str,
    /// The problem and its remedy.
    pub refusal: InvalidValue,
}

impl fmt::Display for PairProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tls.{}: {}; {}", self.key, self.refusal.problem, self.refusal.remedy)
    }
}

impl PairFiles {
    /// Reads both files, each whatever becomes of the other.
    pub fn read(&self) -> PairContents {
        PairContents { chain: read(&self.certificate), key: read(&self.key).map(Zeroizing::new) }
    }
}

impl PairContents {
    /// Differs when what was found differs: the contents, or the reason why there are none.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut sum = digest::Context::new(&digest::SHA256);
        let mut add = |found: Result<&[u8], &InvalidValue>| {
            let (kind, bytes) = match found {
                Ok(bytes) => (0, bytes),
                Err(refusal) => (1, refusal.problem.as_bytes()),
            };
            sum.update(&[kind]);
            sum.update(&bytes.len().to_be_bytes());
            sum.update(bytes);
        };
        add(self.chain.as_deref());
        add(self.key.as_ref().map(|key| key.as_slice()));
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(sum.finish().as_ref());
        fingerprint
    }

    /// The pair, ready to serve.
    ///
    /// # Errors
    /// Everything that is wrong with either file; never empty.
    pub fn open(&self) -> Result<CertifiedKey, Vec<PairProblem>> {
        let chain = self.chain.as_ref().map_err(Clone::clone).and_then(|text| parse_chain(text));
        let key = self.key.as_ref().map_err(Clone::clone).and_then(|text| parse_key(text));
        let problem = |key: &'static str| move |refusal| PairProblem { key, refusal };
        match (chain, key) {
            (Ok(chain), Ok(key)) => combine(chain, &key).map_err(|(key, refusal)| vec![PairProblem { key, refusal }]),
            (chain, key) => {
                let chain = chain.err().map(problem(CERTIFICATE_FILE));
                Err(chain.into_iter().chain(key.err().map(problem(KEY_FILE))).collect())
            }
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, InvalidValue> {
    let remedy = "name a PEM file that the user Signet runs as may read";
    let unreadable = |why| InvalidValue::new(format!("the file {} cannot be read: {why}", path.display()), remedy);
    let mut content = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LARGEST + 1).read_to_end(&mut content).map_err(unreadable)?;
    if content.len() as u64 > LARGEST {
        return Err(InvalidValue::new(format!("the file {} is larger than 1 MiB", path.display()), remedy));
    }
    Ok(content)
}

fn parse_chain(text: &[u8]) -> Result<Vec<CertificateDer<'static>>, InvalidValue> {
    let remedy = "name a PEM file with the server's own certificate first, then the intermediate ones";
    let chain: Result<Vec<_>, pem::Error> = CertificateDer::pem_slice_iter(text).collect();
    match chain {
        Ok(chain) if chain.is_empty() => Err(InvalidValue::new("there is no certificate in the file", remedy)),
        Ok(chain) => Ok(chain),
        Err(_) => Err(InvalidValue::new("the file is not valid PEM", remedy)),
    }
}

// What the parser says may quote the file, so none of it is repeated.
fn parse_key(text: &[u8]) -> Result<PrivateKeyDer<'static>, InvalidValue> {
    PrivateKeyDer::from_pem_slice(text).map_err(|why| {
        let encrypted = ["ENCRYPTED PRIVATE KEY", "Proc-Type: 4,ENCRYPTED"];
        if encrypted.iter().any(|mark| text.windows(mark.len()).any(|found| found == mark.as_bytes())) {
            return InvalidValue::new(
                "the private key is encrypted, and nobody is there to type its password",
                "write it without: (umask 077; openssl pkey -in encrypted.pem -out key.pem)",
            );
        }
        let problem = match why {
            pem::Error::NoItemsFound => "there is no private key in the file",
            _ => "the file is not valid PEM",
        };
        InvalidValue::new(problem, "name a PEM file with the private key in PKCS#8, PKCS#1 or SEC1")
    })
}

fn combine(
    chain: Vec<CertificateDer<'static>>,
    key: &PrivateKeyDer<'static>,
) -> Result<CertifiedKey, (&'static str, InvalidValue)> {
    let key = any_supported_type(key).map_err(|_| {
        let remedy = "make one of a kind that TLS clients know: ECDSA P-256 or P-384, or RSA of 2048 bits or more";
        (KEY_FILE, InvalidValue::new("the private key cannot be used", remedy))
    })?;
    let pair = CertifiedKey::new(chain, key);
    match pair.keys_match() {
        Ok(()) | Err(Error::InconsistentKeys(InconsistentKeys::Unknown)) => Ok(pair),
        Err(Error::InconsistentKeys(_)) => Err((
            KEY_FILE,
            InvalidValue::new(
                "the private key does not belong to the first certificate of tls.certificate_file",
                "name the key that the certificate was made for; the server's own certificate must stand first in its file",
            ),
        )),
        Err(_) => Err((
            CERTIFICATE_FILE,
            InvalidValue::new(
                "the first certificate in the file cannot be read",
                "name a file with an X.509 certificate of version 3, as every authority makes them",
            ),
        )),
    }
}
