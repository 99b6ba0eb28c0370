//! Who people are at upstreams: linked to their account, and taken away. An identity is an upstream, an issuer and a
//! subject, each byte for byte; nothing else that an upstream says moves it.

mod hand_over;
mod link;
mod memberships;
mod remove;

pub use hand_over::hand_over;
pub use link::{NewIdentity, TAKEN, link};
pub use memberships::{end_all_at, sync};
pub use remove::{forget_all, remove};
