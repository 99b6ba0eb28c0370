//! A new person.

use serde_json::{Map, Value};

use super::{
    agreements::{self, AgreedDocument},
    check,
    consequences::close_setup,
    invitations, password, subject,
};
use crate::{
    app::password_hash::check_hash,
    base::{id::InvitationId, secret::Secret},
    domain::kernel::{Cx, Error, Event, FieldError, On, Permission, Work, event::UserEvent, permit},
    protocol::subject::check_sub,
    store::{
        attributes, credentials,
        users::{self, User},
    },
};

/// What is known of a person when the account is made.
#[derive(Debug, Clone, Default)]
pub struct NewUser {
    /// The subject identifier, when the person comes from another system; else a random one.
    pub sub: Option<String>,
    /// What they sign in with.
    pub username: String,
    /// Their address.
    pub email: Option<String>,
    /// Whether it was proven to be theirs.
    pub email_verified: bool,
    /// Their telephone number, E.164.
    pub phone_number: Option<String>,
    /// Whether it was proven to be theirs.
    pub phone_number_verified: bool,
    /// The number that they gave, E.164, and prove by a code before anybody is told it.
    pub phone_pending: Option<String>,
    /// Further standard claims.
    pub claims: Map<String, Value>,
    /// Their password; without one they cannot sign in with a password.
    pub password: Option<Secret<String>>,
    /// The hash of a password that another program made, where there is no password.
    pub password_hash: Option<Secret<String>>,
    /// Whether they administer this installation.
    pub admin: bool,
    /// By which invitation the account is made.
    pub invitation: Option<InvitationId>,
    /// What they agreed to.
    pub agreed: Vec<AgreedDocument>,
    /// What the operator's attributes say of them; the values are checked.
    pub attributes: Map<String, Value>,
}

/// An account that was checked and whose password was hashed, ready for a transaction.
#[derive(Debug)]
pub struct Prepared {
    user: User,
    phc: Option<Secret<String>>,
    invitation: Option<InvitationId>,
    agreed: Vec<AgreedDocument>,
    attributes: Map<String, Value>,
}

/// Makes an account.
///
/// # Errors
/// [`Error::Invalid`] with every field that must be corrected, [`Error::Busy`] when the hashing
/// pool is full.
pub async fn create(cx: &Cx<'_>, new: NewUser) -> Result<User, Error> {
    permit(cx, Permission::UsersInvite, On::Installation)?;
    let prepared = prepare(cx, new).await?;
    cx.write(async |work| insert(cx, work, prepared).await).await
}

/// The slow half of [`create`]: checks everything and hashes the password. Never inside a
/// transaction.
///
/// # Errors
/// As [`create`].
pub async fn prepare(cx: &Cx<'_>, new: NewUser) -> Result<Prepared, Error> {
    let user = row(cx, &new);
    let mut problems = problems(cx, &new, &user).await;
    let mut conn = cx.read().await?;
    if users::find_by_sub(&mut conn, &user.sub).await?.is_some() {
        check::add(&mut problems, "sub", "sub_taken", "somebody has it already; it is never given twice");
    }
    check::free(&mut conn, None, &user.username_key, user.email_key.as_deref(), &mut problems).await?;
    drop(conn);
    check::all_well(problems)?;
    let phc = match new.password {
        Some(chosen) => Some(password::hash(cx, &user.username_key, chosen).await?),
        None => new.password_hash,
    };
    Ok(Prepared { user, phc, invitation: new.invitation, agreed: new.agreed, attributes: new.attributes })
}

impl Prepared {
    /// Whether the operator invited them.
    pub const fn is_invited(&self) -> bool {
        self.invitation.is_some()
    }

    /// Whether they sign in with a password.
    pub(super) const fn has_password(&self) -> bool {
        self.phc.is_some()
    }

    /// What nobody else may have: names by their fields, the subject among them.
    pub(super) fn keys(&self) -> Vec<(&'static str, String)> {
        let User { username_key, email_key, sub, .. } = &self.user;
        let mut keys = vec![("username", username_key.clone()), ("sub", format!("sub\0{sub}"))];
        keys.extend(email_key.as_ref().filter(|key| *key != username_key).map(|key| ("email", key.clone())));
        keys
    }
}

/// The other half of [`create`], for a transaction that does more (spending a setup link).
///
/// # Errors
/// [`Error::Invalid`] when a name was taken meanwhile, [`Error::NotFound`] when its invitation is worth nothing any more.
pub async fn insert(cx: &Cx<'_>, work: &mut Work, prepared: Prepared) -> Result<User, Error> {
    let Prepared { user, phc, invitation, agreed, attributes } = prepared;
    let mut problems = Vec::new();
    check::free(work, None, &user.username_key, user.email_key.as_deref(), &mut problems).await?;
    check::all_well(problems)?;
    users::insert(work, &user).await.map_err(Error::taken("the subject, user name or e-mail address"))?;
    if let Some(phc) = phc {
        let id = cx.new_id();
        credentials::set_password(work, &user.id, phc.expose(), &id, cx.now).await?;
    }
    close_setup(work, &user).await?;
    set_attributes(cx, work, &user, &attributes).await?;
    if !agreed.is_empty() {
        agreements::write_down(cx, work, &user, &agreed).await?;
    }
    if let Some(invitation) = &invitation {
        invitations::accept(cx, work, invitation, &user).await?;
    }
    work.emit(cx, Event::User(UserEvent::Created, user.id.clone())).await?;
    Ok(user)
}

/// What somebody said of themselves. An attribute that was deleted meanwhile says nothing.
async fn set_attributes(cx: &Cx<'_>, work: &mut Work, user: &User, values: &Map<String, Value>) -> Result<(), Error> {
    if values.is_empty() {
        return Ok(());
    }
    let declared = attributes::list(work).await?;
    for (name, value) in values.iter().filter(|(name, _)| declared.iter().any(|one| one.name == **name)) {
        attributes::set(work, &user.id, name, value, cx.now).await?;
        work.emit(cx, Event::UserAttributeSet { user: user.id.clone(), name: name.clone() }).await?;
    }
    Ok(())
}

fn row(cx: &Cx<'_>, new: &NewUser) -> User {
    let now = cx.now;
    let username = new.username.trim().to_owned();
    let email = new.email.as_deref().map(|email| email.trim().to_owned());
    User {
        id: cx.new_id(),
        sub: new.sub.clone().unwrap_or_else(|| subject::fresh(&cx.app.entropy)),
        username_key: users::fold(&username),
        username,
        email_key: email.as_deref().map(users::fold),
        email_verified_at: (new.email_verified && email.is_some()).then_some(now),
        email,
        phone_number_verified_at: (new.phone_number_verified && new.phone_number.is_some()).then_some(now),
        phone_number: new.phone_number.clone(),
        claims: new.claims.clone(),
        admin_at: new.admin.then_some(now),
        created_at: now,
        updated_at: now,
        disabled_at: None,
        second_factor_at: None,
        passkey_at: None,
        factor_required_at: None,
        factor_due_at: None,
        verify_required_at: None,
        password_required_at: None,
        agreed: agreements::marks(None, &new.agreed),
        theme: None,
        deletion_due_at: None,
        phone_pending: new.phone_pending.clone(),
        phone_required_at: None,
    }
}

async fn problems(cx: &Cx<'_>, new: &NewUser, user: &User) -> Vec<FieldError> {
    let mut problems = Vec::new();
    if let Err(why) = check_sub(&user.sub) {
        check::add(&mut problems, "sub", "sub_invalid", why);
    }
    check::username(&user.username, &mut problems);
    if let Some(email) = &user.email {
        check::email(email, &mut problems);
    } else if new.email_verified {
        check::add(&mut problems, "email", "email_missing", "there is no address that could be verified");
    }
    if let Some(number) = &user.phone_number {
        check::phone_number(number, &mut problems);
    } else if new.phone_number_verified {
        check::add(&mut problems, "phone_number", "phone_number_missing", "there is no number that could be verified");
    }
    if let Some(number) = &user.phone_pending {
        check::phone_number(number, &mut problems);
    }
    check::claims(&user.claims, &mut problems);
    if let Some(Err(why)) = new.password_hash.as_ref().map(|hash| check_hash(hash.expose())) {
        check::add(&mut problems, "password_hash", "password_hash_unusable", why.to_string());
    }
    if let Some(chosen) = &new.password {
        check::new_password(cx, chosen.expose(), &user.username, user.email.as_deref(), &mut problems).await;
    }
    problems
}
