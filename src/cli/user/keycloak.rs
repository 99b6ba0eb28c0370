//! A password as Keycloak exports it, in the form in which everybody else writes one.

use serde_json::{Map, Value};

/// The hash of a credential with `secretData` and `credentialData`, each an object or its text.
pub(super) fn hash(credential: &Map<String, Value>) -> Option<String> {
    let (secret, how) = (part(credential, "secretData")?, part(credential, "credentialData")?);
    let text = |name: &str| Some(secret.get(name)?.as_str()?.trim_end_matches('=').to_owned());
    let (value, salt) = (text("value")?, text("salt")?);
    let iterations = how.get("hashIterations")?.as_u64()?;
    match how.get("algorithm")?.as_str()? {
        "pbkdf2" => Some(format!("$pbkdf2-sha1$i={iterations}${salt}${value}")),
        known @ ("pbkdf2-sha256" | "pbkdf2-sha512") => Some(format!("${known}$i={iterations}${salt}${value}")),
        "argon2" => {
            let more = how.get("additionalParameters")?;
            let first = |name: &str| more.get(name)?.get(0)?.as_str();
            let (kind, memory, lanes) = (first("type")?, first("memory")?, first("parallelism")?);
            // Keycloak writes 1.3 for what is 19 in the string (RFC 9106 §3.1: 0x13).
            let version = if first("version") == Some("1.0") { 16 } else { 19 };
            Some(format!("$argon2{kind}$v={version}$m={memory},t={iterations},p={lanes}${salt}${value}"))
        }
        _ => None,
    }
}

fn part(credential: &Map<String, Value>, name: &str) -> Option<Map<String, Value>> {
    match credential.get(name)? {
        Value::Object(part) => Some(part.clone()),
        Value::String(text) => serde_json::from_str(text).ok(),
        _ => None,
    }
}
