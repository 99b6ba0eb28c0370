//! Another number in the place of one that was proven: both ends agree, and a mail takes it back.

use signet::{
    domain::directory::accounts::{self, AccountChanges},
    outbound::mail::OutgoingMail,
};

use super::{NUMBER, OTHER, ask, code_to, confirm, confirm_both, prove, replace, texts_to};
use crate::{
    login::{factors, recovery::mails},
    support::{PASSWORD, TestApp, on_both_engines},
};

const DAY: i64 = 86_400;
const TOLD: &str = "The phone number of your Signet account was changed";

/// Whether this is the proven number of somebody.
async fn has(t: &TestApp, number: &str) -> bool {
    let told = format!(
        "SELECT COUNT(*) FROM users u JOIN phones p ON p.user_id = u.id WHERE p.number = '{number}' \
         AND u.phone_number = p.number AND u.phone_number_verified_at IS NOT NULL"
    );
    t.count(&told).await == 1
}

/// Demands that a link is worth nothing.
pub(super) async fn assert_spent(t: &TestApp, link: &str) {
    let spent = t.browser().get(link).await;
    let told = (spent.answer.status.as_u16(), spent.heading());
    assert_eq!(told, (404, "This link has been used or is too old".to_owned()), "{}", spent.text());
}

/// The link that takes the number back, in the newest of these mails that has one.
#[track_caller]
pub(super) fn link_in(sent: &[OutgoingMail]) -> String {
    let lines = sent.iter().filter(|mail| mail.subject == TOLD).flat_map(|mail| mail.text.lines());
    let link = lines.into_iter().find(|line| line.starts_with("http://localhost:8080/account/phone/back?token="));
    link.expect("a link").to_owned()
}

// Attack: somebody has a session, and a telephone of their own.
on_both_engines!(another_number_takes_the_code_of_the_one_before, |t| {
    t.person("ada").await;
    let mut thief = t.browser_of("ada").await;
    prove(&t, &mut thief, NUMBER).await;
    let page = ask(&t, &mut thief, OTHER).await;
    assert!(page.text().contains(&format!("Code from the text to {NUMBER}, your number so far")), "{}", page.text());
    assert!(!page.has("phone-lost"));
    let text = texts_to(&t, NUMBER).await.remove(0);
    assert!(text.contains("lets your Signet account have another number"), "{text}");
    let new = code_to(&t, OTHER).await;
    for old in ["", new.as_str()] {
        let wrong = confirm_both(&mut thief, &page, &new, old).await;
        assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
    }
    let missing = confirm(&mut thief, &page, &new).await;
    assert!(missing.text().contains("That code is not right."), "{}", missing.text());
    assert!(has(&t, NUMBER).await);
    // What was right is good for the person, too.
    let done = confirm_both(&mut thief, &page, &new, &code_to(&t, NUMBER).await).await;
    assert!(done.text().contains("Your number is confirmed."), "{}", done.text());
    assert!(has(&t, OTHER).await);
    let told = mails(&t).await;
    assert_eq!(told.iter().filter(|mail| mail.subject == TOLD).count(), 2, "of the first number, and of the other");
});

// Attack: the number is given up first, so that there is none that could be asked.
on_both_engines!(a_number_that_was_given_up_is_asked_as_long_as_it_can_be_taken_back, |t| {
    t.person("ada").await;
    let mut thief = t.browser_of("ada").await;
    let page = prove(&t, &mut thief, NUMBER).await;
    thief.press(&page, "remove-phone").await;
    t.clock.advance(31);
    let page = ask(&t, &mut thief, OTHER).await;
    let refused = confirm(&mut thief, &page, &code_to(&t, OTHER).await).await;
    assert!(refused.text().contains("That code is not right."), "{}", refused.text());
    assert!(!has(&t, OTHER).await);
    // The same number needs nothing else.
    let page = ask(&t, &mut thief, NUMBER).await;
    assert!(!page.answer.body.contains("name=\"old_code\""), "{}", page.text());
    // Who has neither the number nor a factor waits.
    t.clock.advance(8 * DAY);
    prove(&t, &mut t.browser_of("ada").await, OTHER).await;
    assert!(has(&t, OTHER).await);
});

on_both_engines!(the_owner_takes_the_number_back_and_everybody_is_signed_out, |t| {
    t.person("ada").await;
    let mut thief = t.browser_of("ada").await;
    prove(&t, &mut thief, NUMBER).await;
    mails(&t).await;
    replace(&t, &mut thief, NUMBER, OTHER).await;
    let first = link_in(&mails(&t).await);
    // Whoever looks at links before people do spends nothing.
    t.get_absolute(&first).await.ok();
    assert!(has(&t, OTHER).await);
    let mut owner = t.browser();
    let page = owner.get(&first).await;
    assert_eq!(page.heading(), "Take this number back?", "{}", page.text());
    assert!(page.text().contains(NUMBER) && page.text().contains("Everybody is signed out"), "{}", page.text());
    let next = owner.press(&page, "take-back").await;
    assert_eq!((next.url.path(), next.heading().as_str()), ("/reset", "Choose a new password"), "{}", next.text());
    assert!(has(&t, NUMBER).await);
    assert!(thief.get(&t.url("/account")).await.url.path().ends_with("/login"));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'phone.taken_back'").await, 1);
    assert!(t.count("SELECT COUNT(*) FROM audit_events WHERE actor = 'take_number_back_link'").await > 0);
    // The second press of the button, and the link another time.
    assert_eq!(owner.press(&page, "take-back").await.heading(), "The number is yours again");
    assert_eq!(t.browser().get(&first).await.answer.status, 404);
});

on_both_engines!(a_link_outlives_a_new_password_and_ends_with_its_days, |t| {
    t.person("ada").await;
    let mut thief = t.browser_of("ada").await;
    let page = prove(&t, &mut thief, NUMBER).await;
    mails(&t).await;
    thief.press(&page, "remove-phone").await;
    let link = link_in(&mails(&t).await);
    let page = thief.get(&t.url("/account/security/password")).await;
    let new = "quite another long secret";
    let form = page.form_with("password-submit").with("password", new).with("password_again", new);
    thief.submit(&page, form).await;
    assert_eq!(t.browser().get(&link).await.heading(), "Take this number back?");
    t.clock.advance(7 * DAY);
    assert_eq!(t.browser().get(&link).await.answer.status, 404);
});

on_both_engines!(a_number_that_somebody_else_has_by_now_is_not_taken_back, |t| {
    for name in ["ada", "eve"] {
        t.person(name).await;
    }
    let mut ada = t.browser_of("ada").await;
    let page = prove(&t, &mut ada, NUMBER).await;
    mails(&t).await;
    ada.press(&page, "remove-phone").await;
    let link = link_in(&mails(&t).await);
    t.clock.advance(31);
    prove(&t, &mut t.browser_of("eve").await, NUMBER).await;
    assert_eq!(t.browser().get(&link).await.answer.status, 404);
});

/// Ada has another number in the place of one that she lost: she signs in again with a factor that she has had for a while.
/// The mails about the change are the next that are sent.
async fn change_lost_number(t: &TestApp) {
    t.person("ada").await;
    let mut first = t.browser_of("ada").await;
    prove(t, &mut first, NUMBER).await;
    let (app, _) = factors::set_up(t, &mut first).await;
    t.clock.advance(8 * DAY);
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    factors::enter(&mut browser, &page, &app.code(t.now())).await;
    let waits = ask(t, &mut browser, OTHER).await;
    let code = code_to(t, OTHER).await;
    // The sign-in before does not count: whoever has taken the session has taken that along.
    let refused = confirm(&mut browser, &waits, &code).await;
    assert!(refused.text().contains("That code is not right."), "{}", refused.text());
    let page = browser.press(&waits, "phone-lost").await;
    assert!(page.url.path().ends_with("/login"), "{}", page.url);
    t.clock.advance(30);
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    let waits = factors::enter(&mut browser, &page, &app.code(t.now())).await;
    assert_eq!(waits.heading(), "Your phone number", "{} {}", waits.url, waits.text());
    assert!(!waits.answer.body.contains("name=\"old_code\""), "{}", waits.text());
    mails(t).await;
    let done = confirm(&mut browser, &waits, &code).await;
    assert!(done.text().contains("Your number is confirmed."), "{}", done.text());
    assert!(has(t, OTHER).await);
}

on_both_engines!(whoever_lost_the_number_signs_in_again_with_a_factor_that_they_have_had_for_a_while, |t| {
    change_lost_number(&t).await;
    assert!(has(&t, OTHER).await);
});

// Attack: whoever stole the telephone reads the mailbox on it, too, and takes the number back with its factor.
on_both_engines!(no_mailbox_gives_a_number_back_that_its_person_called_lost, |t| {
    change_lost_number(&t).await;
    let told = mails(&t).await;
    assert_eq!(told.iter().filter(|mail| mail.subject == TOLD).count(), 1, "the notice");
    assert!(told.iter().all(|mail| !mail.text.contains("/account/phone/back")));
    assert_eq!(t.count("SELECT COUNT(*) FROM one_time_tokens WHERE purpose = 'take_number_back'").await, 0);
    assert!(has(&t, OTHER).await);
});

on_both_engines!(an_empty_field_of_the_number_before_uses_up_no_try_of_the_new_code, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    prove(&t, &mut browser, NUMBER).await;
    let page = ask(&t, &mut browser, OTHER).await;
    let (new, old) = (code_to(&t, OTHER).await, code_to(&t, NUMBER).await);
    for _ in 0..6 {
        let missing = confirm_both(&mut browser, &page, &new, " ").await;
        assert!(missing.text().contains("That code is not right."), "{}", missing.text());
    }
    assert_eq!(t.count("SELECT MAX(tries) FROM phone_proofs").await, 0);
    let done = confirm_both(&mut browser, &page, &new, &old).await;
    assert!(done.text().contains("Your number is confirmed."), "{}", done.text());
    assert!(has(&t, OTHER).await);
});

// Attack: the owner lets the account have a number that they know, and the code serves for another one.
on_both_engines!(a_code_of_the_number_before_agrees_to_the_number_that_it_was_asked_for, |t| {
    const THIRD: &str = "+442079460003";
    t.person("ada").await;
    let mut thief = t.browser_of("ada").await;
    prove(&t, &mut thief, NUMBER).await;
    ask(&t, &mut thief, OTHER).await;
    let of_other = code_to(&t, NUMBER).await;
    let page = ask(&t, &mut thief, THIRD).await;
    let (new, of_third) = (code_to(&t, THIRD).await, code_to(&t, NUMBER).await);
    assert_eq!(texts_to(&t, NUMBER).await.len(), 3, "of the proof, and of both changes");
    if of_other != of_third {
        let wrong = confirm_both(&mut thief, &page, &new, &of_other).await;
        assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
    }
    assert!(has(&t, NUMBER).await);
    let done = confirm_both(&mut thief, &page, &new, &of_third).await;
    assert!(done.text().contains("Your number is confirmed."), "{}", done.text());
    assert!(has(&t, THIRD).await);
});

// Attack: a thief reads the mailbox, gives the number up, and keeps the link that came of it until the operator has moved
// the account to another mailbox.
on_both_engines!(a_link_in_the_mailbox_of_a_thief_ends_when_the_operator_gives_the_account_another_address, |t| {
    let ada = t.person("ada").await;
    let mut thief = t.browser_of("ada").await;
    let page = prove(&t, &mut thief, NUMBER).await;
    mails(&t).await;
    thief.press(&page, "remove-phone").await;
    let link = link_in(&mails(&t).await);
    assert_eq!(t.browser().get(&link).await.heading(), "Take this number back?");
    // A new password alone is nothing that a thief could not set.
    t.set_password("ada", "quite another long secret").await;
    assert_eq!(t.browser().get(&link).await.heading(), "Take this number back?");
    let moved = AccountChanges { email: Some(Some("b@example.net".to_owned())), ..AccountChanges::default() };
    accounts::update(&t.cx(), &ada.id, moved).await.unwrap();
    assert_spent(&t, &link).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM phones").await, 0);
});
