//! Every operation of the API, once.
//!
//! What changes how somebody signs in is sensitive, as on the pages, and so is what takes everything along or ends it. A
//! further one is an operation here, its handler in a file of its own, its use-case on a floor of the domain.

use super::{
    apps, data, email, events, factors, identities,
    operation::{ExpectedBody, Operation, QueryParameter, Values, Verb, schema_of},
    passkeys, password, phone, picture, preferences,
    problem::ProblemKind,
    profile, sessions, username, wallets,
};
use crate::{
    domain::own_account::MOST_EVENTS,
    protocol::scope::account::{READ, SECURITY, WRITE},
    view::account::{
        AccountApps, AccountDeletion, AccountEmailChange, AccountEvents, AccountFactors, AccountIdentities,
        AccountPasskey, AccountPasskeys, AccountPhone, AccountPreferences, AccountProfile, AccountSession,
        AccountSessions, AccountWallets, NewRecoveryCodes, PasskeyChange, SessionChange,
    },
};

const JSON: &[&str] = &["application/json"];
/// RFC 7396 §4
const MERGE_PATCH: &[&str] = &["application/merge-patch+json", "application/json"];

/// What most operations have in common.
const SHOWS: Operation = Operation {
    verb: Verb::Get,
    path: "",
    id: "",
    summary: "",
    scope: READ,
    is_sensitive: false,
    query: &[],
    body: None,
    file: None,
    answer: None,
    problems: &[],
    act: |asked| Box::pin(async move { profile::show(&asked) }),
};

/// What most operations have in common that change how somebody signs in.
const SECURES: Operation = Operation { verb: Verb::Delete, scope: SECURITY, is_sensitive: true, ..SHOWS };

/// All of them.
pub static OPERATIONS: &[Operation] = &[
    Operation {
        id: "get_profile",
        summary: "Who the person is",
        answer: Some(schema_of::<AccountProfile>),
        act: |asked| Box::pin(async move { profile::show(&asked) }),
        ..SHOWS
    },
    Operation {
        verb: Verb::Patch,
        id: "change_profile",
        summary: "Change what the person says of themselves",
        scope: WRITE,
        body: Some(ExpectedBody { media_types: MERGE_PATCH, schema: profile::patch_schema }),
        answer: Some(schema_of::<AccountProfile>),
        problems: &[ProblemKind::PreconditionRequired, ProblemKind::PreconditionFailed],
        act: |asked| Box::pin(profile::change(asked)),
        ..SHOWS
    },
    Operation {
        path: "/preferences",
        id: "get_preferences",
        summary: "How the person wants to be spoken to",
        answer: Some(schema_of::<AccountPreferences>),
        act: |asked| Box::pin(async move { preferences::show(&asked) }),
        ..SHOWS
    },
    Operation {
        verb: Verb::Patch,
        path: "/preferences",
        id: "change_preferences",
        summary: "Change language, clock, and light or dark pages",
        scope: WRITE,
        body: Some(ExpectedBody { media_types: MERGE_PATCH, schema: preferences::patch_schema }),
        answer: Some(schema_of::<AccountPreferences>),
        act: |asked| Box::pin(preferences::change(asked)),
        ..SHOWS
    },
    Operation {
        verb: Verb::Put,
        path: "/picture",
        id: "set_picture",
        summary: "Take a picture in, in the place of the one before",
        scope: WRITE,
        file: Some(picture::FILE),
        answer: Some(schema_of::<AccountProfile>),
        act: |asked| Box::pin(picture::set(asked)),
        ..SHOWS
    },
    Operation {
        verb: Verb::Delete,
        path: "/picture",
        id: "remove_picture",
        summary: "Take the picture away",
        scope: WRITE,
        act: |asked| Box::pin(picture::remove(asked)),
        ..SHOWS
    },
    Operation {
        verb: Verb::Put,
        path: "/username",
        id: "set_username",
        summary: "Choose another user name, where the operator lets people",
        body: Some(ExpectedBody { media_types: JSON, schema: schema_of::<username::ChosenUsername> }),
        answer: Some(schema_of::<AccountProfile>),
        problems: &[ProblemKind::Conflict],
        act: |asked| Box::pin(username::change(asked)),
        ..SECURES
    },
    Operation {
        path: "/data",
        id: "export_data",
        summary: "Everything that is kept about the person",
        is_sensitive: true,
        answer: Some(data::export_schema),
        act: |asked| Box::pin(data::export(asked)),
        ..SHOWS
    },
    Operation {
        verb: Verb::Post,
        path: "/deletion",
        id: "delete_account",
        summary: "Give the account up; the person can keep it for a while, and signs in nowhere until then",
        body: Some(ExpectedBody { media_types: JSON, schema: schema_of::<data::DeletionWish> }),
        answer: Some(schema_of::<AccountDeletion>),
        act: |asked| Box::pin(data::delete(asked)),
        ..SECURES
    },
    Operation {
        path: "/sessions",
        id: "list_sessions",
        summary: "Where the person is signed in",
        answer: Some(schema_of::<AccountSessions>),
        act: |asked| Box::pin(sessions::list(asked)),
        ..SHOWS
    },
    Operation {
        verb: Verb::Delete,
        path: "/sessions",
        id: "end_sessions",
        summary: "Sign out in all other browsers, or in every one",
        scope: SECURITY,
        query: &[QueryParameter {
            name: "which",
            about: "others: all but the session in which the app was approved. all: every one, and with them what the app has without offline_access",
            is_required: true,
            values: Values::OneOf(sessions::WHICH),
        }],
        problems: &[ProblemKind::SessionEnded],
        act: |asked| Box::pin(sessions::end_several(asked)),
        ..SHOWS
    },
    Operation {
        verb: Verb::Patch,
        path: "/sessions/{id}",
        id: "rename_session",
        summary: "Call a session by another name",
        scope: WRITE,
        body: Some(ExpectedBody { media_types: MERGE_PATCH, schema: schema_of::<SessionChange> }),
        answer: Some(schema_of::<AccountSession>),
        act: |asked| Box::pin(sessions::rename(asked)),
        ..SHOWS
    },
    Operation {
        verb: Verb::Delete,
        path: "/sessions/{id}",
        id: "end_session",
        summary: "Sign out in one browser",
        scope: SECURITY,
        act: |asked| Box::pin(sessions::end(asked)),
        ..SHOWS
    },
    Operation {
        path: "/passkeys",
        id: "list_passkeys",
        summary: "The person's passkeys",
        answer: Some(schema_of::<AccountPasskeys>),
        problems: &[ProblemKind::NotFound],
        act: |asked| Box::pin(passkeys::list(asked)),
        ..SHOWS
    },
    Operation {
        verb: Verb::Patch,
        path: "/passkeys/{id}",
        id: "rename_passkey",
        summary: "Call a passkey by another name",
        body: Some(ExpectedBody { media_types: MERGE_PATCH, schema: schema_of::<PasskeyChange> }),
        answer: Some(schema_of::<AccountPasskey>),
        act: |asked| Box::pin(passkeys::rename(asked)),
        ..SECURES
    },
    Operation {
        path: "/passkeys/{id}",
        id: "remove_passkey",
        summary: "Take a passkey away",
        problems: &[ProblemKind::LastSignIn],
        act: |asked| Box::pin(passkeys::remove(asked)),
        ..SECURES
    },
    Operation {
        path: "/wallets",
        id: "list_wallets",
        summary: "The person's wallets (Sign-in with Ethereum)",
        answer: Some(schema_of::<AccountWallets>),
        problems: &[ProblemKind::NotFound],
        act: |asked| Box::pin(wallets::list(asked)),
        ..SHOWS
    },
    Operation {
        path: "/wallets/{id}",
        id: "remove_wallet",
        summary: "Take a wallet away",
        problems: &[ProblemKind::LastSignIn],
        act: |asked| Box::pin(wallets::remove(asked)),
        ..SECURES
    },
    Operation {
        path: "/identities",
        id: "list_identities",
        summary: "Accounts at other providers that are connected to this one, and what is kept of what they handed out",
        answer: Some(schema_of::<AccountIdentities>),
        problems: &[ProblemKind::NotFound],
        act: |asked| Box::pin(identities::list(asked)),
        ..SHOWS
    },
    Operation {
        path: "/identities/{id}",
        id: "remove_identity",
        summary: "Disconnect an account at another provider; what is kept of it is revoked there",
        problems: &[ProblemKind::LastSignIn],
        act: |asked| Box::pin(identities::remove(asked)),
        ..SECURES
    },
    Operation {
        path: "/factors",
        id: "get_factors",
        summary: "How the person proves who they are",
        answer: Some(schema_of::<AccountFactors>),
        act: |asked| Box::pin(factors::show(asked)),
        ..SHOWS
    },
    Operation {
        path: "/factors/{id}",
        id: "remove_factor",
        summary: "Take an authenticator app away",
        act: |asked| Box::pin(factors::remove(asked)),
        ..SECURES
    },
    Operation {
        verb: Verb::Post,
        path: "/recovery-codes",
        id: "renew_recovery_codes",
        summary: "Make new recovery codes; the old ones are worth nothing",
        answer: Some(schema_of::<NewRecoveryCodes>),
        problems: &[ProblemKind::NoFurtherFactor],
        act: |asked| Box::pin(factors::new_codes(asked)),
        ..SECURES
    },
    Operation {
        verb: Verb::Put,
        path: "/password",
        id: "set_password",
        summary: "Set another password; the other sessions end, and what was granted in them",
        body: Some(ExpectedBody { media_types: JSON, schema: schema_of::<password::ChosenPassword> }),
        problems: &[ProblemKind::SessionEnded],
        act: |asked| Box::pin(password::change(asked)),
        ..SECURES
    },
    Operation {
        verb: Verb::Post,
        path: "/email",
        id: "change_email",
        summary: "Ask for another e-mail address; the person proves both mailboxes on a page, and it counts from then on",
        body: Some(ExpectedBody { media_types: JSON, schema: schema_of::<email::WantedEmail> }),
        answer: Some(schema_of::<AccountEmailChange>),
        act: |asked| Box::pin(email::ask(asked)),
        ..SECURES
    },
    Operation {
        path: "/phone",
        id: "get_phone",
        summary: "The telephone number, and one that waits for its codes",
        answer: Some(schema_of::<AccountPhone>),
        act: |asked| Box::pin(phone::show(asked)),
        ..SHOWS
    },
    Operation {
        verb: Verb::Post,
        path: "/phone",
        id: "change_phone",
        summary: "Text a code to another number, and one to the number before; nothing counts until they come back",
        body: Some(ExpectedBody { media_types: JSON, schema: schema_of::<phone::WantedPhone> }),
        answer: Some(schema_of::<AccountPhone>),
        problems: &[ProblemKind::NotFound],
        act: |asked| Box::pin(phone::ask(asked)),
        ..SECURES
    },
    Operation {
        verb: Verb::Post,
        path: "/phone/code",
        id: "confirm_phone",
        summary: "Prove the number that waits, by the codes that the person got",
        body: Some(ExpectedBody { media_types: JSON, schema: schema_of::<phone::TextedCodes> }),
        problems: &[ProblemKind::NotFound, ProblemKind::Conflict],
        act: |asked| Box::pin(phone::confirm(asked)),
        ..SECURES
    },
    Operation {
        path: "/phone",
        id: "remove_phone",
        summary: "Take the telephone number away, and the codes that are texted to it",
        problems: &[ProblemKind::NotFound],
        act: |asked| Box::pin(phone::remove(asked)),
        ..SECURES
    },
    Operation {
        path: "/apps",
        id: "list_apps",
        summary: "Apps that may use the account",
        answer: Some(schema_of::<AccountApps>),
        act: |asked| Box::pin(apps::list(asked)),
        ..SHOWS
    },
    Operation {
        verb: Verb::Delete,
        path: "/apps/{client_id}",
        id: "remove_app",
        summary: "Take back what an app may do",
        scope: SECURITY,
        act: |asked| Box::pin(apps::remove(asked)),
        ..SHOWS
    },
    Operation {
        path: events::PATH,
        id: "list_events",
        summary: "What happened to the account",
        query: &[
            QueryParameter {
                name: "after",
                about: "The last event of the page before; Link with rel=next has it",
                is_required: false,
                values: Values::Id,
            },
            QueryParameter {
                name: "limit",
                about: "How many events are looked at; 50 where it is not said",
                is_required: false,
                values: Values::UpTo(MOST_EVENTS),
            },
        ],
        answer: Some(schema_of::<AccountEvents>),
        act: |asked| Box::pin(events::list(asked)),
        ..SHOWS
    },
];
