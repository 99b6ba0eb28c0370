//! Every route on one page, grouped like discovery.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::Request,
    http::{StatusCode, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
};

use super::{
    Shared, answer, api, assets, client_logo, early_answers,
    extract::Caller,
    gates,
    handlers::{any, delete, get, get_and_post, options, post, put},
    health,
    middleware::{
        self, Edge, EdgeOptions, body,
        cors::{self, CorsClass},
        edge, language,
    },
    oauth::{
        authorize, check_session, discovery, end_session, introspect, jwks, register, revoke, token, upstream_logout,
        userinfo,
    },
    pages::{
        account, account_data, address, chooser, confirm_by_mail, consent, dev_mail, enrol, factor, forgot, invitation,
        landing, leaving as way_back, link, login, mail_sign_in, not_found, password, phone, playground, preferences,
        profile, prove_phone, renew_password, security, setup, sign_up, suggest_passkey, take_back, terms, upstream,
        verify, without_factor,
    },
    picture, related_origins,
};
use crate::{
    domain::{
        directory::accounts::{
            address as changes, former_number, leaving, password_link, picture as accounts_picture, recovery,
        },
        flows::journey::upstream::has_new_accounts,
        kernel::Feature,
        login::mail_proof,
        registry::clients,
    },
    protocol::discovery::path,
};

/// The whole application as a router, for the listener and for tests.
pub fn router(app: Shared) -> Router {
    let options = EdgeOptions {
        trusted_proxies: app.config.server.trusted_proxies.clone(),
        max_body: app.config.server.max_body.0,
        body_timeout: middleware::BODY,
        timeout: app.config.server.request_timeout.to_std(),
        https: app.issuer.url.is_https(),
        access_log: app.config.log.requests,
        early: early_answers::answer,
        share: app.db.share_of(),
    };
    let around = Edge::new(options, app.clock.clone(), app.entropy.clone());
    let prefix = app.issuer.url.path().to_owned();
    let inner = below_issuer(&app).merge(account_api(&app)).merge(pages(Arc::clone(&app)));
    let inner = if app.demo { inner.merge(demo()) } else { inner };
    let has_inbox = app.mailer.as_ref().is_some_and(|mailer| mailer.inbox().is_some())
        || app.texter.as_ref().is_some_and(|texter| texter.inbox().is_some());
    let inner = if has_inbox { inner.merge(inbox(Arc::clone(&app))) } else { inner };
    let routes = if prefix.is_empty() { inner } else { Router::new().nest(&prefix, inner) };
    let routes = routes.merge(at_root(&app, &prefix));
    routes.fallback(not_found::any).with_state(app).layer(from_fn_with_state(around, edge))
}

/// What does not hang from the issuer's path.
fn at_root(app: &Shared, prefix: &str) -> Router<Shared> {
    let related = gates::endpoint(app, Feature::Passkeys, get(related_origins::get));
    // RFC 9728 §3.1: with a path, the well-known part goes between host and path.
    let resource = format!("{}{prefix}{}", path::PROTECTED_RESOURCE, path::ACCOUNT_API);
    let resource_metadata = get(api::account::metadata).merge(options(public_preflight));
    let router = Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        // WebAuthn §5.11.1: of the domain, whatever path the issuer has.
        .route(related_origins::PATH, related)
        .route(&resource, gates::endpoint(app, Feature::AccountApi, resource_metadata));
    if prefix.is_empty() {
        return router;
    }
    // RFC 8414 §3.1: with a path, the well-known part goes between host and path.
    let metadata = || get(discovery::get).merge(options(public_preflight));
    router
        .route(&format!("{prefix}/"), get(landing::get))
        .route(&format!("/.well-known/oauth-authorization-server{prefix}"), metadata())
        .route(&format!("/.well-known/openid-configuration{prefix}"), metadata())
}

fn below_issuer(app: &Shared) -> Router<Shared> {
    let only_with = |feature, routes| gates::endpoint(app, feature, routes);
    Router::new()
        // Metadata
        .route("/.well-known/openid-configuration", get(discovery::get).merge(options(public_preflight)))
        .route("/.well-known/oauth-authorization-server", get(discovery::get).merge(options(public_preflight)))
        .route(path::JWKS, get(jwks::get).merge(options(public_preflight)))
        // Protocol
        .route(path::AUTHORIZE, get_and_post(authorize::get, authorize::post))
        .route(path::TOKEN, post(token::post).merge(options(client_preflight)))
        .route(path::USERINFO, get_and_post(userinfo::get, userinfo::post).merge(options(client_preflight)))
        .route(path::INTROSPECT, only_with(Feature::Introspection, post(introspect::post)))
        .route(path::REVOKE, only_with(Feature::Revocation, post(revoke::post).merge(options(client_preflight))))
        .route(
            path::REGISTER,
            only_with(Feature::DynamicRegistration, post(register::post).merge(options(public_preflight))),
        )
        .route(
            &format!("{}/{{client_id}}", path::REGISTER),
            gates::api(
                app,
                only_with(
                    Feature::RegistrationManagement,
                    get(register::get)
                        .merge(put(register::put))
                        .merge(delete(register::delete))
                        .merge(options(public_preflight)),
                ),
            ),
        )
        .route(path::END_SESSION, get_and_post(end_session::get, end_session::post))
        .route(upstream_logout::PATH, only_with(Feature::Upstreams, post(upstream_logout::post)))
        .route(path::CHECK_SESSION, only_with(Feature::SessionManagement, get(check_session::get)))
        // Files
        .route("/assets/{name}", get(assets::get))
        .route("/client-logo/{client_id}", get(client_logo::get))
        .route(&format!("{}/{{file}}", accounts_picture::PATH), get(picture::get))
        .route("/favicon.ico", options(nothing_here).merge(get(nothing_here)))
}

/// The API for one's own account: for each path what stands there, and its description.
fn account_api(app: &Shared) -> Router<Shared> {
    let only_with = |routes| gates::endpoint(app, Feature::AccountApi, routes);
    let described = gates::api(app, get(api::account::openapi).merge(options(public_preflight)));
    let router = Router::new()
        .route(&format!("{}/openapi.json", path::ACCOUNT_API), only_with(described))
        .route(&format!("{}/{{*rest}}", path::ACCOUNT_API), only_with(any(api::account::not_there)));
    api::account::routes()
        .into_iter()
        .fold(router, |router, (path, routes)| router.route(&path, only_with(routes.merge(options(client_preflight)))))
}

/// What people open.
fn pages(app: Shared) -> Router<Shared> {
    Router::new()
        .merge(new_accounts(&app))
        .merge(required_steps())
        // Questions
        .route("/login", get_and_post(login::get, login::post))
        .route(
            login::name::NAME,
            gates::page_where(&app, login::name::is_there, get_and_post(login::name::reopened, login::name::post)),
        )
        .route(login::name::WAYS, gates::page_where(&app, login::name::is_there, get(login::name::ways)))
        .route(login::captcha::PATH, get_and_post(login::captcha::get, login::captcha::post))
        .route("/factor", get_and_post(factor::get, factor::post))
        .route(factor::TEXT, get_and_post(account::reopened, factor::send_text))
        .route(factor::WITHOUT, get_and_post(account::reopened, without_factor::post))
        .route(factor::PASSKEY, gates::page(&app, Feature::Passkeys, get(factor::passkey_options)))
        .route(
            mail_sign_in::PATH,
            gates::page_where(&app, mail_sign_in::is_there, get_and_post(mail_sign_in::get, mail_sign_in::ask)),
        )
        .route(
            mail_sign_in::CODE_PATH,
            gates::page_where(&app, mail_sign_in::is_there, get_and_post(mail_sign_in::reopened, mail_sign_in::submit)),
        )
        .route(mail_sign_in::STATE_PATH, gates::page_where(&app, mail_sign_in::is_there, get(mail_sign_in::state)))
        .route(
            mail_proof::LINK_PATH,
            gates::page_where(&app, mail_sign_in::is_there, get_and_post(mail_sign_in::open, mail_sign_in::press)),
        )
        .route("/enrol", get_and_post(enrol::get, enrol::post))
        .route(suggest_passkey::PATH, get_and_post(suggest_passkey::get, suggest_passkey::post))
        .route(suggest_passkey::ANSWER, get_and_post(account::reopened, suggest_passkey::answered))
        .route("/enrol/later", get_and_post(account::reopened, enrol::later))
        .route("/accounts", get_and_post(chooser::get, chooser::post))
        .route("/consent", get_and_post(consent::get, consent::post))
        .route("/cancel", get_and_post(login::cancelled, login::cancel))
        // One's own
        .route("/", get(landing::get))
        .route("/account", get(account::get))
        .merge(own_account())
        .route("/account/security", get(security::get))
        .route("/account/security/password", get_and_post(security::new_password, security::change_password))
        .route(
            "/account/security/app",
            gates::page(&app, Feature::FurtherFactors, get_and_post(security::add, security::confirm)),
        )
        .route("/account/security/app/remove", get_and_post(account::reopened, security::remove))
        .route("/account/security/codes", get_and_post(account::reopened, security::new_codes))
        .route("/account/sessions/end", get_and_post(account::reopened, account::end_session))
        .route("/account/sessions/end-others", get_and_post(account::reopened, account::end_others))
        .route("/account/apps/remove", get_and_post(account::reopened, account::remove_app))
        .route("/account/sign-out", get_and_post(account::reopened, account::sign_out))
        .route("/account/sign-out-everywhere", get_and_post(account::reopened, account::sign_out_everywhere))
        // What was said, again in another language
        .route(answer::failure::PATH, get(way_back::error))
        .route(answer::leaving::PATH, get(way_back::get))
        .route(answer::signed_out::PATH, get(way_back::signed_out))
        .route(password::OF_OPERATOR.done, gates::page(&app, Feature::PasswordLinks, get(password::done)))
        .route(password::OF_RECOVERY.done, gates::page(&app, Feature::PasswordRecovery, get(password::reset_done)))
        .route(forgot::SENT, gates::page(&app, Feature::PasswordRecovery, get(forgot::sent)))
        // Links that work once
        .route("/setup", get_and_post(setup::get, setup::post))
        .route(setup::DONE, get(setup::done))
        .route(link::PATH, get_and_post(link::get, link::post))
        .route(
            password_link::PATH,
            gates::page(&app, Feature::PasswordLinks, get_and_post(password::get, password::post)),
        )
        .route(
            recovery::PATH,
            gates::page(&app, Feature::PasswordRecovery, get_and_post(password::reset, password::post_reset)),
        )
        .route(forgot::PATH, gates::page(&app, Feature::PasswordRecovery, get_and_post(forgot::get, forgot::post)))
        .merge(keys(&app))
        .merge(upstreams(&app))
        .layer(from_fn_with_state(app, language::keep))
}

/// Passkeys and wallets: signed in with, and looked after.
fn keys(app: &Shared) -> Router<Shared> {
    Router::new()
        .route(
            login::passkey::PATH,
            gates::page(app, Feature::Passkeys, get_and_post(login::passkey::options, login::passkey::post)),
        )
        .route(
            login::ethereum::PATH,
            gates::page(app, Feature::Ethereum, get_and_post(login::ethereum::message, login::ethereum::post)),
        )
        .route(
            "/account/security/passkey",
            gates::page(app, Feature::Passkeys, get_and_post(security::passkey::add, security::passkey::confirm)),
        )
        .route(
            "/account/security/passkey/rename",
            gates::page(app, Feature::Passkeys, get_and_post(account::reopened, security::passkey::rename)),
        )
        .route(
            "/account/security/passkey/ask",
            gates::page(app, Feature::Passkeys, get_and_post(account::reopened, security::passkey::ask_after_password)),
        )
        .route(
            "/account/security/passkey/remove",
            gates::page(app, Feature::Passkeys, get_and_post(account::reopened, security::passkey::remove)),
        )
        .route(
            security::wallet::PATH,
            gates::page(app, Feature::Ethereum, get_and_post(security::wallet::add, security::wallet::confirm)),
        )
        .route(security::wallet::MESSAGE, gates::page(app, Feature::Ethereum, get(security::wallet::message)))
        .route(
            security::wallet::REMOVE,
            gates::page(app, Feature::Ethereum, get_and_post(account::reopened, security::wallet::remove)),
        )
}

/// Other providers: signed in by, and connected.
fn upstreams(app: &Shared) -> Router<Shared> {
    let only = |routes| gates::page(app, Feature::Upstreams, routes);
    Router::new()
        .route(upstream::ADDRESS, only(get_and_post(upstream::address, upstream::ask)))
        .route(upstream::LEAVE, only(get_and_post(upstream::reopened, upstream::press)))
        .route(upstream::CALLBACK, only(get_and_post(upstream::come_back, upstream::come_back_by_form)))
        .route(upstream::PROBLEM, only(get(upstream::problem)))
        .route(upstream::PROVE, only(get(upstream::prove)))
        .route(upstream::NONCE, gates::endpoint(app, Feature::Upstreams, post(upstream::nonce)))
        .route(upstream::ID_TOKEN, gates::endpoint(app, Feature::Upstreams, post(upstream::id_token)))
        .route(security::identity::PATH, only(get_and_post(security::identity::add, security::identity::confirm)))
        .route(security::identity::REMOVE, only(get_and_post(account::reopened, security::identity::remove)))
}

/// Making an account oneself.
fn new_accounts(app: &Shared) -> Router<Shared> {
    Router::new()
        .route(sign_up::PATH, gates::page(app, Feature::SignUp, get_and_post(sign_up::get, sign_up::ask)))
        .route(
            sign_up::DETAILS_PATH,
            gates::page_where(app, has_new_accounts, get_and_post(sign_up::details, sign_up::create)),
        )
        .route(
            invitation::PATH,
            gates::page(app, Feature::Invitations, get_and_post(invitation::get, invitation::post)),
        )
}

/// What is wanted before an app gets its answer, or a session begins.
fn required_steps() -> Router<Shared> {
    Router::new()
        .route(confirm_by_mail::PATH, get_and_post(confirm_by_mail::get, confirm_by_mail::post))
        .route(confirm_by_mail::CODE_PATH, get_and_post(account::reopened, confirm_by_mail::submit))
        .route(confirm_by_mail::STATE_PATH, get(mail_sign_in::state))
        .route(confirm_by_mail::LINK_PATH, get_and_post(confirm_by_mail::open, confirm_by_mail::press))
        .route(verify::PATH, get_and_post(verify::get, verify::post))
        .route(verify::CODE_PATH, get_and_post(account::reopened, verify::submit))
        .route(verify::STATE_PATH, get(mail_sign_in::state))
        .route(verify::LINK_PATH, get_and_post(verify::open, verify::press))
        .route(prove_phone::PATH, get_and_post(prove_phone::get, prove_phone::post))
        .route(prove_phone::CODE_PATH, get_and_post(account::reopened, prove_phone::confirm))
        .route(prove_phone::LATER_PATH, get_and_post(account::reopened, prove_phone::later))
        .route(terms::PATH, get_and_post(terms::get, terms::post))
        .route(renew_password::PATH, get_and_post(renew_password::get, renew_password::post))
}

/// What people change of their own account, take along, and end.
fn own_account() -> Router<Shared> {
    Router::new()
        .route("/account/profile", get_and_post(profile::get, profile::save))
        .route("/account/profile/username", get_and_post(account::reopened, profile::save_username))
        .route(body::PICTURE_FORM.route, get_and_post(account::reopened, profile::upload))
        .route("/account/profile/picture/remove", get_and_post(account::reopened, profile::remove))
        .route("/account/sessions/name", get_and_post(account::reopened, account::name_session))
        .route("/account/data", get(account_data::get))
        .route("/account/data/export", get_and_post(account::reopened, account_data::export))
        .route("/account/data/delete", get_and_post(account::reopened, account_data::delete))
        .route(account_data::LEFT, get(account_data::left))
        .route(leaving::KEEP_PATH, get_and_post(account_data::ask_to_keep, account_data::keep))
        .route(account_data::KEPT, get(account_data::kept))
        .route(phone::PAGE, get_and_post(phone::get, phone::ask))
        .route("/account/phone/code", get_and_post(account::reopened, phone::confirm))
        .route("/account/phone/lost", get_and_post(account::reopened, phone::lost))
        .route(former_number::BACK_PATH, get_and_post(take_back::show_number, take_back::take_number))
        .route(take_back::OF_NUMBER.done, get(take_back::number_done))
        .route("/account/phone/remove", get_and_post(account::reopened, phone::remove))
        .route("/account/phone/factor", get_and_post(account::reopened, phone::factor))
        .route("/account/preferences", get_and_post(preferences::get, preferences::save))
        .route(address::PAGE, get_and_post(address::get, address::ask))
        .route("/account/address/code", get_and_post(account::reopened, address::code))
        .route("/account/address/lost", get_and_post(account::reopened, address::lost))
        .route("/account/address/stop", get_and_post(account::reopened, address::stop))
        .route("/account/address/state", get(address::state))
        .route(changes::LINK_PATH, get_and_post(address::open, address::press))
        .route(changes::BACK_PATH, get_and_post(take_back::show_address, take_back::take_address))
        .route(take_back::OF_ADDRESS.done, get(take_back::address_done))
}

/// Only with `serve --demo`.
fn demo() -> Router<Shared> {
    Router::new()
        .route("/playground", get_and_post(playground::get, playground::post))
        .route("/playground/callback", get(playground::callback))
        .layer(Extension(playground::Runs::new(router)))
}

/// Only where nothing sends mail, or texts, on a developer's machine.
fn inbox(app: Shared) -> Router<Shared> {
    Router::new()
        .route(dev_mail::PATH, get(dev_mail::list))
        .route(&format!("{}/{{id}}", dev_mail::PATH), get(dev_mail::open))
        .route(&format!("{}/{{id}}/html", dev_mail::PATH), get(dev_mail::html))
        .layer(from_fn_with_state(app, dev_mail::only_here))
}

async fn nothing_here() -> StatusCode {
    StatusCode::NOT_FOUND
}

/// Anybody may read these from a browser.
async fn public_preflight(request: Request) -> Response {
    preflight(&request, CorsClass::Public)
}

/// Preflight carries no client: any origin that some client registered is answered.
async fn client_preflight(caller: Caller, request: Request) -> Response {
    let origin = request.headers().get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let registered = match origin {
        Some(origin) => clients::is_origin(&caller.cx(), origin).await.unwrap_or_default(),
        None => false,
    };
    preflight(&request, CorsClass::Clients { registered })
}

fn preflight(request: &Request, class: CorsClass) -> Response {
    match cors::preflight(request.method(), request.headers(), class) {
        Some(headers) => (StatusCode::NO_CONTENT, headers).into_response(),
        None => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}
