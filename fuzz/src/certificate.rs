//! When a certificate ends, held against OpenSSL.

use openssl::{asn1::Asn1Time, x509::X509};
use signet_protocol::base::x509::not_after;

/// DER.
pub fn run(data: &[u8]) {
    let ours = not_after(data);
    let Ok(certificate) = X509::from_der(data) else { return };
    let epoch = Asn1Time::from_unix(0).unwrap();
    let Ok(since) = epoch.diff(certificate.not_after()) else { return };
    if let Some(ours) = ours {
        assert_eq!(ours.0, i64::from(since.days) * 86_400 + i64::from(since.secs));
    }
}
