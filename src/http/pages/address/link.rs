//! The link of the mail to the new address. In the session that asked it shows a button, so that whoever looks at links
//! before people do proves nothing; anywhere else it asks for the number that the waiting page shows.

use axum::{http::StatusCode, response::Response};

use super::{done, to_page};
use crate::{
    base::text::undeceptive,
    domain::{
        directory::accounts::address::{self, AddressStep, LINK_PATH, OpenAddressChange},
        kernel::Error,
        sessions::SignedIn,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::with_browser,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{browser_token, check_form, devices, login, spent_link},
    },
    protocol::params::Params,
    render::{
        Person,
        pages::{MailElsewhere, MailElsewhereDone, MailLink, MailPurpose},
    },
};

/// The form's purpose.
const FORM: &str = "address_link";

/// Who asked, if that is somebody in this browser.
fn here<'a>(call: &'a PageCall, change: &OpenAddressChange) -> Option<&'a SignedIn> {
    call.accounts.all.iter().find(|one| change.is_of(one))
}

async fn change(call: &PageCall, token: &str) -> Result<OpenAddressChange, PageError> {
    let found = address::find_by_link(&call.cx(), token).await?.filter(|change| !change.is_new_proven());
    found.ok_or_else(|| spent_link(Error::NotFound))
}

/// `GET /account/address/link`
pub async fn open(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, shown(&call, &params.unwrap_or_default()).await)
}

async fn shown(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    if let Some(done) = params.get("done") {
        let done = MailElsewhereDone { frame: call.frame(""), is_approved: done == "approved" };
        return Ok(page::show(StatusCode::OK, &done));
    }
    let token = params.get("token").unwrap_or_default();
    let change = change(call, token).await?;
    let (browser, fresh) = login::ensure_browser(call).await?;
    let (frame, action) = (call.frame(browser_token(&browser, FORM)), call.issuer.url.join(LINK_PATH));
    let (purpose, token) = (MailPurpose::Verify, token.to_owned());
    let shown = if here(call, &change).is_some() {
        let person = Person { name: None, login: undeceptive(change.email()).into_owned() };
        page::show(StatusCode::OK, &MailLink { frame, client: None, person, purpose, action, token })
    } else {
        let page = MailElsewhere {
            asked_at: frame.moment(&change.asked_at()),
            frame,
            client: None,
            purpose,
            network: change.network().to_owned(),
            browser: change.user_agent().and_then(devices::name),
            choices: change.choices(),
            action,
            token,
        };
        page::show(StatusCode::OK, &page)
    };
    Ok(with_browser(call, shown, fresh.then_some(&browser)))
}

/// `POST /account/address/link`
pub async fn press(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(LINK_PATH, &params);
    page::answered(&call, pressed(&call, &params).await)
}

async fn pressed(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    check_form(call, params, FORM)?;
    let change = match change(call, params.get("token").unwrap_or_default()).await {
        Ok(change) => change,
        Err(spent) => return pressed_before(call).await?.ok_or(spent),
    };
    if let Some(me) = here(call, &change) {
        return match address::by_link(&call.cx().acting(me.actor()), &change).await {
            Ok(AddressStep::Changed) => Ok(done(call, me, "changed")),
            Ok(_) => Ok(to_page(call, me)),
            Err(Error::NotFound) => Err(spent_link(Error::NotFound)),
            Err(error) => Err(error.into()),
        };
    }
    let number = params.get("number").and_then(|text| text.parse().ok()).filter(|_| !params.has("refuse"));
    let is_approved = address::press(&call.cx(), &change, number).await.map_err(spent_link)?;
    let done = if is_approved { "approved" } else { "refused" };
    Ok(see_other(&call.issuer.url.join(&format!("{LINK_PATH}?done={done}"))))
}

/// The second press in the browser that asked goes where the first went.
async fn pressed_before(call: &PageCall) -> Result<Option<Response>, PageError> {
    for me in &call.accounts.all {
        if super::own_change(call, me).await?.is_some_and(|change| change.is_new_proven()) {
            return Ok(Some(to_page(call, me)));
        }
        if address::was_changed(&call.cx(), me).await? {
            return Ok(Some(done(call, me, "changed")));
        }
    }
    Ok(None)
}
