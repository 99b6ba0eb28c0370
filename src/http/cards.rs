//! Clients and people as pages show them.

use super::{client_logo, extract::PageCall};
use crate::{
    base::text::undeceptive,
    domain::interactions::Authorization,
    protocol::client::Client,
    render::{ClientCard, Person, frame::return_host},
    store::users::User,
};

/// A client as people see it; its logo through our own origin.
pub fn client_card(call: &PageCall, client: &Client, return_host: Option<String>) -> ClientCard {
    ClientCard {
        name: undeceptive(client.display_name()).into_owned(),
        logo_url: client.metadata.logo_uri.as_ref().map(|_| client_logo::url(&call.issuer.url, &client.id)),
        policy_uri: client.metadata.policy_uri.clone(),
        tos_uri: client.metadata.tos_uri.clone(),
        return_host,
    }
}

/// The client of an authorization request, and where one goes back to.
pub fn asking_card(call: &PageCall, asked: &Authorization) -> ClientCard {
    client_card(call, &asked.client.client, return_host(asked.request.address.redirect_uri()))
}

/// Somebody who has proven a part of what is asked of them: whoever stole a password learns neither name nor address, and
/// sees the user name alone.
pub fn half_proven(user: &User) -> Person {
    Person { name: None, login: undeceptive(&user.username).into_owned() }
}

/// A person as pages show them.
pub fn person(user: &User) -> Person {
    Person {
        name: user.claim("name").map(|name| undeceptive(name).into_owned()),
        login: undeceptive(user.email.as_deref().unwrap_or(&user.username)).into_owned(),
    }
}
