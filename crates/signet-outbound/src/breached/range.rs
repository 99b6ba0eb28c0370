//! A service that knows the list by k-anonymity: it is told five characters of a digest, and answers everything that
//! begins with them (<https://haveibeenpwned.com/API/v3#PwnedPasswords>).

use data_encoding::HEXUPPER;

use crate::http::{FetchError, Outbound};

/// How much of the digest is told.
const TOLD: usize = 5;

pub(super) async fn holds(outbound: &Outbound, url: &str, digest: &[u8]) -> Result<bool, FetchError> {
    let text = HEXUPPER.encode(digest);
    let (told, rest) = text.split_at(TOLD);
    let answer = outbound.get(&format!("{url}{told}"), "text/plain").await?;
    Ok(String::from_utf8_lossy(&answer.body).lines().filter_map(|line| line.trim().split_once(':')).any(
        // With padding, what stands there with 0 is made up.
        |(suffix, count)| suffix.eq_ignore_ascii_case(rest) && count.trim() != "0",
    ))
}
