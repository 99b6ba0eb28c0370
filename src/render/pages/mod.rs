//! The contexts of the hosted pages, one file per page.

pub mod account;
pub mod chooser;
pub mod confirm;
pub mod consent;
pub mod error;
pub mod form_post;
pub mod landing;
pub mod leaving;
pub mod link_sign_in;
pub mod logout;
pub mod password_link;
pub mod playground;
mod playground_notes;
pub mod setup;
pub mod sign_in;

pub use account::{Account, AccountUrls, AppRow, Flash, OtherAccount, SessionRow};
pub use chooser::{Chooser, ChooserAccount};
pub use confirm::Confirm;
pub use consent::{Consent, OrganizationChoice};
pub use error::{Back, Developer, ErrorKind, ErrorPage};
pub use form_post::FormPost;
pub use landing::Landing;
pub use leaving::{Leaving, Onward};
pub use link_sign_in::LinkSignIn;
pub use logout::{LogoutAccount, LogoutConfirm, SignedOut, SigningOut};
pub use password_link::{PasswordLink, PasswordProblem, PasswordSet};
pub use playground::{
    Button, Check, Group, Message, Notice, PROMPTS, Part, Playground, Row, ScopeChoice, Step, StepKind, Talk, Token,
};
pub use playground_notes::{Note, Place};
pub use setup::{Setup, SetupDone, SetupGone, SetupProblem};
pub use sign_in::{FixedAccount, SignIn, SignInProblem};
