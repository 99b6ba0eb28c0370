//! The journey of a person through our pages, for whatever it is: the answer to each question, and what comes next.

mod answer;
mod follow;
mod pause;
mod required;
mod settle;
mod step;
mod taking;
pub mod upstream;

pub use answer::{Agreement, Answer, TermsAgreement, answer};
pub use step::{Next, Step, decide, resume};
