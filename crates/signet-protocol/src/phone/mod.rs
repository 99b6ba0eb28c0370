//! Telephone numbers as the world dials them (ITU-T E.164): `+`, the code of a country, and the number there.
//!
//! What a country does with the digits behind its code is not checked: whether somebody answers there is found out by a
//! text alone.

mod areas;
mod number;
mod range;

pub use number::PhoneNumber;
pub use range::NumberRange;
