//! Every seed through its target, and what it becomes by small changes that are the same each time.

use std::{fs, path::Path};

use signet_fuzz::{upstream_logout_token, upstream_mapping, upstream_metadata};

/// Changes of each seed.
const CHANGES: usize = 40;

/// What means something to one parser or another.
const MARKS: &[u8] = b"\0%&=\"\\,;:./+-#?[]{}09Aa\xff\xc3";

/// Numbers that look random and are not (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap()
    }
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// A piece taken out, put in, doubled, or taken from another seed.
fn change(seed: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut out = seed.to_vec();
    let at = numbers.below(out.len() + 1);
    let end = at + numbers.below((out.len() - at).min(8) + 1);
    match numbers.below(5) {
        0 => drop(out.drain(at..end)),
        1 => out.insert(at, MARKS[numbers.below(MARKS.len())]),
        2 => drop(out.splice(at..at, seed[at..end].to_vec())),
        3 if at < out.len() => out[at] ^= 1 << numbers.below(8),
        _ => {
            let from = numbers.below(other.len() + 1);
            drop(out.splice(at..end, other[from..(from + 8).min(other.len())].to_vec()));
        }
    }
    out
}

fn all_of(name: &str, target: fn(&[u8])) {
    let seeds = seeds(name);
    assert!(!seeds.is_empty(), "{name} has no seeds");
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for seed in &seeds {
        target(seed);
        let mut changed = seed.clone();
        for _ in 0..CHANGES {
            let other = &seeds[numbers.below(seeds.len())];
            changed = change(if numbers.below(3) == 0 { seed } else { &changed }, other, &mut numbers);
            target(&changed);
        }
    }
    target(b"");
}

// Else the target would look at nothing that is believed.
#[test]
fn attestations_that_hold_are_accepted_and_others_are_not() {
    let is_accepted = |name: &str| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/attestation").join(name);
        signet_fuzz::attestation::is_accepted(&fs::read(file).unwrap())
    };
    let names = ["answer", "none", "packed", "packed_self", "numbered", "other_challenge"];
    assert_eq!(names.map(is_accepted), [true, true, true, true, false, false]);
}

#[test]
fn what_an_upstream_says_is_taken_where_it_holds_and_else_not() {
    type Judge = fn(&[u8]) -> bool;
    let is_taken = |target: &str, judge: Judge, name: &str| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target).join(name);
        judge(&fs::read(file).unwrap())
    };
    let tokens = ["both", "person", "session", "tenant", "company", "forever", "id_token", "access_token", "odd", "up"];
    let believed = tokens.map(|name| is_taken("upstream_logout_token", upstream_logout_token::is_believed, name));
    assert_eq!(believed, [true, true, true, true, true, true, false, false, false, false]);
    let documents =
        ["plain", "inner", "loopback", "parameters", "tenants", "tenant", "not_of_the_web", "user", "other"];
    let taken = documents.map(|name| is_taken("upstream_metadata", upstream_metadata::is_taken, name));
    assert_eq!(taken, [true, true, true, true, true, true, false, false, false]);
    let answers = ["github", "discord", "google", "apple", "rules", "paths", "hostile"];
    let mapped = answers.map(|name| is_taken("upstream_mapping", upstream_mapping::is_mapped, name));
    assert_eq!(mapped, [true; 7]);
}

#[test]
fn no_seed_and_none_of_its_neighbors_is_answered_wrongly() {
    let wrong = |(name, target): &&signet_fuzz::Target| std::panic::catch_unwind(|| all_of(name, *target)).is_err();
    let wrong: Vec<&str> = signet_fuzz::ALL.iter().filter(wrong).map(|(name, _)| *name).collect();
    assert_eq!(wrong, <[&str; 0]>::default());
}
