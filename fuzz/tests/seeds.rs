//! Every seed through its target, and what it becomes by small changes that are the same each time.

use std::{fs, path::Path};

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
fn no_seed_and_none_of_its_neighbors_is_answered_wrongly() {
    let wrong = |(name, target): &&signet_fuzz::Target| std::panic::catch_unwind(|| all_of(name, *target)).is_err();
    let wrong: Vec<&str> = signet_fuzz::ALL.iter().filter(wrong).map(|(name, _)| *name).collect();
    assert_eq!(wrong, <[&str; 0]>::default());
}
