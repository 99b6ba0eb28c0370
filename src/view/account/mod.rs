//! What the account API shows of a person's own account. The comments on members are the descriptions of the OpenAPI
//! document.

mod app;
mod deletion;
mod email;
mod event;
mod factor;
mod identity;
mod passkey;
mod phone;
mod preferences;
mod problem;
mod profile;
mod session;
mod wallet;

pub use app::{AccountApp, AccountApps};
pub use deletion::AccountDeletion;
pub use email::AccountEmailChange;
pub use event::{AccountEvent, AccountEvents};
pub use factor::{AccountFactors, NewRecoveryCodes, OwnAuthenticatorApp};
pub use identity::{AccountIdentities, AccountIdentity, AccountKeptAccess};
pub use passkey::{AccountPasskey, AccountPasskeys, PasskeyChange};
pub use phone::{AccountPhone, AgreeingPhone, AwaitedPhone};
pub use preferences::AccountPreferences;
pub use problem::ApiProblem;
pub use profile::AccountProfile;
pub use session::{AccountSession, AccountSessions, SessionChange};
pub use wallet::{AccountWallet, AccountWallets};
