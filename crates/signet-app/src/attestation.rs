//! Makers of authenticators that are believed when they vouch for a passkey's model.

use std::{collections::BTreeMap, fs};

use uuid::Uuid;
use webauthn_attestation_ca::{AttestationCaList, AttestationCaListBuilder};

use crate::{
    config::passkeys::{Attestation, Passkeys},
    protocol::passkey,
};

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Those of the operator's file, for the models that may be added; none where nothing has to be proven.
///
/// # Errors
/// What is wrong with the file.
pub fn believed(config: &Passkeys) -> Result<Option<AttestationCaList>, String> {
    let (Attestation::Required, Some(path)) = (config.attestation, &config.attestation_roots_file) else {
        return Ok(None);
    };
    let told = |why: &dyn std::fmt::Display| format!("passkeys.attestation_roots_file ({}): {why}", path.display());
    let text = fs::read_to_string(path).map_err(|why| told(&why))?;
    let models = config.allowed_aaguids.iter().filter_map(|model| passkey::read(model)).map(Uuid::from_bytes);
    let list = list(&text, &models.collect::<Vec<_>>()).map_err(|why| told(&why))?;
    Ok(Some(list))
}

/// The makers of a PEM file: each for these models, or for all of its own where none are named.
fn list(text: &str, models: &[Uuid]) -> Result<AttestationCaList, String> {
    let certificates: Vec<&str> = text
        .split_inclusive(END)
        .filter_map(|part| part.ends_with(END).then_some(part)?.find(BEGIN).and_then(|at| part.get(at..)))
        .collect();
    if certificates.is_empty() {
        return Err("there is no certificate in it".to_owned());
    }
    let mut all = AttestationCaList::default();
    let mut named = AttestationCaListBuilder::new();
    for certificate in certificates {
        let pem = certificate.as_bytes();
        let broken = |why: &dyn std::fmt::Debug| format!("a certificate cannot be read: {why:?}");
        if models.is_empty() {
            all.union(&AttestationCaList::try_from(pem).map_err(|why| broken(&why))?);
        }
        for model in models {
            named.insert_device_pem(pem, *model, model.to_string(), BTreeMap::new()).map_err(|why| broken(&why))?;
        }
    }
    Ok(if models.is_empty() { all } else { named.build() })
}

#[cfg(test)]
mod tests {
    use webauthn_attestation_ca::AttestationCa;

    use super::*;

    #[test]
    fn each_certificate_of_a_file_is_a_maker_and_a_file_without_one_is_refused() {
        let made = || rcgen::generate_simple_self_signed(vec!["maker.example".to_owned()]).unwrap().cert.pem();
        let text = format!("# two makers\n{}\n\n{}", made(), made());
        assert_eq!(list(&text, &[]).unwrap().len(), 2);
        assert!(list(&text, &[]).unwrap().cas().values().all(AttestationCa::blanket_allow));
        let blue = Uuid::from_bytes([7; 16]);
        let named = list(&text, &[blue]).unwrap();
        assert_eq!(named.len(), 2);
        assert!(named.cas().values().all(|ca| !ca.blanket_allow() && ca.aaguids().contains_key(&blue)));
        assert_eq!(list("nothing", &[]).unwrap_err(), "there is no certificate in it");
        let cut = format!("{BEGIN}\nAAAA\n{END}\n");
        assert!(list(&cut, &[]).unwrap_err().starts_with("a certificate cannot be read: "));
    }
}
