//! Which factors are enough, and which more can be asked for. The one place that decides it.
//!
//! A session begins when [`is_enough`] says so; a request that wants more by `acr` has it asked for afterwards, and
//! what is proven then joins what was proven before. A further factor is one more [`Method`].

use super::Method;
use crate::{
    base::time::Timestamp,
    protocol::acr::{Factor, Ladder, merged},
};

/// Whether a session may begin with what was proven: one factor is enough, whichever it is.
pub fn is_enough(proven: &[Factor]) -> bool {
    !proven.is_empty()
}

/// What a person can have proven after one more question, whatever they proved so far.
pub fn within_reach(proven: Vec<Factor>, now: Timestamp) -> Vec<Factor> {
    let askable: Vec<Factor> =
        Method::ALL.iter().filter(|method| method.is_asked_for()).map(|method| method.factor(now)).collect();
    merged(proven, &askable)
}

/// The `acr` values that anybody can reach by what is asked for here, weakest first.
pub fn supported_acr(ladder: &Ladder) -> Vec<String> {
    ladder.reached(&within_reach(Vec::new(), Timestamp(0)))
}
