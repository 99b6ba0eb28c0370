//! `[ethereum]`: signing in with a wallet.

use super::section::{Checker, section};

section! {
    /// Signing in with a wallet (EIP-4361). Off until it is switched on (`signet feature enable ethereum`). Nothing of a
    /// chain is read: a wallet proves that it holds the key of an address.
    Ethereum, check = check {
        /// Numbers of the chains that a wallet may be on when it signs (EIP-155); 1 is the main one.
        chains: Vec<u32> = vec![1];
    }
}

fn check(ethereum: &Ethereum, at: &mut Checker<'_>) {
    if ethereum.chains.is_empty() || ethereum.chains.contains(&0) {
        at.refuse("chains", "no wallet could be on one of them", "write [1], or the numbers of your chains");
    }
}
