//! The journey of a person through our pages, for whatever it is: the answer to each question, and what comes next.

mod answer;
mod follow;
mod pause;
mod required;
mod settle;
mod step;
mod taking;
pub mod upstream;
mod wait;
mod wallet;

pub use answer::{Agreement, Answer, NewAccount, TermsAgreement, answer};
pub use step::{Next, Step, decide, resume};
pub use wait::WaitsHere;
pub use wallet::{wait_for_account, waiting_wallet};

pub(super) use pause::pause;
