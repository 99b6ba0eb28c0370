//! What is written, what is counted, and how much is kept.

use super::*;

const NOW: Timestamp = Timestamp(1_800_000_000);

fn refusal(rule: usize) -> Refusal {
    // A sentence of ours, as those in the code are.
    let fixed: &'static str = Box::leak(format!("rule number {rule} (RFC 6749 section 5.2)").into_boxed_str());
    Refusal::invalid_grant(fixed)
}

fn count(state: &mut State, client: Option<&str>, rule: usize, now: Timestamp) -> (Fate, Vec<Rest>) {
    let client = client.map(ClientId::new);
    state.count(Refused { client: client.as_ref(), refusal: &refusal(rule) }, now)
}

#[test]
fn the_first_twenty_of_a_minute_are_written_and_the_rest_is_a_number() {
    let mut state = State::default();
    let web = Some("web");
    for number in 0..50 {
        let expected = if number < 20 { Fate::Written } else { Fate::Counted };
        assert_eq!(count(&mut state, web, 1, NOW + Seconds(number / 10)), (expected, Vec::new()), "{number}");
    }
    // Another rule and another client have twenty of their own.
    assert_eq!(count(&mut state, web, 2, NOW).0, Fate::Written);
    assert_eq!(count(&mut state, Some("spa"), 1, NOW).0, Fate::Written);
    // In the next minute the number is told once, and writing begins anew.
    let (fate, rests) = count(&mut state, web, 1, NOW + PERIOD);
    let rest = Rest {
        client: Some(ClientId::new("web")),
        error: "invalid_grant",
        rule: "rule number 1 (RFC 6749 section 5.2)".into(),
        count: 30,
    };
    assert_eq!((fate, rests), (Fate::Written, vec![rest]));
    assert_eq!(state.sweep(NOW + PERIOD), []);
}

#[test]
fn the_number_is_told_though_nothing_follows() {
    let mut state = State::default();
    for _ in 0..21 {
        count(&mut state, None, 1, NOW);
    }
    assert_eq!(state.sweep(NOW + Seconds(59)), []);
    let rests = state.sweep(NOW + Seconds(60));
    assert_eq!((rests.len(), rests[0].count, rests[0].client.as_ref()), (1, 1, None));
    assert!(state.clients.is_empty());
}

#[test]
fn a_flood_neither_grows_what_is_kept_nor_hides_a_known_client() {
    let mut state = State::default();
    // Unknown clients, whatever they call themselves, share one account, of so many rules.
    for rule in 0..10_000 {
        count(&mut state, None, rule, NOW);
    }
    assert_eq!((state.clients.len(), state.clients[&None].len()), (1, RULES + 1));
    assert_eq!(count(&mut state, Some("web"), 1, NOW).0, Fate::Written);
    // More clients than there is room for: each is written, none is kept.
    for number in 0..CLIENTS + 500 {
        assert_eq!(count(&mut state, Some(&format!("self-{number}")), 1, NOW).0, Fate::Written);
    }
    assert_eq!(state.clients.len(), CLIENTS);
    assert_eq!(count(&mut state, Some("last"), 1, NOW).0, Fate::Written);
    // A minute later there is room again.
    count(&mut state, Some("last"), 1, NOW + PERIOD);
    assert_eq!(state.clients.len(), 1);
}

#[test]
fn the_metrics_have_so_many_names_and_no_sentences() {
    let mut state = State::default();
    for number in 0..CLIENTS {
        let id = ClientId::new(format!("cli-{number}"));
        assert_eq!(state.label(Some(&id)).as_ref(), id.as_str());
    }
    assert_eq!(state.label(Some(&ClientId::new("one-more"))).as_ref(), "other");
    assert_eq!(state.label(Some(&ClientId::new("cli-0"))).as_ref(), "cli-0");
    assert_eq!(state.label(None).as_ref(), "unknown");
    assert_eq!(citation(&refusal(1)).as_ref(), "RFC 6749 section 5.2");
    assert_eq!(citation(&Refusal::access_denied("nobody said why")).as_ref(), "none");
}

// Junk in the sentences makes no new rules, so it cannot use up a known client's room for its first refusal.
#[test]
fn what_was_received_makes_no_rule() {
    let mut state = State::default();
    let web = ClientId::new("web");
    let mut refuse = |refusal: &Refusal| state.count(Refused { client: Some(&web), refusal }, NOW).0;
    for number in 0..1000 {
        let junk = Refusal::invalid_scope(format!("scope holds nothing known: junk{number} (RFC 6749 section 3.3)"));
        let expected = if number < 20 { Fate::Written } else { Fate::Counted };
        assert_eq!(refuse(&junk), expected, "{number}");
        let odd = Refusal::invalid_scope(format!("scope holds (junk{number})"));
        assert_eq!(refuse(&odd), expected, "{number}");
    }
    assert_eq!(refuse(&refusal(1)), Fate::Written);
    assert_eq!(state.clients[&Some(web)].len(), 3);
}
