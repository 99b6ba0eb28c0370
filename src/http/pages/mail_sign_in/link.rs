//! The link of a mail. In the browser that asked it shows a button, so that whoever looks at links before people do
//! spends nothing; in any other it asks for the number that the waiting page shows, and signs nobody in.

use axum::{http::StatusCode, response::Response};

use crate::{
    base::text::undeceptive,
    domain::{
        directory::accounts,
        interactions::{self, Paused, Stopped},
        kernel::Error,
        login::mail_proof::{self, LINK_PATH, MailEvidence, OpenProof, Pressed, ProofPurpose},
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
            person, sign_up, spent_link,
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
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    if let Some(done) = params.get("done") {
        let done = MailElsewhereDone { frame: call.frame(""), is_approved: done == "approved" };
        return Ok(page::show(StatusCode::OK, &done));
    }
    let token = params.get("token").unwrap_or_default();
    let proof = proof(call, token).await?;
    let opened = opened(call, &proof).await?;
    let (browser, fresh) = login::ensure_browser(call).await?;
    let (frame, action) = (call.frame(browser_token(&browser, FORM)), call.issuer.url.join(LINK_PATH));
    let shown = match opened {
        Opened::Here(paused) => {
            let client = paused.journey.authorization().map(|asked| asking_card(call, asked));
            let (person, is_new) = match mail_proof::by_link(&proof).map_err(spent_link)? {
                MailEvidence::Person(proven) => {
                    let user = accounts::find_by_id(&call.cx(), &proven.user).await.map_err(spent_link)?;
                    (person(&user), false)
                }
                MailEvidence::Address(_) => {
                    (Person { name: None, login: undeceptive(proof.typed()).into_owned() }, true)
                }
            };
            let link = MailLink { frame, client, person, is_new, action, token: token.to_owned() };
            page::show(StatusCode::OK, &link)
        }
        Opened::Elsewhere(client) => page::show(
            StatusCode::OK,
            &MailElsewhere {
                asked_at: frame.moment(&proof.asked_at()),
                frame,
                client,
                is_new: proof.purpose() == ProofPurpose::SignUp,
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

async fn proof(call: &PageCall, token: &str) -> Result<OpenProof, PageError> {
    mail_proof::find_by_link(&call.cx(), token).await?.ok_or_else(|| spent_link(Error::NotFound))
}

async fn opened(call: &PageCall, proof: &OpenProof) -> Result<Opened, PageError> {
    match interactions::load(&call.cx(), proof.interaction(), call.known_browser()).await {
        Ok(paused) => Ok(Opened::Here(Box::new(paused))),
        Err(Stopped::OtherBrowser { client }) => {
            Ok(Opened::Elsewhere(client.map(|client| client_card(call, &client.client, None))))
        }
        Err(stopped) => Err(stopped.into()),
    }
}

/// `POST /login/email/link`
pub async fn press(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(LINK_PATH, &params);
    page::answered(&call, pressed(&call, &params).await)
}

async fn pressed(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = &Sent::of(FORM, params);
    if let Err(forged) = check_form(call, params, FORM) {
        // Its cookie was replaced, perhaps by the first of two presses.
        return sent_again(call, params, sent).await?.ok_or(forged);
    }
    let token = params.get("token").unwrap_or_default();
    let proof = match proof(call, token).await {
        Ok(proof) => proof,
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
            Ok(see_other(&call.issuer.url.join(&format!("{LINK_PATH}?done={done}"))))
        }
    }
}

/// The second press in the browser that asked, where the first proved the address of a new account.
async fn proven(call: &PageCall, token: &str) -> Result<Option<Response>, PageError> {
    let Some(proof) = mail_proof::find_proven_by_link(&call.cx(), token).await? else { return Ok(None) };
    let is_here = matches!(opened(call, &proof).await, Ok(Opened::Here(_)));
    Ok(is_here.then(|| sign_up::to_details(call, &proof)))
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
