//! The operator's documents have a version that somebody has not agreed to: a step before an app gets its answer.

use axum::{http::StatusCode, response::Response};

use super::{
    again, asking_card, cancel_form, form_token, interaction, login::Repeated, mail_sign_in, person, with_interaction,
};
use crate::{
    base::id::{InteractionId, SessionId},
    config::terms::TermsDocument,
    domain::{
        directory::accounts::agreements::AgreedDocument,
        flows::journey::{Answer, TermsAgreement, answer},
        interactions::{self, Paused, Stopped},
        sessions::{SignedIn, outcomes::Sent},
    },
    http::{
        answer::page::{self, PageError},
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::{authorize::required::RequiredStep, params::Params},
    render::{
        Locale,
        pages::{DocumentBox, TermsPage},
    },
};

/// Where it stands.
pub const PATH: &str = "/terms";
/// The form's purpose.
const FORM: &str = "terms";

/// `GET /terms`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, interaction(&params.unwrap_or_default())).await)
}

async fn show(call: &PageCall, id: Option<InteractionId>) -> Result<Response, PageError> {
    let id = id.ok_or(Stopped::GONE)?;
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    match asked(call, &paused).await? {
        Some(me) => Ok(terms_page(call, &paused, &id, &me, None)),
        None => mail_sign_in::elsewhere(call, &id).await,
    }
}

/// Who is asked.
async fn asked(call: &PageCall, paused: &Paused) -> Result<Option<SignedIn>, PageError> {
    let standing = interactions::standing(&call.cx(), paused, &call.visitor(None)).await?;
    Ok(standing.asked_to(RequiredStep::Terms))
}

/// The page; with what was ticked, where it is shown again.
fn terms_page(call: &PageCall, paused: &Paused, id: &InteractionId, me: &SignedIn, sent: Option<&Params>) -> Response {
    let asked = paused.journey.authorization();
    let url = |path: &str| call.issuer.url.join(path);
    let locale = call.locale(paused.journey.ui_locales());
    let documents = boxes(call, locale, sent, me.user.agreed.as_deref());
    let is_wrong = documents.iter().any(|one| one.is_missing);
    let page = TermsPage {
        frame: call.bare_frame(locale, form_token(call, FORM)).at(url(&with_interaction(PATH, Some(id)))),
        client: asked.map(|asked| asking_card(call, asked)),
        person: person(&me.user),
        account: me.session.id.to_string(),
        interaction: id.to_string(),
        documents: documents.into_iter().filter(|one| one.is_required).collect(),
        action: url(PATH),
        decline: cancel_form(call, call.known_browser()),
    };
    page::show(if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// The documents that somebody has not agreed to in their present version, with their boxes; with what was ticked, where
/// the page is shown again.
pub fn boxes(call: &PageCall, locale: Locale, sent: Option<&Params>, agreed: Option<&str>) -> Vec<DocumentBox> {
    let documents = &call.app.config.terms.documents.0;
    let open = documents.iter().filter(|one| !one.is_agreed(agreed));
    open.map(|one| {
        let is_ticked = sent.is_some_and(|sent| is_ticked(one, sent));
        DocumentBox {
            name: name_of(one),
            version: one.version.clone(),
            title: title(one, locale),
            url: one.url.in_language(locale.tag()).map(str::to_owned),
            text: one.text.in_language(locale.tag()).map(str::to_owned),
            is_required: one.required,
            is_ticked,
            is_missing: one.required && sent.is_some() && !is_ticked,
        }
    })
    .collect()
}

/// What was ticked in a form.
pub fn ticked(call: &PageCall, sent: &Params) -> Vec<AgreedDocument> {
    let documents = &call.app.config.terms.documents.0;
    let ticked = documents.iter().filter(|one| is_ticked(one, sent));
    ticked.map(|one| AgreedDocument { id: one.id.clone(), version: one.version.clone() }).collect()
}

/// Whether a document was ticked in the version that it has now: another one was not read.
fn is_ticked(one: &TermsDocument, sent: &Params) -> bool {
    sent.get(&name_of(one)) == Some(one.version.as_str())
}

fn name_of(one: &TermsDocument) -> String {
    format!("agree-{}", one.id)
}

fn title(one: &TermsDocument, locale: Locale) -> String {
    let own = one.title.in_language(locale.tag());
    own.map_or_else(|| DocumentBox::own_title(&one.id, locale), str::to_owned)
}

/// `POST /terms`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, agreed(&call, &params).await)
}

async fn agreed(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = &Sent::of(FORM, params);
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let repeated = Repeated { params, form: FORM, page: PATH, sent };
    let visitor = call.visitor(Some(sent));
    let paused = match again::paused_or(call, repeated, &id).await? {
        Ok(paused) => paused,
        Err(first) => return Ok(first),
    };
    let Some(me) = asked(call, &paused).await? else { return mail_sign_in::elsewhere(call, &id).await };
    let shown = params.get("account").map(SessionId::from_stored);
    // Another account was chosen in another tab: its person has not seen the question.
    let Some(shown) = shown.filter(|shown| *shown == me.session.id) else {
        return Ok(terms_page(call, &paused, &id, &me, None));
    };
    let agreed = me.user.agreed.as_deref();
    if boxes(call, Locale::default(), Some(params), agreed).iter().any(|one| one.is_missing) {
        return Ok(terms_page(call, &paused, &id, &me, Some(params)));
    }
    let agreement = TermsAgreement { shown, documents: ticked(call, params) };
    let step = Box::pin(answer(&call.cx(), &visitor, paused, Answer::AgreedToTerms(agreement))).await;
    again::go_or_again(call, &visitor, step).await
}
