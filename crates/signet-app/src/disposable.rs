//! Mail domains that hand out addresses for a few minutes: a list that comes along, or one of the operator's.
//!
//! The list that comes along is that of the package `disposable-email-domains` 0.0.293 (MIT, `disposable/LICENSE`),
//! renewed by `scripts/disposable-domains.sh`.

use std::{collections::HashSet, fs, io, path::Path, sync::LazyLock};

use crate::base::url::ascii_host;

/// One domain a line, in ASCII and small letters. It is read when the first address is looked at: few are ever chosen.
static BUILT_IN: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("disposable/domains.txt").lines().collect());

/// Mail domains whose addresses last for a few minutes.
pub struct DisposableDomains(List);

/// Where they stand.
enum List {
    /// In the list that comes along.
    BuiltIn,
    /// In that of the operator; in an empty one, where nothing is refused.
    Own(HashSet<Box<str>>),
}

impl DisposableDomains {
    /// The list of a file, one domain a line, `#` before a remark; without one, the list that comes along.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is no domain.
    pub fn load(file: Option<&Path>) -> io::Result<Self> {
        let Some(path) = file else { return Ok(Self(List::BuiltIn)) };
        let text = fs::read_to_string(path)?;
        let mut all = HashSet::new();
        for (at, line) in text.lines().enumerate() {
            let domain = line.split('#').next().unwrap_or_default().trim();
            if domain.is_empty() {
                continue;
            }
            let no_domain = || io::Error::new(io::ErrorKind::InvalidData, format!("line {} is no mail domain", at + 1));
            let domain = ascii_host(domain).filter(|_| !domain.contains('@')).ok_or_else(no_domain)?;
            all.insert(domain.into_boxed_str());
        }
        Ok(Self(List::Own(all)))
    }

    /// Nothing is refused.
    pub fn none() -> Self {
        Self(List::Own(HashSet::new()))
    }

    /// Whether a domain, in its ASCII form, or one above it stands in the list.
    pub fn holds(&self, domain: &str) -> bool {
        let mut rest = domain;
        loop {
            if self.0.contains(rest) {
                return true;
            }
            match rest.split_once('.') {
                Some((_, above)) => rest = above,
                None => return false,
            }
        }
    }
}

impl List {
    fn contains(&self, domain: &str) -> bool {
        match self {
            Self::BuiltIn => BUILT_IN.contains(domain),
            Self::Own(domains) => domains.contains(domain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_that_comes_along_knows_domains_and_those_below_them() {
        let list = DisposableDomains::load(None).unwrap();
        for (domain, held) in [
            ("mailinator.com", true),
            ("a.b.mailinator.com", true),
            ("mailinator.com.example", false),
            ("gmail.com", false),
            ("example.com", false),
            ("com", false),
            ("", false),
        ] {
            assert_eq!(list.holds(domain), held, "{domain}");
        }
        assert!(BUILT_IN.len() > 5_000);
        assert!(BUILT_IN.iter().all(|one| ascii_host(one).as_deref() == Some(*one)), "each in the form of comparison");
        assert!(!DisposableDomains::none().holds("mailinator.com"));
    }

    #[test]
    fn a_file_of_the_operator_takes_its_place_and_a_line_that_is_no_domain_is_named() {
        let path = std::env::temp_dir().join(format!("signet-disposable-{}", std::process::id()));
        fs::write(&path, "# ours\nBücher.example\n\nTHROWAWAY.example # since May\n").unwrap();
        let list = DisposableDomains::load(Some(&path)).unwrap();
        assert!(list.holds("xn--bcher-kva.example") && list.holds("x.throwaway.example"));
        assert!(!list.holds("mailinator.com"), "it takes the place of the other");
        fs::write(&path, "a.example\neve@b.example\n").unwrap();
        let refused = DisposableDomains::load(Some(&path)).err().unwrap();
        assert_eq!(refused.to_string(), "line 2 is no mail domain");
        fs::remove_file(&path).unwrap();
    }
}
