//! Attributes: claims about people that the operator declares (`signet attribute`), and what they say of a
//! person. Who is told of them is decided as for every other claim: by scope, and by what a person agreed to.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;

use crate::{
    base::id::UserId,
    domain::kernel::{Cx, Error, Event, FieldError, On, Permission, Version, Work, event::AttributeEvent, permit},
    protocol::{
        claims::attribute::{AskedAtSignUp, Attribute, AttributeType},
        scope::{CLOSED, Scopes},
    },
    store::{Conn, attributes, resource_servers, users},
};

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
    /// Whether people are asked for it when they make an account.
    pub asked: AskedAtSignUp,
}

/// What is changed of an attribute; what is not given stays.
#[derive(Debug, Clone, Default)]
pub struct AttributeChanges {
    /// What people read.
    pub description: Option<String>,
    /// The same by language tag.
    pub descriptions: BTreeMap<String, String>,
    /// Whether people are asked for it when they make an account.
    pub asked: Option<AskedAtSignUp>,
}

/// Every attribute, from the cache or the database.
///
/// # Errors
/// When the database fails.
pub async fn all(cx: &Cx<'_>) -> Result<Arc<Vec<Attribute>>, Error> {
    if let Some(all) = cx.app.caches.attributes.get() {
        return Ok(all);
    }
    let mut conn = cx.read().await?;
    let all = attributes::list(&mut conn).await?;
    Ok(cx.app.caches.attributes.put(all))
}

/// [`all`] for whoever holds a connection: asking for a second one would wait for those who do the same.
///
/// # Errors
/// When the database fails.
pub async fn all_through(cx: &Cx<'_>, conn: &mut Conn) -> Result<Arc<Vec<Attribute>>, Error> {
    if let Some(all) = cx.app.caches.attributes.get() {
        return Ok(all);
    }
    let all = attributes::list(conn).await?;
    Ok(cx.app.caches.attributes.put(all))
}

/// Those that people are asked for when they make an account, by name.
///
/// # Errors
/// When the database fails.
pub async fn asked(cx: &Cx<'_>) -> Result<Vec<Attribute>, Error> {
    let all = all(cx).await?;
    Ok(all.iter().filter(|one| one.asked != AskedAtSignUp::Off).cloned().collect())
}

/// The scopes of all attributes.
///
/// # Errors
/// When the database fails.
pub async fn scopes(cx: &Cx<'_>) -> Result<Arc<[String]>, Error> {
    let mut scopes: Vec<String> = all(cx).await?.iter().map(|one| one.scope.clone()).collect();
    scopes.sort_unstable();
    scopes.dedup();
    Ok(scopes.into())
}

/// The names of the attributes that scopes bring now.
///
/// # Errors
/// When the database fails.
pub async fn brought_by(cx: &Cx<'_>, scopes: &Scopes) -> Result<Vec<String>, Error> {
    let all = all(cx).await?;
    Ok(all.iter().filter(|one| scopes.has(&one.scope)).map(|one| one.name.clone()).collect())
}

/// Scopes beyond those of OpenID Connect that clients which register themselves may have: what the operator
/// opened, as far as it exists.
///
/// # Errors
/// When the database fails.
pub async fn open_scopes(cx: &Cx<'_>) -> Result<Vec<String>, Error> {
    let declared = scopes(cx).await?;
    let exists = |name: &&String| CLOSED.contains(&name.as_str()) || declared.contains(name);
    Ok(cx.app.config.registration.open_scopes.iter().filter(exists).cloned().collect())
}

/// Declares an attribute.
///
/// # Errors
/// [`Error::Invalid`] with every field that must be corrected, [`Error::Conflict`] when there is one of that
/// name.
pub async fn create(cx: &Cx<'_>, new: NewAttribute) -> Result<Attribute, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    let now = cx.now;
    let attribute = Attribute {
        name: new.name,
        scope: new.scope,
        kind: new.kind,
        description: new.description,
        descriptions: new.descriptions,
        asked: new.asked,
        created_at: now,
        updated_at: now,
    };
    check(&attribute)?;
    cx.write(async |work| {
        changed(work).await?;
        if attributes::list(work).await?.len() >= MOST {
            return Err(Error::field("name", "too_many", format!("there are {MOST} attributes, which is the most")));
        }
        // A scope means one thing: what somebody agreed to for an API is not this.
        let apis = resource_servers::list_all(work).await?;
        if let Some(api) = apis.iter().find(|api| api.scopes.contains(&attribute.scope)) {
            let message = format!("the API {} understands this scope; choose another", api.audience);
            return Err(Error::field("scope", "scope_taken", message));
        }
        attributes::insert(work, &attribute).await.map_err(Error::taken("name"))?;
        work.emit(cx, Event::Attribute(AttributeEvent::Created, attribute.name.clone())).await
    })
    .await?;

    Ok(attribute)
}

/// Replaces what people read about an attribute: the text without a language where it is given, those of the
/// languages that are given; and whether they are asked for it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`].
pub async fn describe(cx: &Cx<'_>, name: &str, changes: AttributeChanges) -> Result<Attribute, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| {
        changed(work).await?;
        let mut attribute = find(work, name).await?;
        attribute.description = changes.description.unwrap_or(attribute.description);
        attribute.descriptions.extend(changes.descriptions);
        attribute.asked = changes.asked.unwrap_or(attribute.asked);
        attribute.updated_at = cx.now;
        check(&attribute)?;
        attributes::describe(work, &attribute).await?;
        work.emit(cx, Event::Attribute(AttributeEvent::Updated, name.to_owned())).await?;
        Ok(attribute)
    })
    .await
}

/// Deletes an attribute, and what it says of everybody. Answers of how many people that was.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(cx: &Cx<'_>, name: &str) -> Result<i64, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| {
        changed(work).await?;
        let people = attributes::count_values(work, name).await?;
        if !attributes::delete(work, name).await? {
            return Err(Error::NotFound);
        }
        work.emit(cx, Event::Attribute(AttributeEvent::Deleted, name.to_owned())).await?;
        Ok(people)
    })
    .await
}

/// Sets what an attribute says of a person. Answers the value.
///
/// # Errors
/// [`Error::NotFound`] for an attribute that is not declared or a person who is gone; [`Error::Invalid`] for a
/// value of another type.
pub async fn set(cx: &Cx<'_>, user: &UserId, name: &str, words: &[String]) -> Result<Value, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    let now = cx.now;
    cx.write(async |work| {
        let attribute = find(work, name).await?;
        let value = attribute.kind.read(words).map_err(|why| {
            let message = format!("{name} is {}: write {why}", attribute.kind);
            Error::field("value", "value_invalid", message)
        })?;
        // OIDC Core §5.1 updated_at: when the information about the person last changed.
        if !users::touch(work, user, now).await? {
            return Err(Error::NotFound);
        }
        attributes::set(work, user, name, &value, now).await?;
        work.emit(cx, Event::UserAttributeSet { user: user.clone(), name: name.to_owned() }).await?;
        Ok(value)
    })
    .await
}

/// Forgets what an attribute says of a person; answers whether it said anything.
///
/// # Errors
/// When the database fails.
pub async fn unset(cx: &Cx<'_>, user: &UserId, name: &str) -> Result<bool, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    cx.write(async |work| {
        users::find_held(work, user).await?;
        if !attributes::unset(work, user, name).await? {
            return Ok(false);
        }
        users::touch(work, user, cx.now).await?;
        work.emit(cx, Event::UserAttributeUnset { user: user.clone(), name: name.to_owned() }).await?;
        Ok(true)
    })
    .await
}

async fn find(work: &mut Work, name: &str) -> Result<Attribute, Error> {
    let all = attributes::list(work).await?;
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
async fn changed(work: &mut Work) -> Result<(), Error> {
    work.raise(Version::ResourceServers).await?;
    work.raise(Version::Attributes).await
}
