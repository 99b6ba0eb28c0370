//! One's own account in the hands of an app: the bearer of an access token for the account API acts for its person.
//!
//! What it does are the use-cases of the pages, each on the floor where it stands; here is what only the API has.

mod bearer;
mod events;

pub use bearer::{Bearer, StepUp, bearer, fresh, signed_in};
pub use events::{MOST_EVENTS, OwnEvents, events};
