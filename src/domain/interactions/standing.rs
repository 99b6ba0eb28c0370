//! Who is there, and what must they be asked?

use crate::{
    base::id::{OrganizationId, UserId},
    domain::{
        approval::{claims, consents},
        interactions::Paused,
        kernel::{Cx, Error},
        sessions::{self, Browser, SignedIn},
        tokens::{self, Hint},
    },
    protocol::{
        authorize::interaction::{Account, Approval, Ask, Identity, LoginReason, Subject, ask, identify},
        error::Refusal,
        subject::sector,
    },
    store::{Conn, clients as client_rows, memberships},
};

/// What the person is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Sign in.
    Login(LoginReason),
    /// Choose an account.
    SelectAccount,
    /// Agree.
    Consent,
    /// Go on: everything was agreed to, but any program on the device could be asking.
    Confirm,
}

/// The person behind a paused request, as far as it is known, and what must be asked.
pub struct Standing {
    /// Live accounts of this browser.
    pub accounts: Vec<SignedIn>,
    /// The account this is for, once that is clear.
    pub account: Option<SignedIn>,
    /// The organization it speaks for: chosen here or in the session, and still joined.
    pub organization: Option<OrganizationId>,
    /// What to ask, or what to refuse; `None` means go on.
    pub question: Result<Option<Question>, Refusal>,
}

impl Standing {
    fn without_account(accounts: Vec<SignedIn>, question: Result<Option<Question>, Refusal>) -> Self {
        Self { accounts, account: None, organization: None, question }
    }
}

/// Who is there and what must they be asked?
///
/// # Errors
/// When the database fails.
pub async fn standing(cx: &Cx<'_>, paused: &Paused, browser: Option<&Browser>) -> Result<Standing, Error> {
    let now = cx.now;
    let client = &paused.client.client;
    // Before a connection is taken: it may need one of its own.
    let hint = match &paused.request.id_token_hint {
        Some(hint) => tokens::id_token_hint(cx, hint).await?,
        None => None,
    };
    let mut conn = cx.read().await?;
    let accounts = match browser {
        Some(browser) => sessions::signed_in(&mut conn, browser, Some(&client.id), now).await?,
        None => Vec::new(),
    };
    let facts: Vec<Account> = accounts.iter().map(|one| one.account(paused.request.login_hint.as_deref())).collect();
    let hinted_user = hinted_user(cx, &mut conn, paused, hint.as_ref()).await?;
    let subject = Subject { accounts: &facts, hinted_user: hinted_user.as_ref(), progress: &paused.progress };
    let chosen = match identify(&paused.request, &subject, now) {
        Identity::Login(reason) => return Ok(Standing::without_account(accounts, Ok(Some(Question::Login(reason))))),
        Identity::SelectAccount => return Ok(Standing::without_account(accounts, Ok(Some(Question::SelectAccount)))),
        Identity::Refuse(refusal) => return Ok(Standing::without_account(accounts, Err(refusal))),
        Identity::Known(account) => account,
    };
    let signed_in = accounts.iter().find(|one| one.session.id == chosen.session).cloned();
    let organization = match &signed_in {
        Some(account) => organization(&mut conn, paused, account).await?,
        None => None,
    };
    let remembered = consents::remembered(cx, &mut conn, &chosen.user, &client.id, organization.as_ref()).await?;
    let address = paused.request.address.redirect_uri();
    let approval = Approval {
        first_party: client.first_party_at.is_some(),
        assured: client.is_assured_at(address, paused.request.response_type),
        remembered: remembered.as_ref(),
    };
    let question = ask(&paused.request, &chosen, &paused.progress, approval).map(|ask| match ask {
        Ask::Nothing => None,
        Ask::Confirm => Some(Question::Confirm),
        Ask::Consent => Some(Question::Consent),
    });
    Ok(Standing { accounts, account: signed_in, organization, question })
}

/// The one person that the request is about, if it names one: by an ID token, or by a `sub` that its
/// `claims` ask for (OIDC Core §3.1.2.1, §5.5.1). Somebody who is gone, or two who differ, are
/// nobody: an id that no account has.
async fn hinted_user(
    cx: &Cx<'_>,
    conn: &mut Conn,
    paused: &Paused,
    hint: Option<&Hint>,
) -> Result<Option<UserId>, Error> {
    let nobody = || UserId::from_stored("");
    let asking = &paused.client.client;
    let mut named = Vec::new();
    if let Some(hint) = hint {
        // OIDC Core §8.1: clients of two sectors must not find out that they speak of one person. Within
        // one sector they call everybody by the same name.
        let theirs = client_rows::find(conn, &hint.client).await?.filter(|client| client.issuer_id == cx.issuer.id);
        let same = theirs.is_some_and(|one| sector(&one.id, &one.metadata) == sector(&asking.id, &asking.metadata));
        named.push(if same { claims::user_of(cx, conn, asking, &hint.subject).await? } else { None });
    }
    if let Some(sub) = paused.request.claims.subject() {
        let sub = sub.as_str().unwrap_or_default();
        named.push(claims::user_of(cx, conn, asking, sub).await?);
    }
    named.dedup();
    Ok(match named.len() {
        0 => None,
        1 => Some(named.remove(0).unwrap_or_else(nobody)),
        _ => Some(nobody()),
    })
}

/// The organization that an approval speaks for, if the person still belongs to it.
async fn organization(conn: &mut Conn, paused: &Paused, account: &SignedIn) -> Result<Option<OrganizationId>, Error> {
    let Some(chosen) = paused.progress.organization.as_ref().or(account.session.organization_id.as_ref()) else {
        return Ok(None);
    };
    let member = memberships::find(conn, chosen, &account.user.id).await?;
    Ok(member.map(|member| member.organization_id))
}
