//! The telephone number of a person, and another one that waits for its codes.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    domain::login::phone::{LostNumber, NumberBefore, OwnNumber},
    store::users::User,
};

/// The telephone number of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountPhone {
    /// The number: `+` and digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// Whether it was proven to be theirs.
    pub phone_number_verified: bool,
    /// Whether people change their number here.
    pub may_change: bool,
    /// The number that waits for its codes, in the session in which this app was approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<AwaitedPhone>,
}

/// A number to which a code went. It counts for nothing until the code comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AwaitedPhone {
    /// The number: `+` and digits.
    pub phone_number: String,
    /// The number before, which must agree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_before: Option<AgreeingPhone>,
}

/// The number before, to which a code went too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AgreeingPhone {
    /// The number: `+` and digits.
    pub phone_number: String,
    /// What stands for its code: `nothing`; `sign_in` with a further factor, after the change was asked for; or
    /// `signed_in`, where the access token comes from such a sign-in and no code is wanted.
    pub stand_in: String,
}

impl AccountPhone {
    /// Of this person; `own` is what their session waits for, where it goes on.
    pub fn of(user: &User, may_change: bool, own: Option<OwnNumber>) -> Self {
        let waits_for = own.and_then(|own| {
            let number_before = own.before.map(AgreeingPhone::from);
            own.waits_for.map(|phone_number| AwaitedPhone { phone_number, number_before })
        });
        Self {
            phone_number: user.phone_number.clone(),
            phone_number_verified: user.phone_number_verified_at.is_some(),
            may_change,
            waits_for,
        }
    }
}

impl From<NumberBefore> for AgreeingPhone {
    fn from(before: NumberBefore) -> Self {
        let stand_in = match before.lost {
            LostNumber::Nothing => "nothing",
            LostNumber::SignIn => "sign_in",
            LostNumber::SignedIn => "signed_in",
        };
        Self { phone_number: before.number, stand_in: stand_in.to_owned() }
    }
}
