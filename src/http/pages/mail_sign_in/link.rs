//! The link of a mail. In the browser that asked it shows a button, so that whoever looks at links before people do
//! spends nothing; in any other it asks for the number that the waiting page shows, and signs nobody in.

use axum::{http::StatusCode, response::Response};

use super::{MailPages, OF_SIGN_IN, ask::elsewhere, wait::shown_purpose};
use crate::{
    base::text::undeceptive,
    domain::{
        directory::accounts,
        interactions::{self, Paused, Stopped},
        kernel::Error,
        login::mail_proof::{self, MailEvidence, OpenProof, Pressed, ProofPurpose},
        sessions::outcomes::Sent,
    },
    http::{
        answer::{
            device::remember_signed_in,
            page::{self, PageError},
            response_mode::see_other,
            step::with_browser,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{
            again, asking_card, browser_token, check_form, client_card, devices,
            login::{self, Entry, NotEntered},
            person, sign_up, spent_link, verify,
        },
    },
    protocol::params::Params,
    render::{
        ClientCard, Person,
        pages::{MailElsewhere, MailElsewhereDone, MailLink},
    },
};

/// The form's purpose.
const FORM: &str = "mail_link";

/// Where a link was opened.
enum Opened {
    /// In the browser that asked.
    Here(Box<Paused>),
    /// In another one; the client that somebody signs in for.
    Elsewhere(Option<ClientCard>),
}

/// `GET /login/email/link`
pub async fn open(call: PageCall, QueryParams(params): QueryParams) -> Response {
    shown(&OF_SIGN_IN, call, &params.unwrap_or_default()).await
}

/// The link of a mail of this kind, opened.
pub async fn shown(pages: &MailPages, call: PageCall, params: &Params) -> Response {
    page::answered(&call, show(pages, &call, params).await)
}

async fn show(pages: &MailPages, call: &PageCall, params: &Params) -> Result<Response, PageError> {
    if let Some(done) = params.get("done") {
        let done = MailElsewhereDone { frame: call.frame(""), is_approved: done == "approved" };
        return Ok(page::show(StatusCode::OK, &done));
    }
    let token = params.get("token").unwrap_or_default();
    let proof = proof(pages, call, token).await?;
    let opened = opened(call, &proof).await?;
    let (browser, fresh) = login::ensure_browser(call).await?;
    let (frame, action) = (call.frame(browser_token(&browser, FORM)), call.issuer.url.join(pages.link));
    let purpose = shown_purpose(proof.purpose());
    let shown = match opened {
        Opened::Here(paused) => {
            let client = paused.journey.authorization().map(|asked| asking_card(call, asked));
            let person = match mail_proof::by_link(&proof).map_err(spent_link)? {
                MailEvidence::Person(proven) => {
                    let user = accounts::find_by_id(&call.cx(), &proven.user).await.map_err(spent_link)?;
                    person(&user)
                }
                MailEvidence::Address(_) | MailEvidence::Verified(_) => {
                    Person { name: None, login: undeceptive(proof.typed()).into_owned() }
                }
            };
            let link = MailLink { frame, client, person, purpose, action, token: token.to_owned() };
            page::show(StatusCode::OK, &link)
        }
        Opened::Elsewhere(client) => page::show(
            StatusCode::OK,
            &MailElsewhere {
                asked_at: frame.moment(&proof.asked_at()),
                frame,
                client,
                purpose,
                network: proof.network().to_owned(),
                browser: proof.user_agent().and_then(devices::name),
                choices: proof.choices(),
                action,
                token: token.to_owned(),
            },
        ),
    };
    Ok(with_browser(call, shown, fresh.then_some(&browser)))
}

async fn proof(pages: &MailPages, call: &PageCall, token: &str) -> Result<OpenProof, PageError> {
    let found = mail_proof::find_by_link(&call.cx(), token).await?.filter(|proof| pages.has(call, proof));
    found.ok_or_else(|| spent_link(Error::NotFound))
}

async fn opened(call: &PageCall, proof: &OpenProof) -> Result<Opened, PageError> {
    match interactions::load(&call.cx(), proof.interaction(), call.found_browser()?).await {
        Ok(paused) => Ok(Opened::Here(Box::new(paused))),
        Err(Stopped::OtherBrowser { client }) => {
            Ok(Opened::Elsewhere(client.map(|client| client_card(call, &client.client, None))))
        }
        Err(stopped) => Err(stopped.into()),
    }
}

/// `POST /login/email/link`
pub async fn press(form: PostedForm) -> Response {
    taken(&OF_SIGN_IN, form).await
}

/// A button under the link of a mail of this kind.
pub async fn taken(pages: &MailPages, PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(pages.link, &params);
    page::answered(&call, pressed(pages, &call, &params).await)
}

async fn pressed(pages: &MailPages, call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = &Sent::of(FORM, params);
    if let Err(forged) = check_form(call, params, FORM) {
        // Its cookie was replaced, perhaps by the first of two presses.
        return sent_again(call, params, sent).await?.ok_or(forged);
    }
    let token = params.get("token").unwrap_or_default();
    let proof = match proof(pages, call, token).await {
        Ok(proof) => proof,
        Err(spent) if pages.verifies() => return verified_before(call, sent, token).await?.ok_or(spent),
        Err(spent) => {
            let first = match proven(call, token).await? {
                Some(response) => Some(response),
                None => sent_again(call, params, sent).await?,
            };
            return first.ok_or(spent);
        }
    };
    match opened(call, &proof).await? {
        Opened::Here(paused) => {
            let proven = match mail_proof::by_link(&proof).map_err(spent_link)? {
                MailEvidence::Person(proven) => proven,
                MailEvidence::Address(address) => return sign_up::proved(call, *paused, &proof, &address).await,
                MailEvidence::Verified(verified) => return verify::proved(call, sent, *paused, verified).await,
            };
            match Box::pin(login::enter(call, sent, *paused, &proven)).await {
                Ok(response) => Ok(remember_signed_in(call, response, &proven.user).await),
                Err(NotEntered::Failed(error @ (Error::NotFound | Error::Forbidden))) => {
                    sent_again(call, params, sent).await?.ok_or_else(|| spent_link(no_more(error)))
                }
                Err(why) => Err(why.into()),
            }
        }
        Opened::Elsewhere(_) => {
            let number = params.get("number").and_then(|text| text.parse().ok());
            let choice = match number {
                Some(number) if !params.has("refuse") => Pressed::Number(number),
                _ => Pressed::NotMine,
            };
            let is_approved = mail_proof::press(&call.cx(), &proof, choice).await.map_err(spent_link)?;
            let done = if is_approved { "approved" } else { "refused" };
            Ok(see_other(&call.issuer.url.join(&format!("{}?done={done}", pages.link))))
        }
    }
}

/// The second press in the browser that asked, where the first proved the address of a new account.
async fn proven(call: &PageCall, token: &str) -> Result<Option<Response>, PageError> {
    let Some(proof) = mail_proof::find_proven_by_link(&call.cx(), token).await? else { return Ok(None) };
    let is_here = matches!(opened(call, &proof).await, Ok(Opened::Here(_)));
    Ok(is_here.then(|| sign_up::to_details(call, &proof)))
}

/// The second press in the browser that asked, where the first proved the address of the account: goes where that went.
async fn verified_before(call: &PageCall, sent: &Sent, token: &str) -> Result<Option<Response>, PageError> {
    let Some(id) = mail_proof::journey_of(&call.cx(), token, ProofPurpose::Verify).await? else { return Ok(None) };
    match interactions::load(&call.cx(), &id, call.found_browser()?).await {
        Ok(_) => elsewhere(call, &id).await.map(Some),
        Err(stopped @ Stopped::Over { completed: true, .. }) => {
            again::stopped(call, &call.visitor(Some(sent)), stopped).await.map(Some)
        }
        Err(_) => Ok(None),
    }
}

/// An account that was switched off looks like a link that was used.
fn no_more(error: Error) -> Error {
    match error {
        Error::Forbidden => Error::NotFound,
        other => other,
    }
}

/// The second press of a double click: the link is part of the form, so whoever sends the same form holds it.
async fn sent_again(call: &PageCall, params: &Params, sent: &Sent) -> Result<Option<Response>, PageError> {
    let Some(first) = again::earlier_sign_in(call, params, FORM, sent).await? else { return Ok(None) };
    let response = login::signed_in(call, sent, Entry::of(&first)).await?;
    Ok(Some(remember_signed_in(call, response, &first.user).await))
}
