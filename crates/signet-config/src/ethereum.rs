//! `[ethereum]`: signing in with a wallet.

use std::collections::BTreeSet;

use toml::Value;

use super::{
    problem::InvalidValue,
    secret::SecretText,
    section::{Checker, section},
    value::{Given, Setting, quoted},
};
use crate::base::url::{absolute, is_https_or_loopback};

section! {
    /// Signing in with a wallet (EIP-4361). Off until it is switched on (`signet feature enable ethereum`). A wallet
    /// proves that it holds the key of an address, for which nothing of a chain is read.
    Ethereum, check = check {
        /// Numbers of the chains that a wallet may be on when it signs (EIP-155); 1 is the main one.
        chains: Vec<u32> = vec![1];
        /// Whether wallets that are contracts are accepted (EIP-1271), on those chains that have a node below. Whether
        /// a contract signed is asked of the node at each sign-in, and counts on the chain on which it was added.
        contract_wallets: bool = false;
        /// A node of each chain, as a table such as
        /// `{ chain = 1, url = "https://node.example.com/v3/key" }`. It speaks JSON-RPC and is believed. Nodes in
        /// private networks have to be listed in outbound.allow_private.
        nodes: Vec<ChainNode> = Vec::new(), from_file = "nodes_file";
        /// Whether a wallet that no account has leads to a new account, where anybody makes one (sign_up.mode is "open"
        /// and mail can be sent). A mail proves an address first, as for anybody. Else such a wallet is only told that
        /// it belongs to no account.
        sign_up: bool = false;
    }
}

/// Where a chain is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainNode {
    /// The number of the chain.
    pub chain: u32,
    /// Its address, which often has a key in it.
    pub url: SecretText,
}

const EXPECTED: &str = "a table such as { chain = 1, url = \"https://node.example.com/v3/key\" }";

impl Setting for ChainNode {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let Value::Table(table) = &given.value else { return Err(given.unlike(EXPECTED)) };
        if let Some(unknown) = table.keys().find(|key| !["chain", "url"].contains(&key.as_str())) {
            let problem = format!("there is no such key: {}", quoted(unknown));
            return Err(InvalidValue::new(problem, format!("write {EXPECTED}")));
        }
        let part = |key: &str| {
            let value = table.get(key).cloned();
            let missing = || InvalidValue::new(format!("{key} is missing"), format!("write {EXPECTED}"));
            value.map(|value| Given { value, loose: false, source: given.source.clone() }).ok_or_else(missing)
        };
        let (chain, url) = (u32::read(&part("chain")?)?, SecretText::read(&part("url")?)?);
        // The address is not repeated: there may be a key in it.
        if !absolute(url.expose()).is_some_and(|url| is_https_or_loopback(&url)) {
            return Err(InvalidValue::new(
                format!("the node of chain {chain} has no address that is asked: only https is, and http on loopback"),
                "write an address that starts with https://",
            ));
        }
        Ok(Self { chain, url })
    }
    fn shown(&self) -> Option<Value> {
        let mut table = toml::Table::new();
        table.insert("chain".to_owned(), self.chain.shown()?);
        table.insert("url".to_owned(), self.url.shown()?);
        Some(Value::Table(table))
    }
}

fn check(ethereum: &Ethereum, at: &mut Checker<'_>) {
    let Ethereum { chains, contract_wallets, nodes, sign_up: _ } = ethereum;
    if chains.is_empty() || chains.contains(&0) {
        at.refuse("chains", "no wallet could be on one of them", "write [1], or the numbers of your chains");
    }
    if *contract_wallets && nodes.is_empty() {
        at.refuse("nodes", "no contract could be asked whether it signed", format!("list {EXPECTED}"));
    }
    let mut known = BTreeSet::new();
    for ChainNode { chain, .. } in nodes {
        if !chains.contains(chain) {
            at.refuse("nodes", format!("no wallet may be on chain {chain}"), "list it in ethereum.chains, too");
        } else if !known.insert(chain) {
            at.refuse("nodes", format!("chain {chain} has two nodes"), "keep one of the two");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Source;

    fn read(text: &str) -> Result<Vec<ChainNode>, InvalidValue> {
        let table: toml::Table = format!("nodes = {text}").parse().unwrap();
        Vec::read(&Given { value: table["nodes"].clone(), loose: false, source: Source::Default })
    }

    #[test]
    fn a_node_is_read_and_its_address_is_never_shown() {
        let nodes = read("[{ chain = 10, url = \"https://node.example.com/v3/key\" }]");
        let nodes = nodes.unwrap_or_else(|_| panic!("refused"));
        assert_eq!((nodes[0].chain, nodes[0].url.expose()), (10, "https://node.example.com/v3/key"));
        let shown = nodes.shown().unwrap().to_string();
        assert!(shown.contains("10") && shown.contains("[redacted]") && !shown.contains("key"), "{shown}");
    }

    #[test]
    fn what_is_no_node_is_refused_with_a_remedy_and_without_its_address() {
        for (text, problem) in [
            ("[1]", "item 1: wrong type: found an integer"),
            ("[{ chain = 1 }]", "item 1: url is missing"),
            ("[{ url = \"https://a.example\" }]", "item 1: chain is missing"),
            ("[{ chain = 1, rpc = \"x\" }]", "item 1: there is no such key: \"rpc\""),
            (
                "[{ chain = 1, url = \"http://node.example.com/key\" }]",
                "item 1: the node of chain 1 has no address that is asked: only https is, and http on loopback",
            ),
        ] {
            assert_eq!(read(text).err().map(|refusal| refusal.problem).as_deref(), Some(problem), "{text}");
        }
    }
}
