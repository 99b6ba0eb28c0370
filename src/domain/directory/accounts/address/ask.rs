//! Asking for another address: both ends are mailed, whoever has the new one.
//!
//! | rule | counts | told |
//! |---|---|---|
//! | `address_change_account` | changes that one account asks for | yes |
//! | `verify_mailbox` | mails to one mailbox, from everywhere, with those to make an account with it | no: no mail is sent |

use super::{
    LINK_PATH,
    change::{Details, OpenAddressChange},
    holder,
};
use crate::{
    base::{
        secret::{Secret, TokenHash},
        time::Seconds,
    },
    config::limits::RuleName,
    domain::{
        directory::accounts::check,
        kernel::{
            Cx, Error, Event, On, Permission, Work,
            ahead::is_within,
            event::UserEvent,
            let_in::{is_disposable, is_let_in},
            limits::{self, Allowance},
            mail::{self, NewMail, Recipient},
            mail_code::{LIFETIME, fresh_code, fresh_numbers},
            one_time::Purpose,
            permit, seals,
        },
        sessions::SignedIn,
    },
    render::{
        Locale,
        mail::{MailContent, MailKind},
    },
    store::{
        address_changes::{self, AddressChange},
        one_time_tokens,
        users::{self, User},
    },
};

/// A second press of the button asks for nothing more.
const PAUSE: Seconds = Seconds(10);
/// Between two changes: so the links that take them back have an order.
const BETWEEN: Seconds = Seconds(60);

/// Whether people may change their address.
pub fn may_change(cx: &Cx<'_>) -> bool {
    cx.app.config.account.change_email && mail::is_possible(cx)
}

/// The address that somebody wants, checked as far as that says nothing of others.
struct Wish {
    email: String,
    key: String,
    to: Recipient,
}

/// Writes the change down and mails both ends. Whoever asks has signed in lately, with everything that is asked of them.
///
/// # Errors
/// [`Error::Invalid`] for what is no address, one that the account has, one of a domain that the operator refuses, or
/// where nobody may; [`Error::TooMany`] when a limit is reached that is told.
pub async fn ask(cx: &Cx<'_>, me: &SignedIn, typed: &str, locale: Locale) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    if !cx.app.config.account.change_email {
        return Err(Error::field("email", "email_fixed", "addresses stay as they are (account.change_email)"));
    }
    mail::require(cx)?;
    let wish = wish(cx, me, typed, locale)?;
    cx.write(async |work| ask_in(cx, work, me, &wish).await).await
}

fn wish(cx: &Cx<'_>, me: &SignedIn, typed: &str, locale: Locale) -> Result<Wish, Error> {
    let email = typed.trim();
    let mut problems = Vec::new();
    check::email(email, &mut problems);
    check::all_well(problems)?;
    let key = users::fold(email);
    let is_theirs = me.user.email_key.as_deref() == Some(key.as_str());
    if is_theirs && me.user.email_verified_at.is_some() {
        return Err(Error::field("email", "email_same", "the account has this address"));
    }
    // What the operator gave them is theirs to prove.
    if !is_theirs && is_disposable(cx, &key) {
        return Err(Error::field(
            "email",
            "email_disposable",
            "addresses that last for a few minutes are nobody's here",
        ));
    }
    if !is_theirs && !is_let_in(cx, &key) {
        return Err(Error::field("email", "email_domain_refused", "no account here has an address of this domain"));
    }
    let to = Recipient::address(email, me.user.language().and_then(Locale::of_tag).unwrap_or(locale))?;
    let to = Recipient { user: Some(me.user.id.clone()), ..to };
    Ok(Wish { email: email.to_owned(), key, to })
}

async fn ask_in(cx: &Cx<'_>, work: &mut Work, me: &SignedIn, wish: &Wish) -> Result<(), Error> {
    let person = users::find_held(work, &me.user.id).await?.ok_or(Error::NotFound)?;
    if is_pressed_twice(cx, work, me, wish).await? {
        return Ok(());
    }
    if let Some(allowance) = Allowance::of(cx, RuleName::AddressChangeAccount, person.id.as_str(), 1)
        && let Err(exceeded) = allowance.take(cx, work).await?
    {
        return Err(work.refuse(exceeded.about(Some(&person.id))));
    }
    let last = one_time_tokens::newest_for_user(work, &person.id, Purpose::TakeAddressBack.as_str()).await?;
    if let Some(last) = last.filter(|last| is_within(BETWEEN, *last, cx.now)) {
        return Err(Error::TooMany { retry_after: last + BETWEEN - cx.now });
    }
    let mut is_sent = true;
    if let Some(allowance) = Allowance::of(cx, RuleName::VerifyMailbox, &wish.key, 1)
        && let Err(exceeded) = allowance.take(cx, work).await?
    {
        work.note(exceeded.about(Some(&person.id)));
        is_sent = false;
    }
    let holder = holder(work, &person.id, &wish.key).await?;
    let secret = cx.app.entropy.token();
    let link_hash = TokenHash::of(secret.expose());
    let details = details(cx, &person, wish);
    let text = serde_json::to_vec(&details).map_err(Error::internal)?;
    let row = AddressChange {
        user_id: person.id.clone(),
        session_id: me.session.id.clone(),
        sealed: cx.app.sealer.seal(&seals::address_change(&link_hash), &text, &cx.app.entropy),
        link_hash,
        tries: 0,
        created_at: cx.now,
        expires_at: cx.now + LIFETIME,
        old_proven_at: details.old_code.is_none().then_some(cx.now),
        new_proven_at: None,
        ended_at: None,
        changed_at: None,
    };
    address_changes::upsert(work, &row).await?;
    mail_new(
        cx,
        work,
        wish,
        NewEnd { person: &person, holder: holder.as_ref(), code: &details.new_code, secret, is_sent },
    )
    .await?;
    mail_old(cx, work, &person, &details).await?;
    work.emit(cx, Event::User(UserEvent::EmailChangeRequested, person.id.clone())).await
}

async fn is_pressed_twice(cx: &Cx<'_>, work: &mut Work, me: &SignedIn, wish: &Wish) -> Result<bool, Error> {
    let Some(row) = address_changes::find(work, &me.user.id).await? else { return Ok(false) };
    let before = OpenAddressChange::of(cx, row)?;
    Ok(before.is_some_and(|one| {
        one.is_of(me) && one.details.email_key == wish.key && is_within(PAUSE, one.asked_at(), cx.now)
    }))
}

fn details(cx: &Cx<'_>, person: &User, wish: &Wish) -> Details {
    Details {
        email: wish.email.clone(),
        email_key: wish.key.clone(),
        old_key: person.email_key.clone(),
        new_code: fresh_code(&cx.app.entropy),
        // One that nobody has proven may be anybody's: it has no word in this.
        old_code: person.email_verified_at.map(|_| fresh_code(&cx.app.entropy)),
        numbers: fresh_numbers(&cx.app.entropy),
        network: limits::network(cx),
        user_agent: cx.origin.user_agent.clone(),
    }
}

/// What the mail to the new address is made of.
struct NewEnd<'a> {
    person: &'a User,
    holder: Option<&'a User>,
    code: &'a str,
    secret: Secret<String>,
    is_sent: bool,
}

/// A code and a link; or, to whoever has the address, that somebody tried; or nothing, at the same cost.
async fn mail_new(cx: &Cx<'_>, work: &mut Work, wish: &Wish, end: NewEnd<'_>) -> Result<(), Error> {
    let NewEnd { person, holder, code, secret, is_sent } = end;
    let about = format!("address_change/{}", person.id);
    let is_owner =
        |holder: &&User| holder.email_key.as_deref() == Some(wish.key.as_str()) && holder.disabled_at.is_none();
    let owner = holder.filter(is_owner).and_then(|owner| Some((Recipient::person(owner)?, owner)));
    let is_told = is_sent && (holder.is_none() || owner.is_some());
    let (to, content) = match owner {
        Some((to, owner)) => {
            let known = MailContent::of(MailKind::AddressKnown);
            (to, MailContent { account: Some(owner.username.clone()), happened_at: Some(cx.now), ..known })
        }
        None => {
            let link = cx.issuer.url.join(&format!("{LINK_PATH}?token={}", secret.expose()));
            let asked = MailContent::of(MailKind::AddressChangeCode);
            let ends_at = Some(cx.now + LIFETIME);
            (wish.to.clone(), MailContent { code: Some(code.to_owned()), link: Some(link), ends_at, ..asked })
        }
    };
    let new = NewMail { to: &to, content, about: Some(&about) };
    if is_told {
        mail::queue(cx, work, new).await?
    } else {
        mail::queue_for_nobody(cx, work, new).await?
    };
    Ok(())
}

/// The present address is told at once, with the code that it is asked for; one that was not proven gets no code.
async fn mail_old(cx: &Cx<'_>, work: &mut Work, person: &User, details: &Details) -> Result<(), Error> {
    // Whoever proves the very address of the account gets one mail, not two.
    let other = person.email_key.as_deref() != Some(details.email_key.as_str());
    let Some(to) = Recipient::person(person).filter(|_| other) else { return Ok(()) };
    let account = Some(person.username.clone());
    let content = match &details.old_code {
        Some(code) => MailContent {
            account,
            code: Some(code.clone()),
            ends_at: Some(cx.now + LIFETIME),
            ..MailContent::of(MailKind::AddressChangeOld)
        },
        None => MailContent { account, happened_at: Some(cx.now), ..MailContent::of(MailKind::AddressChangeAsked) },
    };
    // Each is told: every one of them may be somebody else's.
    mail::queue(cx, work, NewMail { to: &to, content, about: None }).await.map(drop)
}
