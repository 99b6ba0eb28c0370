//! Invitations: the operator names an address, and whoever has the link makes the account of it, once.
//!
//! ```text
//!  invite ─▶ one row, of the secret only a digest; a mail, or a link that is printed
//!  link   ─▶ peek: looked at as often as anybody likes ─▶ the steps of a sign-up
//!  made   ─▶ accept: spent in the unit of work that makes the account
//! ```
//! An invitation never signs in to an account that is there. A link that was mailed proves the address; of one that was
//! printed, the operator alone knows where it went.

use crate::{
    base::{
        id::{InvitationId, OrganizationId, UserId},
        secret::{Secret, TokenHash},
        time::{Seconds, Timestamp},
    },
    domain::{
        directory::organizations,
        kernel::{
            Cx, Error, Event, Feature, On, Permission, Work,
            invitation_event::{InvitationChange, InvitationEvent},
            mail::{self, NewMail, Recipient},
            permit,
        },
    },
    render::{
        Locale,
        mail::{MailContent, MailKind},
    },
    store::{
        PageRequest,
        invitations::{self, Invitation},
        memberships::{self, Membership},
        users,
    },
};

use super::check;

/// Where the links lead.
pub const PATH: &str = "/invitation";
/// How long an invitation may be good for.
pub const LIFETIME: (Seconds, Seconds) = (Seconds::minutes(5), Seconds::days(30));
/// How long it is told what became of one.
const TOLD: Seconds = Seconds::days(30);

/// How somebody gets their link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationDelivery {
    /// By mail to the address.
    Mail,
    /// The operator passes it on.
    Print,
}

/// Somebody to invite.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The address of the account.
    pub email: String,
    /// What they are called.
    pub name: Option<String>,
    /// The organization that they will belong to.
    pub organization: Option<OrganizationId>,
    /// Their roles there.
    pub roles: Vec<String>,
    /// The language of the mail.
    pub locale: Locale,
    /// How long it is good for.
    pub lifetime: Seconds,
    /// How they get the link.
    pub delivery: InvitationDelivery,
}

/// An invitation that was made.
#[derive(Debug)]
pub struct MadeInvitation {
    /// Its row.
    pub row: Invitation,
    /// Its link, where the operator passes it on.
    pub link: Option<Secret<String>>,
}

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    /// It can still be used.
    Open,
    /// An account was made by it.
    Accepted,
    /// It was taken back.
    Revoked,
    /// It is too old.
    Expired,
}

impl InvitationState {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }

    fn of(row: &Invitation, now: Timestamp) -> Self {
        match (row.accepted_at, row.revoked_at) {
            (Some(_), _) => Self::Accepted,
            (None, Some(_)) => Self::Revoked,
            (None, None) if now < row.expires_at => Self::Open,
            (None, None) => Self::Expired,
        }
    }
}

/// An invitation, and what became of it.
#[derive(Debug, Clone)]
pub struct ListedInvitation {
    /// The row.
    pub row: Invitation,
    /// What became of it.
    pub state: InvitationState,
}

/// Whom a link invites.
pub struct Invited {
    /// The invitation.
    pub row: Invitation,
    /// Whether somebody has the address by now: they sign in instead.
    pub has_account: bool,
}

/// Invites somebody; what was open for the address before is worth nothing from then on.
///
/// # Errors
/// [`Error::Invalid`] with every field that must be corrected, for an address that has an account, where sign-up is
/// closed, or where no mail can be sent.
pub async fn invite(cx: &Cx<'_>, new: NewInvitation) -> Result<MadeInvitation, Error> {
    permit(cx, Permission::UsersInvite, On::Installation)?;
    may_invite(cx, &new)?;
    let to = Recipient::address(&new.email, new.locale)?;
    let secret = cx.app.entropy.token();
    let link = Secret::new(cx.issuer.url.join(&format!("{PATH}?token={}", secret.expose())));
    let row = row(cx, &new, &secret);
    cx.write(async |work| {
        if users::find_by_login(work, &row.email_key).await?.is_some() {
            let why = "somebody has an account with this address already, or it as their user name";
            return Err(Error::field("email", "email_taken", why));
        }
        for before in invitations::list_open(work, &row.email_key, cx.now).await? {
            take_back(cx, work, &before.id).await?;
        }
        invitations::insert(work, &row).await?;
        if new.delivery == InvitationDelivery::Mail {
            let content = MailContent {
                link: Some(link.expose().clone()),
                ends_at: Some(row.expires_at),
                ..MailContent::of(MailKind::Invitation)
            };
            let about = format!("invitation/{}", row.id);
            mail::queue(cx, work, NewMail { to: &to, content, about: Some(&about) }).await?;
        }
        work.emit(cx, Event::Invitation(InvitationEvent::of(InvitationChange::Created, &row.id))).await
    })
    .await?;
    Ok(MadeInvitation { row, link: (new.delivery == InvitationDelivery::Print).then_some(link) })
}

fn may_invite(cx: &Cx<'_>, new: &NewInvitation) -> Result<(), Error> {
    if !Feature::Invitations.is_on(cx.app) {
        let why = "nobody can make an account by invitation: set sign_up.mode to \"invitation\", or make the account \
                   by signet user create";
        return Err(Error::field("invitation", "feature_off", why));
    }
    if new.delivery == InvitationDelivery::Mail {
        mail::require(cx)?;
    }
    if new.lifetime < LIFETIME.0 || new.lifetime > LIFETIME.1 {
        return Err(Error::field("expires", "lifetime_out_of_range", "choose 5m to 30d"));
    }
    let mut problems = Vec::new();
    check::email(new.email.trim(), &mut problems);
    if let Some(name) = &new.name {
        check::claims(&serde_json::Map::from_iter([("name".to_owned(), name.as_str().into())]), &mut problems);
    }
    check::all_well(problems)?;
    organizations::check_roles(&new.roles)
}

fn row(cx: &Cx<'_>, new: &NewInvitation, secret: &Secret<String>) -> Invitation {
    let expires_at = cx.now + new.lifetime;
    let email = new.email.trim().to_owned();
    Invitation {
        id: cx.new_id(),
        secret_hash: TokenHash::of(secret.expose()),
        email_key: users::fold(&email),
        email,
        name: new.name.clone(),
        organization_id: new.organization.clone(),
        roles: new.roles.clone(),
        mailed: i64::from(new.delivery == InvitationDelivery::Mail),
        created_at: cx.now,
        expires_at,
        accepted_at: None,
        revoked_at: None,
        user_id: None,
        purge_at: expires_at + TOLD,
    }
}

/// Invitations, oldest first, a page at a time.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(cx: &Cx<'_>, page: &PageRequest) -> Result<Vec<ListedInvitation>, Error> {
    permit(cx, Permission::UsersInvite, On::Installation)?;
    let rows = invitations::list(&mut cx.read().await?, page).await?;
    let listed = |row: Invitation| ListedInvitation { state: InvitationState::of(&row, cx.now), row };
    Ok(rows.into_iter().map(listed).collect())
}

/// Takes back an invitation by its id, or all that are open for an address. Answers those.
///
/// # Errors
/// [`Error::NotFound`] where none is open.
pub async fn revoke(cx: &Cx<'_>, name: &str) -> Result<Vec<InvitationId>, Error> {
    permit(cx, Permission::UsersInvite, On::Installation)?;
    cx.write(async |work| {
        let named: Vec<InvitationId> = match name.parse::<InvitationId>() {
            Ok(id) => vec![id],
            Err(_) => {
                let open = invitations::list_open(work, &users::fold(name), cx.now).await?;
                open.into_iter().map(|one| one.id).collect()
            }
        };
        let mut revoked = Vec::new();
        for id in named {
            if take_back(cx, work, &id).await? {
                revoked.push(id);
            }
        }
        if revoked.is_empty() { Err(Error::NotFound) } else { Ok(revoked) }
    })
    .await
}

async fn take_back(cx: &Cx<'_>, work: &mut Work, id: &InvitationId) -> Result<bool, Error> {
    if !invitations::revoke(work, id, cx.now).await? {
        return Ok(false);
    }
    work.emit(cx, Event::Invitation(InvitationEvent::of(InvitationChange::Revoked, id))).await?;
    Ok(true)
}

/// Whom a link invites, without spending it.
///
/// # Errors
/// [`Error::NotFound`] when it was used or taken back, has ended, or never was: nobody is told which.
pub async fn peek(cx: &Cx<'_>, secret: &str) -> Result<Invited, Error> {
    let mut conn = cx.read().await?;
    let found = invitations::find_by_secret(&mut conn, &TokenHash::of(secret)).await?;
    let row = found.filter(|row| InvitationState::of(row, cx.now) == InvitationState::Open).ok_or(Error::NotFound)?;
    let has_account = users::find_by_login(&mut conn, &row.email_key).await?.is_some();
    Ok(Invited { row, has_account })
}

/// Spends an invitation for the account that was just made in this unit of work: its person belongs to the organization.
///
/// # Errors
/// [`Error::NotFound`] when it was used, taken back or is too old by now, or is of another address.
pub(super) async fn accept(cx: &Cx<'_>, work: &mut Work, id: &InvitationId, person: &users::User) -> Result<(), Error> {
    let row = invitations::find(work, id).await?.ok_or(Error::NotFound)?;
    if person.email_key.as_deref() != Some(row.email_key.as_str()) {
        return Err(Error::NotFound);
    }
    if !invitations::accept(work, id, &person.id, cx.now).await? {
        return Err(Error::NotFound);
    }
    if let Some(organization) = row.organization_id {
        join(cx, work, &person.id, organization, row.roles).await?;
    }
    let accepted = InvitationEvent::of(InvitationChange::Accepted, id);
    work.emit(cx, Event::Invitation(InvitationEvent { user: Some(person.id.clone()), ..accepted })).await
}

async fn join(
    cx: &Cx<'_>,
    work: &mut Work,
    user: &UserId,
    organization: OrganizationId,
    roles: Vec<String>,
) -> Result<(), Error> {
    let membership =
        Membership { organization_id: organization.clone(), user_id: user.clone(), roles, created_at: cx.now };
    memberships::upsert(work, &membership).await?;
    work.emit(cx, Event::MembershipSet { organization, user: user.clone() }).await
}
