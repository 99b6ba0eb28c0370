//! Who is there, and what must they be asked?

use crate::{
    base::id::{OrganizationId, SessionId, UserId},
    domain::{
        approval::{claims, consents},
        interactions::{AccountRequest, Authorization, Journey, Noted, Paused, Question, Standing},
        kernel::{Cx, Error},
        login::{policy, reach::Means, required},
        sessions::{self, Accounts, Reachable, SignedIn, visitor::Visitor},
        tokens::{self, Hint},
    },
    protocol::{
        authorize::{
            AuthorizationRequest,
            interaction::{
                Account, Approval, Ask, Identity, LoginReason, PendingAuthentication, Progress, Subject, ask, identify,
                is_spoken_for,
            },
            required::next_step,
        },
        subject::sector,
    },
    store::{Conn, clients as client_rows, memberships},
};

/// What is known of a paused request before anything is decided.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Who is signed in to the browser.
    pub accounts: &'a Accounts,
    /// What [`hint`] found.
    pub hint: Option<&'a Hint>,
}

/// The ID token that a request brought as a hint, verified: before a unit of work, since keys may have to be read.
///
/// # Errors
/// When the database fails.
pub async fn hint(cx: &Cx<'_>, journey: &Journey) -> Result<Option<Hint>, Error> {
    match journey.authorization().and_then(|asked| asked.request.id_token_hint.as_ref()) {
        Some(hint) => tokens::id_token_hint(cx, hint).await,
        None => Ok(None),
    }
}

/// Who is there and what must they be asked? For a page that is only shown.
///
/// # Errors
/// When the database fails.
pub async fn standing(cx: &Cx<'_>, paused: &Paused, visitor: &Visitor<'_>) -> Result<Standing, Error> {
    let hint = hint(cx, &paused.journey).await?;
    let mut conn = cx.read().await?;
    decide(cx, &mut conn, paused, Facts { accounts: visitor.accounts, hint: hint.as_ref() }).await
}

/// Whether a journey that asks this session for a further factor goes on without: the request only wishes for one.
///
/// # Errors
/// When the database fails.
pub async fn goes_on_without_factor(
    cx: &Cx<'_>,
    paused: &Paused,
    visitor: &Visitor<'_>,
    session: &SessionId,
) -> Result<bool, Error> {
    let mut without = paused.clone();
    Noted::WithoutFactor(session.clone()).apply(&mut without.progress);
    let standing = standing(cx, &without, visitor).await?;
    Ok(!matches!(standing.question, Ok(Some(Question::Factor(_)))))
}

/// Who is there and what must they be asked, by the facts in hand?
///
/// # Errors
/// When the database fails.
pub async fn decide(cx: &Cx<'_>, conn: &mut Conn, paused: &Paused, facts: Facts<'_>) -> Result<Standing, Error> {
    let asked = match &paused.journey {
        Journey::Authorization(asked) => asked,
        Journey::Account(visit) => return Ok(own_account(cx, visit, paused, facts.accounts)),
    };
    let (client, request) = (&asked.client.client, &asked.request);
    let accounts = sessions::familiar(conn, facts.accounts, &client.id).await?;
    let mut known = Vec::with_capacity(accounts.all.len());
    for one in &accounts.all {
        known.push(facts_of(cx, conn, one, request, &paused.progress).await?);
    }
    let hinted_user = hinted_user(cx, conn, asked, facts.hint).await?;
    let subject = Subject { accounts: &known, hinted_user: hinted_user.as_ref(), progress: &paused.progress };
    let chosen = match identify(request, &subject, cx.now) {
        Identity::Login(reason) => return Ok(Standing::asked(Question::Login(reason))),
        Identity::SignUp => return Ok(Standing::asked(Question::SignUp)),
        Identity::Factor(user) => return Ok(Standing::asked(Question::Factor(user))),
        Identity::ConfirmByMail(user) => return Ok(Standing::asked(Question::ConfirmByMail(user))),
        Identity::Enrol { user, may_wait } => return Ok(Standing::asked(Question::Enrol { user, may_wait })),
        Identity::SuggestPasskey(user) => return Ok(Standing::asked(Question::SuggestPasskey(user))),
        Identity::SelectAccount => return Ok(Standing::asked(Question::SelectAccount)),
        Identity::Refuse(refusal) => return Ok(Standing { account: None, organization: None, question: Err(refusal) }),
        Identity::Known(account) => account,
    };
    let Some(account) = accounts.find(&chosen.session).cloned() else {
        return Err(Error::internal("a known account has no session"));
    };
    match next_step(request, &required::owed(cx, &account.user)) {
        Ok(None) => {}
        Ok(Some(step)) => return Ok(Standing::step(cx, &account, step)),
        Err(refusal) => {
            return Ok(Standing { account: Some(account), organization: None, question: Err(refusal) });
        }
    }
    let organization = organization(conn, paused, &account).await?;
    let looked_at = accounts.consent(&account, &client.id);
    let is_looked_at = organization.as_ref() == account.session.organization_id.as_ref();
    let spoken_for = is_spoken_for(client.first_party_at.is_some(), request);
    let remembered = match looked_at.filter(|_| is_looked_at) {
        // Nobody has to be asked, or they were.
        _ if spoken_for || paused.progress.consented.as_ref() == Some(&account.user.id) => None,
        Some(found) => found.cloned().map(consents::read),
        None => consents::remembered(cx, conn, &account.user.id, &client.id, organization.as_ref()).await?,
    };
    let approval = Approval {
        first_party: client.first_party_at.is_some(),
        assured: client.is_assured_at(request.address.redirect_uri(), request.response_type),
        remembered: remembered.as_ref(),
    };
    let question = ask(request, &chosen, &paused.progress, approval).map(|ask| match ask {
        Ask::Nothing => None,
        Ask::Confirm => Some(Question::Confirm),
        Ask::Consent => Some(Question::Consent),
    });
    Ok(Standing { account: Some(account), organization, question })
}

/// The facts of one account; what its person could prove besides is read only where an `acr` is asked for that they
/// have not reached.
async fn facts_of(
    cx: &Cx<'_>,
    conn: &mut Conn,
    one: &SignedIn,
    request: &AuthorizationRequest,
    progress: &Progress,
) -> Result<Account, Error> {
    let ladder = &cx.issuer.policy.acr;
    let proven = one.session.proven();
    let reached = ladder.reached(&proven);
    let means = if request.lacks_essential_acr(&reached) || request.lacks_voluntary_acr(&reached) {
        Means::of_person(cx, conn, &one.user).await?
    } else {
        Means::default()
    };
    let reach = Reachable {
        by_sign_in: means.by_sign_in(&proven),
        by_factor: means.by_factor(&proven),
        by_passkey: means.by_passkey(&proven),
        by_enrolling: policy::by_enrolling(cx, &one.user, proven),
        is_fresh: sessions::has_fresh_sign_in(cx, one),
        may_enrol: sessions::may_enrol(cx, one, progress),
    };
    Ok(one.account(ladder, request.login_hint.as_deref(), &reach))
}

/// Somebody visits their own account: they sign in, and once more where what they come for asks for it.
fn own_account(cx: &Cx<'_>, visit: &AccountRequest, paused: &Paused, accounts: &Accounts) -> Standing {
    let progress = &paused.progress;
    let account = |session: &Option<SessionId>| session.as_ref().and_then(|session| accounts.find(session));
    if let Some(account) = account(&progress.authenticated) {
        let is_offered = progress.offered.as_ref() == Some(&account.session.id);
        if is_offered && policy::may_enrol(cx, &account.user) && sessions::may_enrol(cx, account, progress) {
            let user = account.user.id.clone();
            return Standing::asked(Question::Enrol { user, may_wait: true });
        }
        if let Some(step) = required::owed(cx, &account.user).first() {
            return Standing::step(cx, account, *step);
        }
        let is_suggested = progress.suggested.as_ref() == Some(&account.session.id);
        if is_suggested && sessions::has_fresh_sign_in(cx, account) {
            return Standing::asked(Question::SuggestPasskey(account.user.id.clone()));
        }
        return Standing::of_account(account);
    }
    if let Some(pending) = progress.pending.as_ref().filter(|pending| pending.is_good(cx.now)) {
        let user = pending.user.clone();
        let question = match pending {
            PendingAuthentication { by_mail: true, .. } => Question::ConfirmByMail(user),
            PendingAuthentication { enrol: true, .. } => Question::Enrol { user, may_wait: false },
            _ => Question::Factor(user),
        };
        return Standing::asked(question);
    }
    let is_later = |account: &SignedIn| visit.after.is_none_or(|moment| account.session.auth_time > moment);
    // Whoever has none beside their ways to sign in, such as a passkey, signs in with one of those.
    let has_further = |account: &SignedIn| account.user.second_factor_at.is_some();
    let has_later_factor =
        |account: &SignedIn| visit.after.is_none_or(|moment| sessions::has_signed_in_after(account, moment));
    match account(&visit.fresh) {
        Some(account) if sessions::is_fresh(cx, account) && has_later_factor(account) => Standing::of_account(account),
        Some(account) if sessions::has_fresh_sign_in(cx, account) && is_later(account) && has_further(account) => {
            Standing::asked(Question::Factor(account.user.id.clone()))
        }
        Some(_) => Standing::asked(Question::Login(LoginReason::Prompted)),
        None => Standing::asked(Question::Login(LoginReason::NoSession)),
    }
}

/// The one person that the request is about, if it names one: by an ID token, or by a `sub` that its
/// `claims` ask for (OIDC Core §3.1.2.1, §5.5.1). Somebody who is gone, or two who differ, are
/// nobody: an id that no account has.
async fn hinted_user(
    cx: &Cx<'_>,
    conn: &mut Conn,
    asked: &Authorization,
    hint: Option<&Hint>,
) -> Result<Option<UserId>, Error> {
    let nobody = || UserId::from_stored("");
    let asking = &asked.client.client;
    let mut named = Vec::new();
    if let Some(hint) = hint {
        // OIDC Core §8.1: clients of two sectors must not find out that they speak of one person. Within
        // one sector they call everybody by the same name.
        let theirs = client_rows::find(conn, &hint.client).await?.filter(|client| client.issuer_id == cx.issuer.id);
        let same = theirs.is_some_and(|one| sector(&one.id, &one.metadata) == sector(&asking.id, &asking.metadata));
        named.push(if same { claims::user_of(cx, conn, asking, &hint.subject).await? } else { None });
    }
    if let Some(sub) = asked.request.claims.subject() {
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
