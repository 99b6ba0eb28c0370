//! A mail, read as a program that shows mail reads it.

use data_encoding::BASE64;

/// A header field, unfolded.
pub fn mail_header(message: &str, name: &str) -> Option<String> {
    let head = message.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
    let field = format!("{}:", name.to_lowercase());
    head.split("\r\n")
        .find(|line| line.to_lowercase().starts_with(&field))
        .map(|line| line[field.len()..].trim().to_owned())
}

/// The plain text.
pub fn plain_text(message: &str) -> String {
    let message = message.replace("\r\n", "\n");
    let part = message.split("Content-Type: text/plain").nth(1).expect("a plain part");
    let (head, rest) = part.split_once("\n\n").expect("a body");
    let body = rest.split("\n--=_").next().unwrap_or_default();
    let bytes = if head.contains("quoted-printable") {
        quoted_printable(body)
    } else if head.contains("base64") {
        BASE64.decode(body.replace('\n', "").as_bytes()).expect("base64")
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
}

/// RFC 2045 §6.7
fn quoted_printable(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text.replace("=\n", "").into_bytes().into_iter();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'=' => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                u8::from_str_radix(&digits, 16).expect("two digits")
            }
            other => other,
        };
        out.push(byte);
    }
    out
}
