//! What a mail brings that proves a mailbox: six digits, and numbers to choose from in another browser.

use crate::base::{entropy::Entropy, time::Seconds};

/// How long code and link work.
pub const LIFETIME: Seconds = Seconds::minutes(10);
/// Codes that may be tried for one mail. With `mail_account` (ten mails an hour) somebody who guesses without pause has
/// 1,200 tries of a million in a day.
pub const TRIES: i64 = 5;
/// Numbers to choose from in another browser.
pub const CHOICES: usize = 3;

/// Six digits, each code as likely as any other.
pub fn fresh_code(entropy: &Entropy) -> String {
    // Of 64 bits the remainder favors no code by more than one in 18,000,000,000,000.
    format!("{:06}", u64::from_be_bytes(entropy.bytes()) % 1_000_000)
}

/// Three numbers of two digits, no two alike.
pub fn fresh_numbers(entropy: &Entropy) -> [u8; CHOICES] {
    let mut left: Vec<u8> = (10..100).collect();
    std::array::from_fn(|_| {
        let at = u64::from_be_bytes(entropy.bytes()) % left.len() as u64;
        left.swap_remove(usize::try_from(at).unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_six_digits_and_numbers_two_and_no_two_of_them_are_alike() {
        let entropy = Entropy::seeded(1);
        for _ in 0..1000 {
            let code = fresh_code(&entropy);
            assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
            let [one, two, three] = fresh_numbers(&entropy);
            assert!(one != two && two != three && one != three, "{one} {two} {three}");
            assert!([one, two, three].iter().all(|number| (10..100).contains(number)), "{one} {two} {three}");
        }
    }
}
