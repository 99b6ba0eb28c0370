//! Every mail in every language, and templates of an operator.

use std::{fs, path::PathBuf, sync::Arc};

use super::{Letters, MailContent, MailKind, MailPart, TemplateProblem};
use crate::{Brand, Branding, Locale, Theme, base::time::Timestamp, theme::Rgb};

const ISSUER: &str = "https://id.example.com";

fn branding() -> Arc<Branding> {
    let brand = Brand {
        support_url: Some("mailto:help@example.com".to_owned()),
        privacy_url: Some("https://example.com/privacy".to_owned()),
        ..Brand::named("Northwind")
    };
    Arc::new(Branding::new(brand, "", &Theme::default()))
}

fn sample(kind: MailKind) -> MailContent {
    MailContent::sample(kind, ISSUER, Timestamp(1_795_259_340))
}

/// A folder of its own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("signet-mail-{name}-{}", std::process::id()));
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    folder
}

fn load(name: &str, files: &[(&str, &str)]) -> Result<Letters, Vec<String>> {
    let folder = folder(name, files);
    let loaded = Letters::load(Some(&folder), &branding(), ISSUER);
    let strip = |one: &TemplateProblem| one.to_string().replace(&format!("{}/", folder.display()), "");
    loaded.map_err(|problems| problems.iter().map(strip).collect())
}

#[test]
fn every_mail_is_whole_in_every_language_and_is_laid_out_for_looking_at() {
    let out = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/mails");
    let mut branded = Branding::new(Brand::named("Grünes Warenhaus"), "", &Theme::of(Rgb([0x00, 0xa6, 0x51])));
    branded.brand.support_url = Some("https://example.com/help".to_owned());
    for (variant, branding) in [("", branding()), ("-branded", Arc::new(branded))] {
        for locale in Locale::ALL {
            let folder = out.join(format!("{}{variant}", locale.tag()));
            fs::create_dir_all(&folder).unwrap();
            for kind in MailKind::ALL {
                let content = sample(*kind);
                let letter = Letters::built_in().write(&content, locale, &branding, ISSUER).unwrap();
                for part in [&letter.subject, &letter.text, &letter.html] {
                    assert!(!part.contains("mail-") && !part.contains("{{") && !part.contains("undefined"), "{part}");
                }
                assert!(!letter.subject.is_empty() && !letter.subject.contains('\n'), "{kind:?}");
                assert!(letter.html.contains(&format!("lang=\"{0}\" dir=\"{1}\"", locale.tag(), locale.dir())));
                assert!(!letter.html.contains("<script") && !letter.html.contains("http://"), "{kind:?}");
                if kind.has(MailPart::Link) {
                    let link = content.link.clone().unwrap();
                    assert!(letter.text.lines().any(|line| line == link), "{}", letter.text);
                }
                fs::write(folder.join(format!("{}.html", kind.as_str())), &letter.html).unwrap();
                let text = format!("Subject: {}\n\n{}", letter.subject, letter.text);
                fs::write(folder.join(format!("{}.txt", kind.as_str())), text).unwrap();
            }
        }
    }
}

#[test]
fn a_mail_has_its_words_as_plain_text() {
    let content = sample(MailKind::PasswordLink);
    let letter = Letters::built_in().write(&content, Locale::En, &branding(), ISSUER).unwrap();
    assert_eq!(letter.subject, "Choose a new password for Northwind");
    assert_eq!(
        letter.text,
        "Choose a new password\n\n\
         With this link you set the password of your Northwind account. You will be signed out everywhere else.\n\n\
         Set the password:\n\
         https://id.example.com/sample?token=Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmE\n\n\
         It works once, until 21 November 2026, 12:09 UTC.\n\n\
         Account: ada\n\n\
         If you did not expect this, you can ignore it. Nobody can set the password without this link, so do not pass \
         it on.\n\n\
         -- \n\
         Northwind\n\
         Sent by Northwind, where this address belongs to an account.\n\
         Help: mailto:help@example.com\n\
         Northwind privacy: https://example.com/privacy\n"
    );
}

#[test]
fn what_people_are_called_is_escaped_in_html_and_begins_no_line() {
    let account = "<b>ada</b>\"";
    let content = MailContent { account: Some(account.to_owned()), ..sample(MailKind::PasswordChanged) };
    let letter = Letters::built_in().write(&content, Locale::En, &branding(), ISSUER).unwrap();
    assert!(!letter.html.contains("<b>ada") && letter.html.contains("&lt;b&gt;ada"), "{}", letter.html);
    assert!(letter.text.contains("Account: <b>ada</b>\""));
    let placed = MailContent { place: Some("<i>Berlin</i>".to_owned()), ..sample(MailKind::UnusualSignIn) };
    let letter = Letters::built_in().write(&placed, Locale::En, &branding(), ISSUER).unwrap();
    assert!(!letter.html.contains("<i>Berlin") && letter.html.contains("&lt;i&gt;Berlin"), "{}", letter.html);
    assert!(letter.text.contains("\nWhere: <i>Berlin</i>\n"), "{}", letter.text);
    let brand = Arc::new(Branding::new(Brand::named("A\r\nBcc: eve@example.com"), "", &Theme::default()));
    let letter = Letters::built_in().write(&content, Locale::En, &brand, ISSUER).unwrap();
    assert_eq!(letter.subject, "Your A Bcc: eve@example.com password was changed");
}

#[test]
fn what_is_debugged_of_a_mail_holds_no_secret() {
    let shown = format!("{:?}", sample(MailKind::PasswordLink));
    assert_eq!(shown, "MailContent { kind: PasswordLink, .. }");
}

#[test]
fn an_operators_template_takes_the_place_of_ours_the_more_the_closer_it_fits() {
    let letters = load(
        "closer",
        &[
            ("letter.txt", "all: {{ title }} {{ link }}{% if code %} {{ code }}{% endif %}"),
            ("password_link.txt", "one: {{ link }}"),
            ("password_link.de.txt", "eine: {{ link }}"),
            ("password_link.subject", "\nHello\n {{ brand.name }} "),
            (
                "letter.html",
                "{% extends \"signet/letter.html\" %}{% block head %}{% include \"_head.html\" %}{% endblock %}",
            ),
            ("_head.html", "<b>{{ brand.name }}</b>"),
            (".swp", "{{"),
        ],
    );
    let letters = letters.unwrap_or_else(|problems| panic!("{problems:?}"));
    let write = |kind, locale| letters.write(&sample(kind), locale, &branding(), ISSUER).unwrap();
    let link = sample(MailKind::PasswordLink).link.unwrap();
    assert_eq!(write(MailKind::PasswordLink, Locale::De).text, format!("eine: {link}\n"));
    assert_eq!(write(MailKind::PasswordLink, Locale::Ar).text, format!("one: {link}\n"));
    assert_eq!(write(MailKind::SignInLink, Locale::En).text, format!("all: Sign in to Northwind {link}\n"));
    assert_eq!(write(MailKind::PasswordLink, Locale::En).subject, "Hello Northwind");
    assert_eq!(write(MailKind::SignInLink, Locale::En).subject, "Sign in to Northwind");
    let html = write(MailKind::SignInLink, Locale::En).html;
    assert!(html.contains("<b>Northwind</b>") && html.contains("token=Zm9v"), "{html}");
}

#[test]
fn everything_that_is_wrong_with_templates_is_said_with_its_place() {
    let problems = |files: &[(&str, &str)]| load("wrong", files).err().unwrap_or_default();
    assert_eq!(
        problems(&[
            ("password_lnk.html", "x"),
            ("letter.tlh.html", "x"),
            ("notes.md", "x"),
            ("test.txt", "a\n{% if %}")
        ]),
        [
            "letter.tlh.html: there is no language \"tlh\"; there are en, de, es, fr, it, nl, pl, pt, sv, ar, ja, zh-Hans",
            "notes.md: a template ends with .html, .txt, .subject; one to include begins with _",
            "password_lnk.html: there is no mail \"password_lnk\"; did you mean password_link?",
            "test.txt:2: syntax error: unexpected end of block",
        ]
    );
    assert_eq!(
        problems(&[("test.txt", "one\n{{ titel }}")]),
        ["test.txt:2: undefined value (mail test, language en)"],
        "a name that is not there is a mistake, not an empty text"
    );
    assert_eq!(
        problems(&[("password_link.txt", "no link")])[0],
        ": the mail does not show its link (mail password_link, language en)"
    );
    assert_eq!(
        problems(&[("test.html", "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}")]),
        ["test.html:1: engine ran out of fuel (mail test, language en)"]
    );
    let none = Letters::load(Some(&PathBuf::from("/nowhere/at/all")), &branding(), ISSUER).err().unwrap();
    assert!(none[0].to_string().contains("it cannot be read: No such file or directory"), "{}", none[0]);
}

#[test]
fn the_mail_of_a_used_recovery_code_says_how_many_are_left() {
    for (left, locale, line) in
        [(3, Locale::En, "Recovery codes left: 3"), (0, Locale::De, "Übrige Wiederherstellungscodes: 0")]
    {
        let content = MailContent { codes_left: Some(left), ..sample(MailKind::RecoveryCodeUsed) };
        let letter = Letters::built_in().write(&content, locale, &branding(), ISSUER).unwrap();
        assert!(letter.text.lines().any(|one| one == line), "{}", letter.text);
    }
    let letter =
        Letters::built_in().write(&sample(MailKind::RecoveryCodesMade), Locale::En, &branding(), ISSUER).unwrap();
    assert!(!letter.text.contains("Recovery codes left"), "{}", letter.text);
}
