//! The checks, one group a file.

mod authorization;
mod client_authentication;
mod code;
mod discovery;
mod jwks;
mod logout;
mod prompt_none;
mod registration;
mod response_types;
mod session;
mod sign_in;
mod token;
mod tokens;
mod userinfo;

use super::{check::Sheet, group::Group, probe::Probe};

/// Runs the checks of a group.
pub async fn run(group: Group, probe: &Probe, sheet: &mut Sheet<'_>) {
    match group {
        Group::Discovery => discovery::run(probe, sheet).await,
        Group::Jwks => jwks::run(probe, sheet),
        Group::Registration => registration::run(probe, sheet).await,
        Group::ClientAuthentication => client_authentication::run(probe, sheet).await,
        Group::Authorization => authorization::run(probe, sheet).await,
        Group::PromptNone => prompt_none::run(probe, sheet).await,
        Group::Token => token::run(probe, sheet).await,
        Group::SignIn => sign_in::run(probe, sheet).await,
        Group::Code => code::run(probe, sheet).await,
        Group::Tokens => tokens::run(probe, sheet).await,
        Group::Userinfo => userinfo::run(probe, sheet).await,
        Group::Session => session::run(probe, sheet).await,
        Group::ResponseTypes => response_types::run(probe, sheet).await,
        Group::Logout => logout::run(probe, sheet).await,
    }
}
