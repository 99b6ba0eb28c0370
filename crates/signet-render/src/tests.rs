//! Every page in every state and language, read strictly and laid out for looking at.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use super::{
    Brand, Branding, Frame, Locale, Page, Theme,
    checks::{Element, faults, read},
    frame::return_host,
    pages::{
        AccountDataPage, AccountLeft, AccountPage, AddressPage, AddressWait, CaptchaPage, Chooser, Confirm,
        ConfirmByMail, ConnectAccount, ConsentPage, DevMail, Enrol, ErrorPage, ForgotPassword, FormPost, FurtherFactor,
        InvitationPage, KeepAccountPage, KeptAccount, Landing, Leaving, LinkSignIn, LogoutConfirm, MailAsk,
        MailElsewhere, MailElsewhereDone, MailLink, MailWait, NewAuthenticator, NewPasskey, NewPasswordPage, NewWallet,
        PasswordLinkPage, PasswordSet, PhonePage, Playground, PreferencesPage, ProfilePage, ProveAccount, ProvePhone,
        RecoveryCodes, RecoveryRequested, RenewPassword, Security, Setup, SetupDone, SetupGone, SignIn, SignUpAddress,
        SignUpDetails, SignedOut, SigningOut, SuggestPasskey, TakeBackPage, TakenBackPage, TermsPage, UpstreamAddress,
        UpstreamProblemPage, VerifyAddress,
    },
    theme::Rgb,
};

pub(super) struct Shown {
    name: &'static str,
    html: String,
    csp: String,
}

fn site(brand: Brand, theme: Theme) -> Arc<Branding> {
    Arc::new(Branding::new(brand, "", &theme))
}

pub(super) fn northwind() -> Arc<Branding> {
    let brand = Brand {
        support_url: Some("mailto:help@example.com".to_owned()),
        privacy_url: Some("https://example.com/privacy".to_owned()),
        ..Brand::named("Northwind")
    };
    site(brand, Theme::default())
}

fn show<P: Page>(samples: Vec<(&'static str, P)>) -> impl Iterator<Item = Shown> {
    samples.into_iter().map(|(name, page)| Shown {
        name,
        html: page.html(),
        csp: page.content_security_policy().into_owned(),
    })
}

pub(super) fn every_page(frame: &Frame) -> Vec<Shown> {
    show(SignIn::samples(frame))
        .chain(show(ConsentPage::samples(frame)))
        .chain(show(Confirm::samples(frame)))
        .chain(show(Chooser::samples(frame)))
        .chain(show(LogoutConfirm::samples(frame)))
        .chain(show(SignedOut::samples(frame)))
        .chain(show(SigningOut::samples(frame)))
        .chain(show(ErrorPage::samples(frame)))
        .chain(show(Setup::samples(frame)))
        .chain(show(SetupDone::samples(frame)))
        .chain(show(SetupGone::samples(frame)))
        .chain(show(AccountPage::samples(frame)))
        .chain(show(ProfilePage::samples(frame)))
        .chain(show(PhonePage::samples(frame)))
        .chain(show(PreferencesPage::samples(frame)))
        .chain(show(AccountDataPage::samples(frame)))
        .chain(show(AccountLeft::samples(frame)))
        .chain(show(KeepAccountPage::samples(frame)))
        .chain(show(KeptAccount::samples(frame)))
        .chain(show(AddressPage::samples(frame)))
        .chain(show(AddressWait::samples(frame)))
        .chain(show(TakeBackPage::samples(frame)))
        .chain(show(TakenBackPage::samples(frame)))
        .chain(show(FurtherFactor::samples(frame)))
        .chain(show(SignUpAddress::samples(frame)))
        .chain(show(SignUpDetails::samples(frame)))
        .chain(show(InvitationPage::samples(frame)))
        .chain(show(MailAsk::samples(frame)))
        .chain(show(MailWait::samples(frame)))
        .chain(show(MailLink::samples(frame)))
        .chain(show(MailElsewhere::samples(frame)))
        .chain(show(MailElsewhereDone::samples(frame)))
        .chain(show(VerifyAddress::samples(frame)))
        .chain(show(ConfirmByMail::samples(frame)))
        .chain(show(CaptchaPage::samples(frame)))
        .chain(show(ProvePhone::samples(frame)))
        .chain(show(TermsPage::samples(frame)))
        .chain(show(RenewPassword::samples(frame)))
        .chain(show(Enrol::samples(frame)))
        .chain(show(Security::samples(frame)))
        .chain(show(NewAuthenticator::samples(frame)))
        .chain(show(RecoveryCodes::samples(frame)))
        .chain(show(NewPasskey::samples(frame)))
        .chain(show(SuggestPasskey::samples(frame)))
        .chain(show(NewWallet::samples(frame)))
        .chain(show(ConnectAccount::samples(frame)))
        .chain(show(UpstreamAddress::samples(frame)))
        .chain(show(UpstreamProblemPage::samples(frame)))
        .chain(show(ProveAccount::samples(frame)))
        .chain(show(Landing::samples(frame)))
        .chain(show(FormPost::samples(frame)))
        .chain(show(Leaving::samples(frame)))
        .chain(show(LinkSignIn::samples(frame)))
        .chain(show(PasswordLinkPage::samples(frame)))
        .chain(show(PasswordSet::samples(frame)))
        .chain(show(NewPasswordPage::samples(frame)))
        .chain(show(ForgotPassword::samples(frame)))
        .chain(show(RecoveryRequested::samples(frame)))
        .chain(show(DevMail::samples(frame)))
        .chain(show(Playground::samples(frame)))
        .collect()
}

#[test]
fn every_page_in_every_language_is_sound() {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pages");
    let branded = site(Brand::named("Grünes Warenhaus Süd"), Theme::of(Rgb([0x00, 0xa6, 0x51])));
    let mut bad = Vec::new();
    for (variant, site) in [("", northwind()), ("-branded", branded)] {
        for locale in Locale::ALL {
            let folder = out.join(format!("{}{variant}", locale.tag()));
            fs::create_dir_all(&folder).unwrap();
            for shown in every_page(&site.frame(locale, "csrf-token")) {
                let faults = faults(&shown.html);
                bad.extend(faults.into_iter().map(|fault| format!("{} {}: {fault}", locale.tag(), shown.name)));
                fs::write(folder.join(format!("{}.html", shown.name)), &shown.html).unwrap();
                fs::write(folder.join(format!("{}.csp", shown.name)), &shown.csp).unwrap();
            }
        }
        fs::create_dir_all(out.join("assets")).unwrap();
        for asset in site.assets.all() {
            fs::write(out.join("assets").join(&asset.name), &asset.bytes).unwrap();
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn the_reader_finds_what_browsers_forgive() {
    let page = |body: &str| {
        faults(&format!(
            "<!doctype html><html><title>x</title><body><main><h1>x</h1>{body}</main><footer></footer></body></html>"
        ))
    };
    assert_eq!(page("<p>fine</p>"), Vec::<String>::new());
    for broken in [
        "<p>open",
        "<b></i>",
        "<p style=\"x\">a</p>",
        "<b onclick=\"x\">a</b>",
        "<script>x</script>",
        "<input name=\"a\" id=\"a\">",
        "<i id=\"a\"></i><i id=\"a\"></i>",
        "<a href=\"javascript:x\">x</a>",
        "<a href=\"#gone\">x</a>",
        "<button></button>",
        "<p><div>x</div></p>",
        "<form action=\"/x\"></form>",
        "<a href=\"/\"><button>x</button></a>",
        "<img src=\"/x\">",
        "<h1>again</h1>",
    ] {
        assert!(!page(broken).is_empty(), "{broken} went through");
    }
}

#[test]
fn the_ids_that_others_rely_on_are_there() {
    let pages = every_page(&northwind().frame(Locale::En, "t"));
    for (page, ids) in [
        ("sign_in", &["username", "password", "login-submit"][..]),
        ("sign_in_again", &["password", "login-submit"]),
        ("consent", &["consent-allow", "consent-deny"]),
        ("confirm", &["consent-allow", "consent-deny"]),
        ("logout", &["logout-confirm"]),
        ("leaving_error", &["answer-continue"]),
        ("leaving_form", &["answer-continue"]),
        ("link_sign_in", &["login-submit"]),
        ("further_factor", &["code", "factor-submit"]),
    ] {
        let shown = pages.iter().find(|shown| shown.name == page).unwrap();
        let (elements, _) = read(&shown.html);
        for id in ids {
            assert!(elements.iter().any(|e| e.attributes.get("id").is_some_and(|i| i == id)), "{page} lacks #{id}");
        }
    }
}

#[test]
fn what_others_typed_is_escaped() {
    let pages = every_page(&northwind().frame(Locale::En, "\"><script>"));
    for shown in &pages {
        assert!(!shown.html.contains("\"><script>") && !shown.html.contains("<b>all</b>"), "{}", shown.name);
        assert!(!shown.html.contains("javascript:"), "{} links to a script", shown.name);
    }
}

#[test]
fn form_action_is_set_only_where_no_redirect_to_a_client_follows() {
    for shown in every_page(&northwind().frame(Locale::En, "t")) {
        let leads_out = [
            "sign_in",
            "consent",
            "confirm",
            "chooser",
            "logout",
            "form_post",
            "leaving",
            "link",
            "further",
            "enrol",
            "password_link",
            "sign_up",
            "mail_ask",
            "mail_wait",
            "mail_link",
            "suggest_passkey",
            "invitation",
            "verify",
            "terms",
            "renew_password",
            "prove_phone",
            "upstream_address",
            "connect_account",
        ]
        .iter()
        .any(|p| shown.name.starts_with(p));
        assert_eq!(shown.csp.contains("form-action 'self'"), !leads_out, "{}", shown.name);
        let scripted = [
            "form_post",
            "signing_out",
            "mail_wait",
            "address_wait",
            "sign_in",
            "new_passkey",
            "suggest_passkey",
            "new_wallet",
            "security",
            "further_factor",
            "password_link",
            "new_password",
            "renew_password",
            "sign_up_details",
            "setup",
            "sign_up_details",
            "captcha",
        ];
        let scripted = scripted.iter().any(|page| shown.name.starts_with(page))
            && !["setup_done", "setup_expired", "setup_used"].contains(&shown.name);
        assert_eq!(shown.csp.contains("script-src"), scripted, "{}", shown.name);
        // The widget of a captcha makes its frame itself.
        let framed = shown.html.contains("<iframe") || shown.html.contains("data-sitekey");
        assert_eq!(shown.csp.contains("frame-src"), framed, "{}", shown.name);
        assert!(shown.csp.starts_with("default-src 'none';") && !shown.csp.contains("unsafe"), "{}", shown.name);
    }
}

#[test]
fn what_is_typed_as_a_password_can_be_shown_wherever_one_is_typed() {
    for shown in every_page(&northwind().frame(Locale::De, "t")) {
        let (elements, _) = read(&shown.html);
        let typed = elements.iter().any(|one| one.attributes.get("type").is_some_and(|kind| kind == "password"));
        let script = "/assets/show-password.";
        let label = elements
            .iter()
            .find(|one| one.attributes.get("src").is_some_and(|source| source.contains(script)))
            .and_then(|one| one.attributes.get("data-label"));
        assert_eq!(label.map(String::as_str), typed.then_some("Passwort anzeigen"), "{}", shown.name);
    }
}

/// The `type`, `autocomplete` and `inputmode` of a field; none for one that nobody listed.
fn hints_of(field: &str, page: &str) -> Option<[&'static str; 3]> {
    Some(match field {
        "username" => ["text", "username", ""],
        "password" if page.starts_with("sign_in") => ["password", "current-password", ""],
        "current_password" => ["password", "current-password", ""],
        "password" | "password_again" => ["password", "new-password", ""],
        "code" | "old_code" => ["text", "one-time-code", "numeric"],
        "email" => ["email", "email", "email"],
        "phone" | "phone_number" => ["tel", "tel", "tel"],
        "name" => ["text", "name", ""],
        "given_name" => ["text", "given-name", ""],
        "family_name" => ["text", "family-name", ""],
        "attribute/2" => ["text", "off", "decimal"],
        "attribute/4" => ["", "off", ""],
        "attribute/1" | "confirmation" | "label" | "recovery_code" => ["text", "off", ""],
        _ => return None,
    })
}

// WCAG 2.2 SC 1.3.5: password managers and the keyboards of phones know what is typed.
#[test]
fn every_field_says_what_is_typed_into_it() {
    let attribute = |one: &Element, name: &str| one.attributes.get(name).cloned().unwrap_or_default();
    let mut seen = BTreeSet::new();
    for shown in every_page(&northwind().frame(Locale::En, "t")) {
        let (elements, _) = read(&shown.html);
        let is_recovery = elements.iter().any(|one| attribute(one, "name") == "recovery");
        for one in &elements {
            let kind = attribute(one, "type");
            let is_picked = ["hidden", "checkbox", "radio", "file"].contains(&kind.as_str());
            if one.name != "textarea" && (one.name != "input" || is_picked) {
                continue;
            }
            let name = attribute(one, "name");
            let field = match name.as_str() {
                "code" if is_recovery => "recovery_code",
                // What a person calls a passkey or a browser.
                "name" if attribute(one, "id") != "name" => "label",
                other => other,
            };
            let fills = attribute(one, "autocomplete").replace(" webauthn", "");
            let hints = [kind, fills.clone(), attribute(one, "inputmode")];
            let expected = hints_of(field, shown.name).map(|all| all.map(str::to_owned));
            assert_eq!(Some(hints), expected, "{field} of {}", shown.name);
            seen.insert(fills);
        }
    }
    let all = [
        "current-password",
        "email",
        "family-name",
        "given-name",
        "name",
        "new-password",
        "off",
        "one-time-code",
        "tel",
        "username",
    ];
    assert_eq!(seen, BTreeSet::from(all.map(str::to_owned)));
}

#[test]
fn only_the_page_of_a_captcha_loads_scripts_of_others() {
    for shown in every_page(&northwind().frame(Locale::En, "t")) {
        let scripts = shown.csp.split(';').find(|part| part.trim().starts_with("script-src")).unwrap_or_default();
        let others = scripts.contains("https://");
        assert_eq!(others, shown.html.contains("data-sitekey"), "{}: {scripts}", shown.name);
        assert!(!others || !shown.html.contains("type=\"password\""), "{} has a password beside it", shown.name);
    }
}

#[test]
fn pages_stay_light() {
    for theme in [Theme::default(), Theme::of(Rgb([1, 2, 3]))] {
        let site = site(Brand::named("Northwind"), theme);
        assert!(site.assets.css.bytes.len() < 13_000, "the style sheet has {} bytes", site.assets.css.bytes.len());
        let pages = every_page(&site.frame(Locale::Ar, "t"));
        // The playground is read by developers, once; nobody waits for it to sign in.
        // Neither for the names of all time zones.
        let heavy = |name: &str| name.starts_with("playground") || name.starts_with("preferences");
        for shown in pages.iter().filter(|shown| !heavy(shown.name)) {
            let assets = site.assets.all().filter(|asset| shown.html.contains(asset.name.as_str()));
            let all = shown.html.len() + assets.map(|asset| asset.bytes.len()).sum::<usize>();
            // The heaviest are the sign-in with passkeys and wallets, each with a script, a sign-up that asks for
            // everything, and the sign-in with as many providers as are ever shown.
            let most =
                if ["sign_in_upstreams_many", "sign_up_details_wrong"].contains(&shown.name) { 30_000 } else { 28_000 };
            assert!(all < most, "{} weighs {all} bytes", shown.name);
        }
    }
}

#[test]
fn assets_are_found_by_the_name_their_address_ends_with() {
    let site = Branding::new(Brand::named("N"), "/x", &Theme::of(Rgb([1, 2, 3])));
    for asset in site.assets.all() {
        let name = asset.url.strip_prefix("/x/assets/").unwrap();
        assert_eq!(site.assets.find(name), Some(asset));
    }
    assert_eq!(site.assets.find("signet.css"), None);
    let css = String::from_utf8(site.assets.css.bytes.clone()).unwrap();
    assert!(css.matches('{').count() == css.matches('}').count() && !css.contains("/*"));
}

#[test]
fn a_logo_is_what_its_first_bytes_say() {
    let make = |bytes: &[u8]| Branding::new(Brand::named("N"), "/x", &Theme::default()).with_logo(bytes.to_vec());
    let site = Arc::new(make(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap());
    let url = site.brand.logo_url.clone().unwrap();
    let name = url.strip_prefix("/x/assets/").unwrap();
    assert_eq!(site.assets.find(name).unwrap().content_type, "image/svg+xml");
    let (_, page) = Landing::samples(&site.frame(Locale::En, "t")).remove(0);
    assert!(page.html().contains(&format!("src=\"{url}\"")));
    for bytes in [&b"GIF89a"[..], b"<script>", &[], &b"<svg>".repeat(20_000)] {
        let refused = make(bytes).err().unwrap().to_string();
        assert_eq!(refused, "the logo must be an SVG, PNG, JPEG or WebP file of at most 64 kB");
    }
}

#[test]
fn a_name_cannot_turn_the_sentence_around_it() {
    let english = northwind().frame(Locale::En, "t");
    assert_eq!(english.t1("back-to-client", "client", "Orbit Notes"), "Back to Orbit Notes");
    assert_eq!(english.t1("back-to-client", "client", "مكتبة"), "Back to \u{2068}مكتبة\u{2069}");
    let host = english.strong("consent-return-host", "host", "<a>").to_string();
    assert_eq!(host, "You go back to <strong dir=\"auto\">&#60;a&#62;</strong>.");
}

#[test]
fn only_hosts_elsewhere_are_named_as_the_way_back() {
    assert_eq!(return_host("https://notes.example.com/cb?x"), Some("notes.example.com".to_owned()));
    for here in ["http://127.0.0.1:4000/cb", "http://localhost/cb", "com.example.app:/cb", "nonsense"] {
        assert_eq!(return_host(here), None, "{here}");
    }
}
