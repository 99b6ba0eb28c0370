//! Two accounts of one person become one. What moves, what stays and what goes is the table of docs/decisions/linking.md.

use super::disable::switch_off;
use crate::{
    base::id::UserId,
    domain::{
        directory::{
            identities,
            organizations::{check_roles, leave},
        },
        kernel::{Cx, Error, Event, On, Permission, Work, event::UserEvent, permit},
    },
    store::{
        identities as identity_rows,
        memberships::{self, Membership},
        merged_accounts::{self, MergedAccount},
        users::{self, User},
    },
};

/// Memberships that are looked at at once.
const BATCH: i64 = 200;

/// Two accounts.
#[derive(Debug, Clone, Copy)]
pub struct Merging<'a> {
    /// The one that ends.
    pub from: &'a UserId,
    /// The one that goes on.
    pub into: &'a UserId,
    /// Whether everything is only tried.
    pub dry_run: bool,
}

/// What was merged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Upstreams whose identities open the account that goes on.
    pub moved: Vec<String>,
    /// Upstreams at which that one has an identity of its own: those of the other are gone.
    pub dropped: Vec<String>,
    /// Organizations of the account that ends, by their slugs.
    pub organizations: Vec<String>,
    /// Whether the account that goes on must have a further factor from now on.
    pub requires_factor: bool,
}

/// Makes one account of two, in one unit of work.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for one account twice, and for one that administers this installation, is
/// switched off or is to be erased.
pub async fn merge(cx: &Cx<'_>, merging: Merging<'_>) -> Result<Merged, Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    let Merging { from, into, dry_run } = merging;
    if from == into {
        return Err(Error::field("into", "same_account", "an account is not merged into itself"));
    }
    cx.write(async |work| {
        let merged = merge_in(cx, work, from, into).await?;
        if dry_run {
            work.give_up();
        }
        Ok(merged)
    })
    .await
}

async fn merge_in(cx: &Cx<'_>, work: &mut Work, from: &UserId, into: &UserId) -> Result<Merged, Error> {
    // In one order: of two who merge the same accounts both ways at once the second waits.
    let (first, second) = if from.as_str() < into.as_str() { (from, into) } else { (into, from) };
    let first = users::find_held(work, first).await?.ok_or(Error::NotFound)?;
    let second = users::find_held(work, second).await?.ok_or(Error::NotFound)?;
    let (from, into) = if first.id == *from { (first, second) } else { (second, first) };
    may_be_merged("from", &from)?;
    may_be_merged("into", &into)?;
    let mut merged = Merged::default();
    for named in identity_rows::list(work, &from.id).await? {
        if identity_rows::find_at(work, &into.id, &named.identity.upstream_id).await?.is_some() {
            identities::remove(cx, work, &named.identity).await?;
            merged.dropped.push(named.upstream);
        } else {
            identities::hand_over(cx, work, &named.identity, &into.id).await?;
            merged.moved.push(named.upstream);
        }
    }
    merged.organizations = join_all(cx, work, &from.id, &into.id).await?;
    merged.requires_factor = require_factor(cx, work, &from, &into).await?;
    end(cx, work, from, into.id).await?;
    Ok(merged)
}

fn may_be_merged(field: &'static str, user: &User) -> Result<(), Error> {
    let (code, what) = if user.admin_at.is_some() {
        ("administrator", "administers this installation; take that away first: signet user update NAME --admin false")
    } else if user.disabled_at.is_some() {
        ("user_disabled", "is switched off")
    } else if user.deletion_due_at.is_some() {
        ("leaving", "is to be erased; keep it first: signet user keep NAME")
    } else {
        return Ok(());
    };
    Err(Error::field(field, code, format!("the account of {} {what}", user.username)))
}

/// Every membership of one person becomes another's, with the roles of both; answers the organizations.
async fn join_all(cx: &Cx<'_>, work: &mut Work, from: &UserId, into: &UserId) -> Result<Vec<String>, Error> {
    let mut joined = Vec::new();
    loop {
        let all = memberships::list_for_user(work, from, BATCH).await?;
        if all.is_empty() {
            return Ok(joined);
        }
        for one in all {
            let own = memberships::find(work, &one.organization_id, into).await?;
            let before = own.as_ref().map(|own| own.roles.clone()).unwrap_or_default();
            let new: Vec<String> = one.roles.into_iter().filter(|role| !before.contains(role)).collect();
            if own.is_none() || !new.is_empty() {
                let roles = [before, new].concat();
                check_roles(&roles)?;
                let row = Membership {
                    organization_id: one.organization_id.clone(),
                    user_id: into.clone(),
                    roles,
                    created_at: cx.now,
                };
                memberships::upsert(work, &row).await?;
                let set = Event::MembershipSet { organization: one.organization_id.clone(), user: into.clone() };
                work.emit(cx, set).await?;
            }
            leave(cx, work, &one.organization_id, from).await?;
            joined.push(one.slug);
        }
    }
}

/// What was behind a further factor stays behind one: whoever has the account that goes on sets one up at their next
/// sign-in, unless they have one. Answers whether that is new.
async fn require_factor(cx: &Cx<'_>, work: &mut Work, from: &User, into: &User) -> Result<bool, Error> {
    let is_behind_one = from.second_factor_at.is_some() && into.second_factor_at.is_none();
    let is_wanted = from.factor_required_at.is_some() || is_behind_one;
    if !is_wanted || into.factor_required_at.is_some() {
        return Ok(false);
    }
    users::set_factor_required(work, &into.id, Some(cx.now)).await?;
    work.emit(cx, Event::User(UserEvent::FactorRequired, into.id.clone())).await?;
    Ok(true)
}

/// The account that ends stays as a row that is switched off for good: apps know its subject, and some its names.
async fn end(cx: &Cx<'_>, work: &mut Work, from: User, into: UserId) -> Result<(), Error> {
    let id = from.id.clone();
    switch_off(cx, work, from).await?;
    let row = MergedAccount { user_id: id.clone(), into_user_id: into.clone(), merged_at: cx.now };
    merged_accounts::insert(work, &row).await?;
    work.emit(cx, Event::UserMerged { user: id, into }).await
}
