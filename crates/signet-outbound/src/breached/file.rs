//! The list as a file: a head of 16 bytes, then the first eight bytes of each digest, in order. One password in
//! ten thousand million is taken for a stolen one by chance. Looked into by halving, eight bytes a look.

use std::{
    fs::File,
    io::{self, BufRead, Write},
    os::unix::fs::FileExt,
    path::Path,
};

use data_encoding::HEXUPPER_PERMISSIVE;

/// What the file begins with.
const HEAD: &[u8; 16] = b"signet-breached1";
/// Bytes of a digest that are kept.
const KEY: usize = 8;

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    /// It cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is something else.
    #[error("it is no list made by signet passwords import")]
    Foreign,
    /// A line of the public list is none.
    #[error("line {0} is no SHA-1 digest in hexadecimal, with or without a colon and a number")]
    Line(u64),
    /// The public list is not ordered by digest.
    #[error(
        "line {0} does not follow the one before: take the list that is ordered by hash, or sort it (LC_ALL=C sort)"
    )]
    Order(u64),
}

/// The list.
pub struct BreachedFile {
    file: File,
    keys: u64,
}

/// What is kept of a digest.
pub(super) fn key_of(digest: &[u8]) -> u64 {
    digest.iter().take(KEY).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

impl BreachedFile {
    /// Opens it; nothing but its head is read.
    ///
    /// # Errors
    /// When it cannot be read, or is something else.
    pub fn open(path: &Path) -> Result<Self, FileProblem> {
        let file = File::open(path)?;
        let mut head = [0; HEAD.len()];
        let rest = file.metadata()?.len().checked_sub(HEAD.len() as u64).filter(|rest| rest % KEY as u64 == 0);
        let rest = rest.ok_or(FileProblem::Foreign)?;
        file.read_exact_at(&mut head, 0)?;
        if head != *HEAD {
            return Err(FileProblem::Foreign);
        }
        Ok(Self { file, keys: rest / KEY as u64 })
    }

    /// Whether a digest stands in it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn holds(&self, key: u64) -> io::Result<bool> {
        let (mut low, mut high) = (0, self.keys);
        while low < high {
            let middle = low + (high - low) / 2;
            let mut bytes = [0; KEY];
            self.file.read_exact_at(&mut bytes, HEAD.len() as u64 + middle * KEY as u64)?;
            match u64::from_be_bytes(bytes).cmp(&key) {
                std::cmp::Ordering::Equal => return Ok(true),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(false)
    }
}

/// Makes the file of the public list, line by line (`HASH` or `HASH:COUNT`), of what was seen so often at least;
/// answers how many digests it holds.
///
/// # Errors
/// The first line that is wrong, or when something cannot be read or written.
pub fn write_file(mut list: impl BufRead, mut out: impl Write, least: u64) -> Result<u64, FileProblem> {
    out.write_all(HEAD)?;
    let (mut before, mut last, mut kept, mut number) = (None, None, 0, 0);
    let mut line = String::new();
    while list.read_line(&mut line)? > 0 {
        number += 1;
        let text = line.trim();
        if !text.is_empty() {
            let (hash, count) = text.split_once(':').unwrap_or((text, ""));
            let digest = HEXUPPER_PERMISSIVE.decode(hash.as_bytes()).ok().filter(|digest| digest.len() == 20);
            let digest = digest.ok_or(FileProblem::Line(number))?;
            let count = if count.is_empty() { Some(u64::MAX) } else { count.trim().parse().ok() };
            let count = count.ok_or(FileProblem::Line(number))?;
            let key = key_of(&digest);
            if before.is_some_and(|before| before > key) {
                return Err(FileProblem::Order(number));
            }
            if count >= least && last != Some(key) {
                out.write_all(&key.to_be_bytes())?;
                kept += 1;
                last = Some(key);
            }
            before = Some(key);
        }
        line.clear();
    }
    out.flush()?;
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
    use data_encoding::HEXUPPER;

    use super::*;

    fn hash(password: &str) -> Vec<u8> {
        digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes()).as_ref().to_vec()
    }

    fn made(list: &str, least: u64) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        write_file(list.as_bytes(), &mut out, least).map(|_| out).map_err(|why| why.to_string())
    }

    #[test]
    fn each_of_a_thousand_is_found_and_no_other_and_rare_ones_may_stay_out() {
        let mut lines: Vec<String> =
            (0..1000).map(|at| format!("{}:{at}", HEXUPPER.encode(&hash(&format!("stolen {at}"))))).collect();
        lines.sort();
        let place = std::env::temp_dir().join(format!("signet-breached-{}", std::process::id()));
        for (least, kept) in [(0, 1000), (500, 500)] {
            let bytes = made(&lines.join("\r\n"), least).unwrap();
            assert_eq!(bytes.len(), 16 + 8 * kept);
            std::fs::write(&place, bytes).unwrap();
            let file = BreachedFile::open(&place).unwrap();
            for at in 0..1000 {
                let held = file.holds(key_of(&hash(&format!("stolen {at}")))).unwrap();
                assert_eq!(held, at >= least, "{at}");
                assert!(!file.holds(key_of(&hash(&format!("not stolen {at}")))).unwrap());
            }
        }
        std::fs::write(&place, "something else").unwrap();
        let why = BreachedFile::open(&place).err().unwrap();
        assert_eq!(why.to_string(), "it is no list made by signet passwords import");
        std::fs::remove_file(&place).unwrap();
    }

    #[test]
    fn a_digest_that_stands_twice_counts_by_what_was_seen_most() {
        let one = "AB".repeat(20);
        let kept = [&HEAD[..], &[0xab; KEY][..]].concat();
        assert_eq!(made(&format!("{one}:1\n{one}:500\n{one}:500\n"), 10).unwrap(), kept);
    }

    #[test]
    fn a_list_that_is_damaged_or_out_of_order_is_refused_by_its_line() {
        let (one, two) = ("00".repeat(20), "FF".repeat(20));
        assert!(made(&format!("{one}\n{one}:3\n{two}:7\n"), 0).is_ok());
        assert_eq!(
            made(&format!("{one}\nnonsense"), 0).unwrap_err(),
            "line 2 is no SHA-1 digest in hexadecimal, with or without a colon and a number"
        );
        assert_eq!(
            made(&format!("{one}:many"), 0).unwrap_err(),
            "line 1 is no SHA-1 digest in hexadecimal, with or without a colon and a number"
        );
        assert_eq!(
            made(&format!("{two}\n{one}"), 0).unwrap_err(),
            "line 2 does not follow the one before: take the list that is ordered by hash, or sort it (LC_ALL=C sort)"
        );
    }
}
