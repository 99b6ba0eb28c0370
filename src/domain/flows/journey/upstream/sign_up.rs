//! A new account of somebody whom nobody here knows: nothing is asked that the upstream has said. Where nothing is left
//! to ask, the account is made at once.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{
    arrive::{Arrived, refused},
    look::{Comer, Seen, look},
    waiting::{open, wait},
};
use crate::{
    base::{
        id::{InteractionId, InvitationId},
        secret::{Secret, TokenHash},
    },
    domain::{
        directory::{
            accounts::{self, NewUser, Prepared, agreements::AgreedDocument},
            identities::TAKEN,
        },
        flows::journey::{
            answer::{Answer, answer},
            step::Step,
            wait::WaitsHere,
        },
        interactions::{Paused, Stopped},
        kernel::{Cx, Error},
        login::{
            by_upstream::{ByUpstream, NewAccountAddress, WaitingFor, WaitingUpstream},
            mail_proof::ProvenAddress,
            phone,
            upstream::CameBack,
        },
        registry::{
            attributes,
            upstreams::{self, Upstream},
        },
        sessions::{Browser, visitor::Visitor},
    },
    protocol::{
        claims::attribute::AskedAtSignUp,
        upstream::{
            linking::{AddressProof, LinkOutcome, decide},
            mapping::MappedPerson,
        },
    },
};

/// A new account, for which something is still asked.
pub struct UpstreamSignUp {
    /// The journey.
    pub interaction: InteractionId,
    /// Where they came from.
    pub upstream: Arc<Upstream>,
    /// What tells the identity that waits from any other.
    pub mark: String,
    /// The address, and whether a mail proves it first.
    pub address: NewAccountAddress,
    /// The user name to suggest.
    pub username: String,
    /// What the upstream said.
    pub person: MappedPerson,
    /// What must be asked: fields of `[sign_up]`, and attributes as `attribute/NAME`.
    pub missing: Vec<String>,
    /// The browser with its new cookie, where it begins to wait.
    pub browser: Option<Browser>,
}

/// What somebody typed who makes an account by an upstream. What the upstream said stands behind it.
#[derive(Default)]
pub struct UpstreamSignUpForm {
    /// The user name.
    pub username: Option<String>,
    /// Standard claims.
    pub claims: Map<String, Value>,
    /// A password, for whoever wants one.
    pub password: Option<Secret<String>>,
    /// The telephone number, E.164, which a code proves.
    pub phone: Option<String>,
    /// The operator's own attributes, checked.
    pub attributes: Map<String, Value>,
    /// What they agreed to.
    pub agreed: Vec<AgreedDocument>,
    /// The address, where a mail proved it.
    pub address: Option<ProvenAddress>,
    /// The language of the page.
    pub locale: Option<String>,
}

/// An account of somebody whom an upstream has proven, ready for a unit of work.
pub struct NewAtUpstream {
    /// The account.
    pub(in crate::domain::flows::journey) prepared: Prepared,
    /// Who it is there.
    pub(in crate::domain::flows::journey) by: ByUpstream,
    /// Whether a mail proved the address: that is who signs in.
    pub(in crate::domain::flows::journey) is_proven_by_mail: bool,
    /// Whether the session of whoever signs in by that mail outlives the browser's window.
    pub(in crate::domain::flows::journey) remember: bool,
}

/// Somebody who has no account yet.
pub(super) struct Beginning<'a> {
    pub came: &'a CameBack,
    pub by: ByUpstream,
    pub seen: Seen,
    pub proof: AddressProof,
}

/// Makes the account where nothing is left to ask; else it waits for what is.
pub(super) async fn begin(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: Paused,
    beginning: Beginning<'_>,
) -> Result<Arrived, Stopped> {
    let Beginning { came, by, seen, proof } = beginning;
    let address = NewAccountAddress { email: by.person.email.clone(), is_vouched: proof == AddressProof::Upstream };
    let missing = missing(cx, &by.person).await?;
    if address.is_vouched && missing.is_empty() {
        let account = Account { address: &address, invitation: seen.invitation, by: &by };
        match new_user(cx, account, UpstreamSignUpForm::default()).await {
            Ok(new) => match accounts::prepare(cx, new).await {
                Ok(prepared) => {
                    let new = NewAtUpstream { prepared, by, is_proven_by_mail: false, remember: false };
                    return match answer(cx, visitor, paused, Answer::SignedUpAtUpstream(Box::new(new))).await {
                        // Another tab was faster: whoever comes has an account now.
                        Err(Stopped::Failed(Error::Invalid(_))) => Err(Error::Conflict(TAKEN).into()),
                        step => Ok(Arrived::Step(step?)),
                    };
                }
                // A name was taken in this moment: its person chooses another.
                Err(Error::Invalid(_)) => {}
                Err(error) => return Err(error.into()),
            },
            Err(error) => return Err(error.into()),
        }
    }
    let (person, mark) = (by.person.clone(), mark(&by));
    let username = shown(cx, &person);
    let waiting = WaitingUpstream::of(by, WaitingFor::NewAccount(address.clone()));
    let WaitsHere { interaction, browser } = wait(cx, visitor, paused, &waiting).await?;
    let (upstream, browser) = (Arc::clone(&came.upstream), Some(browser));
    let new = UpstreamSignUp { interaction, upstream, mark, address, username, person, missing, browser };
    Ok(Arrived::SignUp(Box::new(new)))
}

/// Somebody typed what was still asked: the account is made, with its identity and its session, in one unit of work.
/// The policy is looked at again.
///
/// # Errors
/// [`Stopped::GONE`] where nothing waits in this browser, [`Error::Invalid`] with every field that must be corrected,
/// [`Error::Forbidden`] where no account is made any more.
pub async fn sign_up(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    paused: Paused,
    form: UpstreamSignUpForm,
) -> Result<Step, Stopped> {
    let Some(WaitingUpstream { by, wants: WaitingFor::NewAccount(address), .. }) = open(cx, visitor, &paused) else {
        return Err(Stopped::GONE);
    };
    let upstream = upstreams::by_id(cx, &by.upstream).await?.filter(|one| one.disabled_at.is_none());
    let Some(upstream) = upstream else { return Err(Error::Forbidden.into()) };
    let comer = Comer {
        upstream: &upstream,
        iss: &by.iss,
        sub: &by.sub,
        person: &by.person,
        is_refused_by_rule: false,
        proves_further_factor: by.has_further,
        is_vouched: address.is_vouched,
        adding: None,
    };
    let seen = look(cx, comer).await?;
    match decide(&seen.facts) {
        LinkOutcome::SignUp(_) => {}
        LinkOutcome::Refuse(why) => {
            refused(cx, &paused, None, why).await?;
            return Err(Error::Forbidden.into());
        }
        // Somebody has the identity or the address by now: whoever comes back once more signs in.
        _ => return Err(Error::Forbidden.into()),
    }
    let is_proven_by_mail = !address.is_vouched;
    if is_proven_by_mail && form.address.is_none() {
        return Err(Error::field("email", "email_missing", "the address is proven first").into());
    }
    let remember = form.address.as_ref().is_some_and(|address| address.remember);
    let account = Account { address: &address, invitation: seen.invitation, by: &by };
    let prepared = accounts::prepare(cx, new_user(cx, account, form).await?).await?;
    let new = NewAtUpstream { prepared, by, is_proven_by_mail, remember };
    answer(cx, visitor, paused, Answer::SignedUpAtUpstream(Box::new(new))).await
}

/// What an account is made of, beside what was typed.
struct Account<'a> {
    address: &'a NewAccountAddress,
    invitation: Option<InvitationId>,
    by: &'a ByUpstream,
}

async fn new_user(cx: &Cx<'_>, account: Account<'_>, form: UpstreamSignUpForm) -> Result<NewUser, Error> {
    let person = &account.by.person;
    let email = match (account.address.is_vouched, form.address) {
        (true, _) => account.address.email.clone(),
        (false, proven) => proven.map(|proven| proven.email),
    };
    let username = match form.username {
        Some(username) => username,
        None => suggested(cx, &MappedPerson { email: email.clone(), ..person.clone() }).await?,
    };
    let declared = attributes::all(cx).await?;
    let fits = |name: &str, value: &Value| declared.iter().any(|one| one.name == name && one.kind.check(value).is_ok());
    let said = person.attributes.iter().filter(|(name, value)| fits(name, value));
    let mut all: Map<String, Value> = said.map(|(name, value)| (name.clone(), value.clone())).collect();
    all.extend(form.attributes);
    let mut claims: Map<String, Value> = form.locale.map(|tag| ("locale".to_owned(), json!(tag))).into_iter().collect();
    claims.extend(person.claims.clone());
    claims.extend(form.claims);
    Ok(NewUser {
        username,
        email_verified: email.is_some(),
        email,
        claims,
        password: form.password,
        phone_pending: form.phone,
        invitation: account.invitation,
        agreed: form.agreed,
        attributes: all,
        ..NewUser::default()
    })
}

/// The user name of the account, which nobody has.
async fn suggested(cx: &Cx<'_>, person: &MappedPerson) -> Result<String, Error> {
    accounts::username_like(cx, person.username.as_deref(), like(person)).await
}

/// The user name that stands in the page.
fn shown(cx: &Cx<'_>, person: &MappedPerson) -> String {
    accounts::username_to_show_like(cx, person.username.as_deref(), like(person))
}

fn like(person: &MappedPerson) -> &str {
    person.email.as_deref().or(person.username.as_deref()).unwrap_or_default()
}

fn mark(by: &ByUpstream) -> String {
    TokenHash::of(&format!("{} {} {}", by.upstream, by.iss, by.sub)).as_str().to_owned()
}

/// What must be asked of somebody, which the upstream has not said.
async fn missing(cx: &Cx<'_>, person: &MappedPerson) -> Result<Vec<String>, Error> {
    let settings = &cx.app.config.sign_up;
    let is_said = |claim: &str| person.claims.contains_key(claim);
    let wanted = [
        ("name", settings.name, is_said("name")),
        ("given_name", settings.given_name, is_said("given_name")),
        ("family_name", settings.family_name, is_said("family_name")),
        ("username", settings.username, person.username.is_some()),
        // What an upstream says of a number proves nothing here.
        ("phone", phone::is_asked_at_sign_up(cx), false),
        ("password", settings.password, false),
    ];
    let required = wanted.into_iter().filter(|(_, asked, is_said)| *asked == AskedAtSignUp::Required && !is_said);
    let mut missing: Vec<String> = required.map(|(field, ..)| field.to_owned()).collect();
    for one in attributes::asked(cx).await? {
        let is_said = person.attributes.get(&one.name).is_some_and(|value| one.kind.check(value).is_ok());
        if one.asked == AskedAtSignUp::Required && !is_said {
            missing.push(format!("attribute/{}", one.name));
        }
    }
    Ok(missing)
}

/// What is still asked of somebody on a journey whose account waits to be made, for a page that is opened once more.
///
/// # Errors
/// When the database fails.
pub async fn asked_for(cx: &Cx<'_>, visitor: &Visitor<'_>, paused: &Paused) -> Result<Option<UpstreamSignUp>, Error> {
    let Some(WaitingUpstream { by, wants: WaitingFor::NewAccount(address), .. }) = open(cx, visitor, paused) else {
        return Ok(None);
    };
    let upstream = upstreams::by_id(cx, &by.upstream).await?.filter(|one| one.disabled_at.is_none());
    let (Some(upstream), Some(interaction)) = (upstream, paused.id.clone()) else { return Ok(None) };
    let (missing, username) = (missing(cx, &by.person).await?, shown(cx, &by.person));
    let mark = mark(&by);
    let person = by.person;
    let new = UpstreamSignUp { interaction, upstream, mark, address, username, person, missing, browser: None };
    Ok(Some(new))
}
