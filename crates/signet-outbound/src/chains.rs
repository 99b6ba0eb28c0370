//! Nodes of chains, which are asked whether a contract signed (EIP-1271).

use super::{
    AtOnce,
    http::{FetchError, Outbound},
};
use crate::config::ethereum::ChainNode;

/// Questions at a time: whoever signs in with a contract makes us ask.
const AT_ONCE: AtOnce = AtOnce { in_all: 16, a_host: 8 };
/// Largest answer: a contract answers with one word, and decides how many follow.
const MOST_BYTES: usize = 16 * 1024;

/// The nodes.
#[derive(Debug)]
pub struct ChainNodes {
    outbound: Outbound,
    nodes: Vec<ChainNode>,
}

impl ChainNodes {
    /// Over the guarded client.
    pub fn new(outbound: &Outbound, nodes: &[ChainNode]) -> Self {
        let outbound = outbound.with_own_slots(AT_ONCE).with_max_body(MOST_BYTES);
        Self { outbound, nodes: nodes.to_vec() }
    }

    /// Whether a chain has a node.
    pub fn knows(&self, chain: u32) -> bool {
        self.nodes.iter().any(|node| node.chain == chain)
    }

    /// Asks the node of a chain.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn ask(&self, chain: u32, question: String) -> Result<Vec<u8>, FetchError> {
        let node = self.nodes.iter().find(|node| node.chain == chain).ok_or(FetchError::InvalidUrl)?;
        Ok(self.outbound.post_json(node.url.expose(), question).await?.body)
    }
}
