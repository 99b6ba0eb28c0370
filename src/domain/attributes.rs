//! Attributes: claims about people that the operator declares (`signet attribute`), and what they say of a
//! person. Who is told of them is decided as for every other claim: by scope, and by what a person agreed to.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;

use super::{
    audit::{self, By},
    error::{Error, FieldError, settle},
    resource_servers::hold_scopes,
};
use crate::{
    app::App,
    base::{id::UserId, url::ServedIssuer},
    protocol::{
        claims::attribute::{Attribute, AttributeType},
        scope::{CLOSED, Scopes},
    },
    store::{Conn, Tx, attributes, audit as audit_events, cache_versions, resource_servers, users},
};

/// The version row that tells other instances of a change.
const VERSION: &str = "attributes";
/// Most attributes: each request looks through them.
const MOST: usize = 200;

/// An attribute to declare.
#[derive(Debug, Clone)]
pub struct NewAttribute {
    /// The name of the claim.
    pub name: String,
    /// The scope that brings it.
    pub scope: String,
    /// What its values are.
    pub kind: AttributeType,
    /// What people read on the consent page.
    pub description: String,
    /// The same by language tag.
    pub descriptions: BTreeMap<String, String>,
}

/// Every attribute, from the cache or the database.
///
/// # Errors
/// When the database fails.
pub async fn all(app: &App) -> Result<Arc<Vec<Attribute>>, Error> {
    if let Some(all) = app.caches.attributes.get() {
        return Ok(all);
    }
    let mut conn = app.db.read().await?;
    let all = attributes::list(&mut conn).await?;
    Ok(app.caches.attributes.put(all))
}

/// [`all`] for whoever holds a connection: asking for a second one would wait for those who do the same.
///
/// # Errors
/// When the database fails.
pub async fn all_through(app: &App, conn: &mut Conn) -> Result<Arc<Vec<Attribute>>, Error> {
    if let Some(all) = app.caches.attributes.get() {
        return Ok(all);
    }
    let all = attributes::list(conn).await?;
    Ok(app.caches.attributes.put(all))
}

/// The scopes of all attributes.
///
/// # Errors
/// When the database fails.
pub async fn scopes(app: &App) -> Result<Arc<[String]>, Error> {
    let mut scopes: Vec<String> = all(app).await?.iter().map(|one| one.scope.clone()).collect();
    scopes.sort_unstable();
    scopes.dedup();
    Ok(scopes.into())
}

/// The names of the attributes that scopes bring now.
///
/// # Errors
/// When the database fails.
pub async fn brought_by(app: &App, scopes: &Scopes) -> Result<Vec<String>, Error> {
    let all = all(app).await?;
    Ok(all.iter().filter(|one| scopes.has(&one.scope)).map(|one| one.name.clone()).collect())
}

/// Scopes beyond those of OpenID Connect that clients which register themselves may have: what the operator
/// opened, as far as it exists.
///
/// # Errors
/// When the database fails.
pub async fn open_scopes(app: &App) -> Result<Vec<String>, Error> {
    let declared = scopes(app).await?;
    let exists = |name: &&String| CLOSED.contains(&name.as_str()) || declared.contains(name);
    Ok(app.config.registration.open_scopes.iter().filter(exists).cloned().collect())
}

/// Declares an attribute.
///
/// # Errors
/// [`Error::Invalid`] with every field that must be corrected, [`Error::Conflict`] when there is one of that
/// name.
pub async fn create(app: &App, issuer: &ServedIssuer, new: NewAttribute, by: By<'_>) -> Result<Attribute, Error> {
    let now = app.clock.now();
    let attribute = Attribute {
        name: new.name,
        scope: new.scope,
        kind: new.kind,
        description: new.description,
        descriptions: new.descriptions,
        created_at: now,
        updated_at: now,
    };
    check(&attribute)?;
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        changed(&mut tx).await?;
        if attributes::list(&mut tx).await?.len() >= MOST {
            return Err(Error::field("name", "too_many", format!("there are {MOST} attributes, which is the most")));
        }
        // A scope means one thing: what somebody agreed to for an API is not this.
        let apis = resource_servers::list_all(&mut tx).await?;
        if let Some(api) = apis.iter().find(|api| api.scopes.contains(&attribute.scope)) {
            let message = format!("the API {} understands this scope; choose another", api.audience);
            return Err(Error::field("scope", "scope_taken", message));
        }
        attributes::insert(&mut tx, &attribute)
            .await
            .map_err(|error| if error.is_unique() { Error::Conflict("name") } else { error.into() })?;
        note(app, issuer, &mut tx, ("attribute.created", &attribute.name), by).await
    }
    .await;
    settle(tx, outcome).await?;
    app.caches.forget_attributes();
    Ok(attribute)
}

/// Replaces what people read about an attribute: the text without a language where it is given, those of the
/// languages that are given.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`].
pub async fn describe(
    app: &App,
    issuer: &ServedIssuer,
    name: &str,
    (description, descriptions): (Option<String>, BTreeMap<String, String>),
    by: By<'_>,
) -> Result<Attribute, Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<Attribute, Error> = async {
        changed(&mut tx).await?;
        let mut attribute = find(&mut tx, name).await?;
        attribute.description = description.unwrap_or(attribute.description);
        attribute.descriptions.extend(descriptions);
        attribute.updated_at = app.clock.now();
        check(&attribute)?;
        attributes::describe(&mut tx, &attribute).await?;
        note(app, issuer, &mut tx, ("attribute.updated", name), by).await?;
        Ok(attribute)
    }
    .await;
    let attribute = settle(tx, outcome).await?;
    app.caches.forget_attributes();
    Ok(attribute)
}

/// Deletes an attribute, and what it says of everybody. Answers of how many people that was.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(app: &App, issuer: &ServedIssuer, name: &str, by: By<'_>) -> Result<i64, Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<i64, Error> = async {
        changed(&mut tx).await?;
        let people = attributes::count_values(&mut tx, name).await?;
        if !attributes::delete(&mut tx, name).await? {
            return Err(Error::NotFound);
        }
        note(app, issuer, &mut tx, ("attribute.deleted", name), by).await?;
        Ok(people)
    }
    .await;
    let people = settle(tx, outcome).await?;
    app.caches.forget_attributes();
    Ok(people)
}

/// Sets what an attribute says of a person. Answers the value.
///
/// # Errors
/// [`Error::NotFound`] for an attribute that is not declared or a person who is gone; [`Error::Invalid`] for a
/// value of another type.
pub async fn set(
    app: &App,
    issuer: &ServedIssuer,
    user: &UserId,
    (name, words): (&str, &[String]),
    by: By<'_>,
) -> Result<Value, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let outcome: Result<Value, Error> = async {
        let attribute = find(&mut tx, name).await?;
        let value = attribute.kind.read(words).map_err(|why| {
            let message = format!("{name} is {}: write {why}", attribute.kind);
            Error::field("value", "value_invalid", message)
        })?;
        // OIDC Core §5.1 updated_at: when the information about the person last changed.
        if !users::touch(&mut tx, user, now).await? {
            return Err(Error::NotFound);
        }
        attributes::set(&mut tx, user, (name, &value), now).await?;
        note_person(app, issuer, &mut tx, ("user.attribute_set", name, user), by).await?;
        Ok(value)
    }
    .await;
    settle(tx, outcome).await
}

/// Forgets what an attribute says of a person; answers whether it said anything.
///
/// # Errors
/// When the database fails.
pub async fn unset(app: &App, issuer: &ServedIssuer, user: &UserId, name: &str, by: By<'_>) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<bool, Error> = async {
        if !attributes::unset(&mut tx, user, name).await? {
            return Ok(false);
        }
        users::touch(&mut tx, user, app.clock.now()).await?;
        note_person(app, issuer, &mut tx, ("user.attribute_unset", name, user), by).await?;
        Ok(true)
    }
    .await;
    settle(tx, outcome).await
}

async fn find(tx: &mut Tx, name: &str) -> Result<Attribute, Error> {
    let all = attributes::list(tx).await?;
    all.into_iter().find(|one| one.name == name).ok_or(Error::NotFound)
}

fn check(attribute: &Attribute) -> Result<(), Error> {
    let misfits = attribute.check();
    if misfits.is_empty() {
        return Ok(());
    }
    let own = |field| match field {
        "name" => "name_invalid",
        "scope" => "scope_invalid",
        _ => "description_invalid",
    };
    let problems =
        misfits.into_iter().map(|one| FieldError { field: one.field, code: own(one.field), message: one.text });
    Err(Error::Invalid(problems.collect()))
}

/// Tells every instance. First of all writes, so that whoever declares attributes or APIs at once comes one
/// after the other.
async fn changed(tx: &mut Tx) -> Result<(), Error> {
    hold_scopes(tx).await?;
    Ok(cache_versions::bump(tx, VERSION).await?)
}

async fn note(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (kind, name): (&str, &str),
    by: By<'_>,
) -> Result<(), Error> {
    let event = audit::event(app, issuer, kind, by.actor, by.origin);
    Ok(audit_events::insert(tx, &audit::with(event, "attribute", name)).await?)
}

/// The name of the attribute, never its value.
async fn note_person(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (kind, name, user): (&str, &str, &UserId),
    by: By<'_>,
) -> Result<(), Error> {
    let mut event = audit::event(app, issuer, kind, by.actor, by.origin);
    event.user_id = Some(user.clone());
    Ok(audit_events::insert(tx, &audit::with(event, "attribute", name)).await?)
}
