//! Somebody who makes authenticators, and vouches for their model (WebAuthn §8.2).

use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair},
};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DistinguishedName, DnType, IsCa, KeyPair,
    KeyUsagePurpose,
};

use super::authenticator::{bytes, text};

/// A maker with one model.
pub struct Maker {
    /// What is believed of it, as PEM.
    pub root: String,
    certificate: Vec<u8>,
    key: EcdsaKeyPair,
}

impl Maker {
    /// The maker of this model.
    pub fn of(model: [u8; 16]) -> Self {
        let mut root = CertificateParams::new(Vec::new()).expect("a maker");
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.distinguished_name = DistinguishedName::new();
        root.distinguished_name.push(DnType::CommonName, format!("Example Keys Root {:02x}", model[0]));
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let root = CertifiedIssuer::self_signed(root, KeyPair::generate().expect("a key")).expect("a maker");
        // WebAuthn §8.2.1: what stands in the certificate of a model.
        let mut leaf = CertificateParams::new(Vec::new()).expect("a model");
        leaf.is_ca = IsCa::ExplicitNoCa;
        leaf.distinguished_name = DistinguishedName::new();
        for (kind, value) in [
            (DnType::CountryName, "SE"),
            (DnType::OrganizationName, "Example Keys"),
            (DnType::OrganizationalUnitName, "Authenticator Attestation"),
            (DnType::CommonName, "Example Key 1"),
        ] {
            leaf.distinguished_name.push(kind, value);
        }
        let told = [&[0x04, 0x10], model.as_slice()].concat();
        leaf.custom_extensions = vec![CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 45724, 1, 1, 4], told)];
        let key = KeyPair::generate().expect("a key");
        let certificate = leaf.signed_by(&key, &root).expect("a model").der().to_vec();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &key.serialize_der()).expect("a key");
        Self { root: root.pem(), certificate, key }
    }

    /// That a passkey was made by an authenticator of the model: a packed attestation statement.
    #[allow(clippy::disallowed_methods, reason = "a foreign party draws its own randomness")]
    pub fn statement(&self, data: &[u8], client_data: &[u8]) -> Vec<u8> {
        let signed = [data, digest(&SHA256, client_data).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).expect("a signature");
        // {"alg": ES256, "sig": …, "x5c": [certificate]}
        [
            vec![0xa3],
            text("alg"),
            vec![0x26],
            text("sig"),
            bytes(signature.as_ref()),
            text("x5c"),
            vec![0x81],
            bytes(&self.certificate),
        ]
        .concat()
    }
}
