//! A number is added, changed, taken over and removed.

use signet::{base::time::Seconds, protocol::phone::NumberRange, store::phones};

use super::{NUMBER, OTHER, another, ask, code_to, confirm, confirm_both, prove, texts_to};
use crate::support::{PASSWORD, Page, Times, on_both_engines};

on_both_engines!(a_number_is_proven_by_the_code_that_was_texted_to_it, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = ask(&t, &mut browser, "+44 (0)20 7946-0001").await;
    assert!(page.text().contains("We have texted a code to") && page.text().contains(NUMBER), "{}", page.text());
    let code = code_to(&t, NUMBER).await;
    let text = texts_to(&t, NUMBER).await.remove(0);
    let said = "is your code to confirm your number at Signet. It ends in ten minutes. Give it to nobody.";
    // Phones offer it on our pages alone.
    assert_eq!(text, format!("{code} {said}\n\n@localhost #{code}"));
    let own = "SELECT COUNT(*) FROM users WHERE phone_number = '+442079460001'";
    assert_eq!(t.count(own).await, 0, "nothing counts yet");

    let wrong = confirm(&mut browser, &page, &another(&code)).await;
    assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
    let done = confirm(&mut browser, &wrong, &format!("{} {}", &code[..3], &code[3..])).await;
    assert!(done.text().contains("Your number is confirmed."), "{}", done.text());
    assert_eq!(t.count(&format!("{own} AND phone_number_verified_at IS NOT NULL")).await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'phone.proven'").await, 1);
    // The code is spent: the second press of a double click changes nothing.
    let again = confirm(&mut browser, &page, &code).await;
    assert!(again.text().contains("That code does not work any more."), "{}", again.text());
    // Whoever reads mail and the number of before is told.
    assert_eq!(t.mails_of("phone_changed").await, 1);
    let old = texts_to(&t, "+442079460123").await;
    assert!(old[0].starts_with("This number does not belong to your Signet account any more."), "{old:?}");
});

on_both_engines!(
    what_is_no_number_or_in_a_country_that_nobody_named_gets_no_text,
    |config| {
        config.sms.countries = vec![NumberRange::parse("GB").unwrap()];
    },
    |t| {
        t.person("ada").await;
        let mut browser = t.browser_of("ada").await;
        for (typed, said) in [
            ("020 7946 0001", "This is not a phone number with a plus sign"),
            ("", "This is not a phone number with a plus sign"),
            ("+18765550123", "No texts are sent to this country."),
        ] {
            let page = ask(&t, &mut browser, typed).await;
            assert_eq!(page.answer.status, 422, "{typed}");
            assert!(page.text().contains(said), "{}", page.text());
            assert_eq!(page.form_with("send-phone-code").field("phone_number"), Some(typed));
        }
        assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE kind = 'sms'").await, 0);
    }
);

on_both_engines!(
    a_second_press_texts_nothing_more_and_a_corrected_number_at_once,
    |config| {
        config.session.fresh = Seconds::hours(1);
    },
    |t| {
        t.person("ada").await;
        let mut browser = t.browser_of("ada").await;
        ask(&t, &mut browser, NUMBER).await;
        ask(&t, &mut browser, NUMBER).await;
        assert_eq!(texts_to(&t, NUMBER).await.len(), 1);
        let page = ask(&t, &mut browser, OTHER).await;
        let (first, second) = (code_to(&t, NUMBER).await, code_to(&t, OTHER).await);
        if first != second {
            let old = confirm(&mut browser, &page, &first).await;
            assert!(old.text().contains("That code is not right."), "{}", old.text());
        }
        t.clock.advance(61);
        let page = browser.press(&page, "phone-again").await;
        let newest = code_to(&t, OTHER).await;
        t.clock.advance(10 * 60);
        let late = confirm(&mut browser, &page, &newest).await;
        assert!(late.text().contains("That code does not work any more."), "{}", late.text());
    }
);

// Attack: somebody guesses the code of a number that is not theirs.
on_both_engines!(many_guesses_at_once_are_no_more_than_one_after_the_other, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = ask(&t, &mut browser, NUMBER).await;
    let code = code_to(&t, NUMBER).await;
    let guess = || async {
        let mut guesser = browser.clone();
        confirm(&mut guesser, &page, &another(&code)).await.text()
    };
    let all = tokio::join!(guess(), guess(), guess(), guess(), guess(), guess(), guess(), guess());
    let answers = [all.0, all.1, all.2, all.3, all.4, all.5, all.6, all.7];
    assert_eq!(answers.iter().filter(|text| text.contains("That code is not right.")).count(), 5);
    let right = confirm(&mut browser, &page, &code).await;
    assert!(right.text().contains("That code was tried too often."), "{}", right.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM phones").await, 0);
});

// Attack: the number is somebody's who is to be found here.
on_both_engines!(a_number_that_somebody_has_gets_the_same_pages_as_one_that_nobody_has, |t| {
    for name in ["ada", "eve"] {
        t.person(name).await;
    }
    prove(&t, &mut t.browser_of("ada").await, NUMBER).await;
    let mut browser = t.browser_of("eve").await;
    let mut shown = Vec::new();
    for number in [NUMBER, OTHER] {
        t.clock.advance(61);
        let page = ask(&t, &mut browser, number).await;
        let mut pages = vec![page.clone()];
        for _ in 0..6 {
            pages.push(confirm(&mut browser, &page, &another(&code_to(&t, number).await)).await);
        }
        let seen = |page: &Page| page.text().replace(number, "NUMBER");
        shown.push(pages.iter().map(seen).collect::<Vec<_>>());
    }
    assert_eq!(shown[0], shown[1]);
});

on_both_engines!(
    numbers_that_somebody_has_take_as_long_as_those_that_nobody_has,
    |config| {
        config.sms.per_day = 1000;
        config.sms.per_day_to_country = 1000;
    },
    |t| {
        const ROUNDS: u8 = 20;
        let number = |kind: u8, round: u8| format!("+4420794{kind}{round:04}");
        for round in 0..ROUNDS {
            let person = t.person(&format!("person{round}")).await;
            let mut tx = t.app.db.begin().await.unwrap();
            phones::upsert(&mut tx, &person.id, &number(1, round), t.clock.now()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut times = Times::default();
        for round in 0..ROUNDS {
            let mut browser = t.browser_of(&format!("person{round}")).await;
            browser.ip = [10, round, 0, 1];
            for (is_known, wanted) in [(true, number(1, (round + 1) % ROUNDS)), (false, number(2, round))] {
                let page = browser.get(&t.url("/account/phone")).await;
                let form = page.form_with("send-phone-code").with("phone_number", &wanted);
                times.measure(is_known, browser.submit(&page, form)).await;
            }
        }
        times.assert_alike("numbers");
    }
);

on_both_engines!(a_number_belongs_to_whoever_proved_it_last, |t| {
    for name in ["ada", "eve"] {
        t.person(name).await;
    }
    prove(&t, &mut t.browser_of("ada").await, NUMBER).await;
    prove(&t, &mut t.browser_of("eve").await, NUMBER).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM phones").await, 1);
    let verified =
        "SELECT COUNT(*) FROM users WHERE phone_number = '+442079460001' AND phone_number_verified_at IS NOT NULL";
    assert_eq!(t.count(verified).await, 1);
    let taken = "SELECT COUNT(*) FROM audit_events WHERE kind = 'phone.taken' AND actor = 'system'";
    assert_eq!(t.count(taken).await, 1, "and not by whom");
    assert_eq!(t.mails_of("phone_changed").await, 3);
    let ada = t.browser_of("ada").await.get(&t.url("/account/phone")).await;
    assert!(ada.text().contains("Not confirmed yet."), "{}", ada.text());
});

// Attack: two accounts are made to prove each other's numbers at one moment, so that each waits for the other.
on_both_engines!(two_that_take_each_others_numbers_at_once_both_get_an_answer, |t| {
    for name in ["ada", "eve"] {
        t.person(name).await;
    }
    let (mut ada, mut eve) = (t.browser_of("ada").await, t.browser_of("eve").await);
    prove(&t, &mut ada, NUMBER).await;
    prove(&t, &mut eve, OTHER).await;
    let of_ada = ask(&t, &mut ada, OTHER).await;
    let (new, old) = (code_to(&t, OTHER).await, code_to(&t, NUMBER).await);
    let of_eve = ask(&t, &mut eve, NUMBER).await;
    let (eves_new, eves_old) = (code_to(&t, NUMBER).await, code_to(&t, OTHER).await);
    let (one, two) = tokio::join!(
        confirm_both(&mut ada, &of_ada, &new, &old),
        confirm_both(&mut eve, &of_eve, &eves_new, &eves_old)
    );
    for page in [one, two] {
        assert!(page.answer.status == 200 || page.answer.status == 409, "{}", page.text());
    }
    assert!(t.count("SELECT COUNT(*) FROM phones").await >= 1);
});

// Attack: texts are asked for because somebody is paid for them, or to flood a telephone.
on_both_engines!(texts_are_limited_for_a_number_an_account_and_an_address, |t| {
    for round in 0..6_u8 {
        let name = format!("person{round}");
        t.person(&name).await;
        let mut browser = t.browser_of(&name).await;
        browser.ip = [10, round, 0, 1];
        let page = ask(&t, &mut browser, NUMBER).await;
        let is_last = round == 5;
        assert_eq!(page.answer.status == 429, is_last, "{}", page.text());
        if is_last {
            assert!(page.text().contains("Many texts were sent already. Wait 12 minutes."), "{}", page.text());
            assert_eq!(page.answer.header("retry-after"), Some("720"));
        }
    }
    assert_eq!(texts_to(&t, NUMBER).await.len(), 5);
    // One person from many addresses to many numbers.
    let mut browser = t.browser_of("person0").await;
    for round in 0..20_u8 {
        browser.ip = [10, 100 + round, 0, 1];
        let page = ask(&t, &mut browser, &format!("+44207946{:04}", 100 + u16::from(round))).await;
        assert_eq!(page.answer.status == 429, round == 19, "{round}: {}", page.text());
    }
    // One address for many people.
    for round in 0..12_u8 {
        let name = format!("other{round}");
        t.person(&name).await;
        let mut browser = t.browser_of(&name).await;
        browser.ip = [203, 0, 113, 5];
        let page = ask(&t, &mut browser, &format!("+44207946{:04}", 200 + u16::from(round))).await;
        assert_eq!(page.answer.status == 429, round >= 10, "{round}: {}", page.text());
    }
});

on_both_engines!(whoever_changes_the_number_has_signed_in_lately_and_comes_back_to_it, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/phone")).await;
    t.clock.advance(11 * 60);
    let form = page.form_with("send-phone-code").with("phone_number", NUMBER);
    let first = browser.submit(&page, form).await;
    assert_eq!(first.url.path(), "/login", "{}", first.text());
    assert!(texts_to(&t, NUMBER).await.is_empty());
    let back = browser.sign_in(&first, "ada@example.com", PASSWORD).await;
    assert_eq!((back.url.path(), back.heading().as_str()), ("/account/phone", "Your phone number"));
});

// Attack: a form of another site, and one of another account in the same browser.
on_both_engines!(another_site_asks_for_no_text, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/phone")).await;
    let form = page.form_with("send-phone-code").with("phone_number", NUMBER);
    browser.submit_from_elsewhere(&t.url("/account/phone"), &form.fields).await;
    assert!(texts_to(&t, NUMBER).await.is_empty());
});

on_both_engines!(a_number_is_removed_and_with_it_all_that_hangs_from_it, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = prove(&t, &mut browser, NUMBER).await;
    let gone = browser.press(&page, "remove-phone").await;
    assert!(gone.text().contains("The number is removed."), "{}", gone.text());
    assert!(!gone.has("remove-phone"));
    for table in ["phones", "users WHERE phone_number IS NOT NULL"] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'phone.removed'").await, 1);
    assert!(texts_to(&t, NUMBER).await[0].contains("does not belong to your Signet account any more"));
});

on_both_engines!(
    where_people_do_not_change_their_number_there_is_no_page,
    |config| {
        config.account.change_phone_number = false;
    },
    |t| {
        t.person("ada").await;
        let mut browser = t.browser_of("ada").await;
        assert_eq!(browser.get(&t.url("/account/phone")).await.answer.status, 404);
        assert!(!browser.get(&t.url("/account/profile")).await.answer.body.contains("/account/phone"));
    }
);

on_both_engines!(an_account_that_is_erased_leaves_no_number, |t| {
    let ada = t.person("ada").await;
    prove(&t, &mut t.browser_of("ada").await, NUMBER).await;
    ask(&t, &mut t.browser_of("ada").await, OTHER).await;
    texts_to(&t, OTHER).await;
    signet::domain::directory::accounts::delete(&t.cx(), &ada.id).await.unwrap();
    for table in ["phones", "phone_proofs"] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    let left = "SELECT COUNT(*) FROM audit_events WHERE data LIKE '%79460001%'";
    assert_eq!(t.count(left).await, 0);
});
