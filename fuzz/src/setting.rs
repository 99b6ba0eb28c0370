//! A value of the configuration: what is read is what is shown, and what is refused is not repeated at length.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use ipnet::IpNet;
use signet_protocol::base::{time::Seconds, url::Issuer};
use toml::{Table, Value};

use crate::{
    configuration::{
        color::Color,
        mailbox::Mailbox,
        problem::Source,
        units::{ByteSize, parse_length},
        value::{Given, Setting, network},
    },
    model::text,
};

/// A value as TOML has it behind `key =`, and the same text as an environment variable gives it.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let written = format!("key = {text}").parse::<Table>().ok().and_then(|mut table| table.remove("key"));
    let said = Given { value: Value::String(text.to_owned()), loose: true, source: Source::Variable("KEY".to_owned()) };
    let written = written.map(|value| Given { value, loose: false, source: Source::Default });
    for given in [Some(said), written].into_iter().flatten() {
        as_any(&given);
    }
    length(text);
    mailbox(text);
    is_in_its_network(text);
}

fn as_any(given: &Given) {
    comes_back::<bool>(given);
    comes_back::<u32>(given);
    comes_back::<Seconds>(given);
    comes_back::<ByteSize>(given);
    comes_back::<String>(given);
    comes_back::<PathBuf>(given);
    comes_back::<Issuer>(given);
    comes_back::<SocketAddr>(given);
    comes_back::<IpNet>(given);
    comes_back::<Color>(given);
    comes_back::<Mailbox>(given);
    comes_back::<Vec<String>>(given);
    comes_back::<Vec<Mailbox>>(given);
    comes_back::<Option<Seconds>>(given);
}

/// What `config show` prints is read as the same again.
fn comes_back<T: Setting>(given: &Given) {
    match T::read(given) {
        Ok(setting) => {
            let Some(value) = setting.shown() else { return };
            let again = Given { value: value.clone(), loose: false, source: Source::Default };
            let read = T::read(&again).unwrap_or_else(|why| panic!("{value:?} is refused: {}", why.problem));
            assert_eq!(read.shown(), Some(value));
        }
        Err(why) => assert!(why.problem.chars().count() < 400 && !why.problem.contains(char::is_control), "{why:?}"),
    }
}

/// A sum of numbers with units, by 128 bits.
fn length(text: &str) {
    let mut sum = 0_i128;
    let mut number = String::new();
    let mut is_length = !text.trim().is_empty();
    for c in text.trim().chars() {
        let unit = match c {
            '0'..='9' => {
                number.push(c);
                continue;
            }
            _ if c.is_whitespace() => continue,
            'w' => 604_800,
            'd' => 86_400,
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => 0,
        };
        let (count, is_number) = number.parse::<i64>().map_or((0, false), |count| (count, true));
        is_length &= is_number && unit > 0;
        sum = sum.saturating_add(i128::from(count).saturating_mul(unit));
        number.clear();
    }
    let expected = i64::try_from(sum).ok().filter(|_| is_length && number.is_empty());
    match parse_length(text) {
        Some(length) => assert_eq!(Some(length), expected, "{text:?}"),
        // The model also takes spaces between the digits of a number.
        None => assert!(expected.is_none() || text.contains(char::is_whitespace), "{text:?}"),
    }
}

/// A sender stays in the field of a mail that it is written to (RFC 5322 §2.2).
fn mailbox(text: &str) {
    let Ok(mailbox) = text.parse::<Mailbox>() else { return };
    let shown = mailbox.to_string();
    assert!(!shown.contains(char::is_control), "{shown:?}");
    // RFC 6531 §3.3: what stands before the `@` may be written in any letters.
    assert!(mailbox.domain().is_ascii() && !mailbox.domain().is_empty(), "{shown:?}");
    assert_eq!(shown.parse::<Mailbox>().as_ref(), Ok(&mailbox), "{shown:?}");
}

fn is_in_its_network(text: &str) {
    let Some(net) = network(text) else { return };
    let address = text.split('/').next().and_then(|address| address.parse::<IpAddr>().ok());
    assert!(address.is_some_and(|address| net.contains(&address)), "{text:?}: {net}");
}
