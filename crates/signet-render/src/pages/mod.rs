//! The contexts of the hosted pages, one file per page.

pub mod account;
pub mod account_data;
pub mod account_nav;
pub mod addresses;
pub mod captcha;
mod chooser;
pub mod confirm;
mod confirm_by_mail;
pub mod consent;
pub mod dev_mail;
pub mod enrol;
pub mod error;
pub mod forgot;
pub mod form_post;
pub mod further_factor;
pub mod identities;
pub mod invitation;
pub mod landing;
pub mod leaving;
pub mod link_sign_in;
pub mod logout;
pub mod mail_link;
pub mod mail_sign_in;
pub mod new_password;
pub mod passkey_signals;
pub mod passkeys;
pub mod password_link;
pub mod phone;
pub mod playground;
mod playground_notes;
pub mod preferences;
pub mod profile;
pub mod required;
pub mod security;
pub mod setup;
pub mod sign_in;
mod sign_in_step;
pub mod sign_up;
pub mod suggest_passkey;
pub mod take_back;
pub mod terms;
pub mod upstream;
pub mod upstream_problem;
pub mod wallets;

pub use account::{
    AccountPage, AccountUrls, AppRow, Flash, NextStepKind, NextStepRow, NextStepWay, OtherAccount, SessionRow,
};
pub use account_data::{AccountDataPage, AccountLeft, DataProblem, KeepAccountPage, KeptAccount};
pub use account_nav::{AccountTab, AccountWay, account_ways};
pub use addresses::{AddressFlash, AddressPage, AddressProblem, AddressWait, StandIn, WaitProblem};
pub use captcha::{CaptchaPage, CaptchaProblem, CaptchaWidget};
pub use chooser::{Chooser, ChooserAccount};
pub use confirm::Confirm;
pub use confirm_by_mail::ConfirmByMail;
pub use consent::{ConsentPage, OrganizationChoice};
pub use dev_mail::{DevMail, DevMailRow, DevMailShown, DevText};
pub use enrol::Enrol;
pub use error::{Back, Developer, ErrorKind, ErrorPage};
pub use forgot::{ForgotPassword, ForgotProblem, RecoveryRequested};
pub use form_post::FormPost;
pub use further_factor::{FactorProblem, FurtherFactor, TextOffer, WithoutFactor};
pub use identities::{ConnectAccount, ConnectedAccount, ConnectedAccounts};
pub use invitation::InvitationPage;
pub use landing::Landing;
pub use leaving::{Leaving, Onward};
pub use link_sign_in::LinkSignIn;
pub use logout::{LogoutAccount, LogoutConfirm, SignOutLink, SignedOut, SigningOut};
pub use mail_link::{MailElsewhere, MailElsewhereDone, MailLink};
pub use mail_sign_in::{MailAsk, MailProblem, MailPurpose, MailWait};
pub use new_password::{NewPasswordPage, PasswordProblem, PasswordRules};
pub use passkey_signals::{PasskeySignals, SignalledAccount};
pub use passkeys::{AfterPassword, NewPasskey, NewPasskeyProblem, PasskeyOffer, PasskeyRow, Passkeys};
pub use password_link::{PasswordLinkPage, PasswordSet};
pub use phone::{NumberBeforeRow, PhoneFlash, PhonePage, PhoneProblem, PhoneUrls};
pub use playground::{
    Button, Check, DecodedToken, Group, Message, Notice, PROMPTS, Part, Playground, PlaygroundStep, Row, ScopeChoice,
    StepKind, Talk,
};
pub use playground_notes::{MessageKind, Note};
pub use preferences::PreferencesPage;
pub use profile::{ProfileFlash, ProfilePage, ProfileProblem, ProfileUrls};
pub use required::{ProvePhone, RenewPassword, VerifyAddress};
pub use security::{
    AuthenticatorRow, NewAuthenticator, RecoveryCodes, Security, SecurityFlash, SecurityUrls, TextsWay,
};
pub use setup::{Setup, SetupDone, SetupGone, SetupProblem};
pub use sign_in::{FixedAccount, PasskeyProblem, SignIn, SignInProblem, SignUpWay, WorkToDo};
pub use sign_in_step::{SignInStep, WaysOfName};
pub use sign_up::{EntryKind, SignUpAddress, SignUpDetails, SignUpEntry, SignUpProblem, WayInChoice};
pub use terms::{DocumentBox, TermsPage};

pub use suggest_passkey::SuggestPasskey;
pub use take_back::{Former, TakeBackPage, TakenBackPage};
pub use upstream::{UpstreamAddress, UpstreamAddressProblem, UpstreamMark, UpstreamWay, UpstreamWays};
pub use upstream_problem::{ProveAccount, UpstreamProblem, UpstreamProblemPage};
pub use wallets::{NewWallet, WalletOffer, WalletProblem, WalletRow, Wallets};
