//! JSON that is read in one way only: an object, with no member named twice at any depth, and with no
//! NUL in any text, which no database can hold.
//!
//! RFC 7515 §4 and RFC 7519 §4 let a reader keep the last of two members of one name. Two
//! readers that differ are how a token comes to mean two things, so we refuse instead.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Why a text is not such an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotStrict {
    /// Not JSON, not an object, or a text with a NUL in it.
    NotAnObject,
    /// A member stands twice.
    Duplicate,
}

// serde's errors are text only; this one is ours and found again by it.
const DUPLICATE: &str = "a member stands twice";
const NUL: &str = "a text holds a NUL";

/// Reads a JSON object.
pub fn object(bytes: &[u8]) -> Result<Map<String, Value>, NotStrict> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict.deserialize(&mut reader).map_err(|error| {
        if error.to_string().starts_with(DUPLICATE) { NotStrict::Duplicate } else { NotStrict::NotAnObject }
    })?;
    reader.end().map_err(|_| NotStrict::NotAnObject)?;
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(NotStrict::NotAnObject),
    }
}

/// A member that is text where it stands; the error is one that is something else.
pub fn text(members: &Map<String, Value>, name: &str) -> Result<Option<String>, NotText> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(NotText),
    }
}

/// A member that should be text is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotText;

#[derive(Clone, Copy)]
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }
    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        if value.contains('\0') { Err(E::custom(NUL)) } else { Ok(value.into()) }
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            out.push(item);
        }
        Ok(Value::Array(out))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut out = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name.contains('\0') {
                return Err(A::Error::custom(NUL));
            }
            let value = members.next_value_seed(self)?;
            if out.insert(name, value).is_some() {
                return Err(A::Error::custom(DUPLICATE));
            }
        }
        Ok(Value::Object(out))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_member_that_stands_twice_is_refused_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"x":{"a":1,"b":2,"a":3}}"#, r#"{"x":[1,{"a":1,"\u0061":2}]}"#] {
            assert_eq!(object(text.as_bytes()), Err(NotStrict::Duplicate), "{text}");
        }
    }

    // RFC 8259 §7 can write it, and PostgreSQL cannot keep it.
    #[test]
    fn a_text_with_a_nul_is_refused_at_any_depth() {
        for text in [r#"{"a":"\u0000"}"#, r#"{"a\u0000":1}"#, r#"{"x":[{"a":["b\u0000c"]}]}"#] {
            assert_eq!(object(text.as_bytes()), Err(NotStrict::NotAnObject), "{text}");
        }
        assert!(object(br#"{"a":"\\u0000 \u0001"}"#).is_ok());
    }

    #[test]
    fn only_one_whole_object_is_read() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(500), "]".repeat(500));
        for text in ["", "[]", "1", "{", "{}{}", "{} x", "{\"a\":}", "\u{feff}{}", "{\"a\":\"\u{1}\"}", &deep] {
            assert_eq!(object(text.as_bytes()), Err(NotStrict::NotAnObject), "{text}");
        }
        assert_eq!(object(b"\xff{}"), Err(NotStrict::NotAnObject));
        assert_eq!(object(b" {\"a\" : [null, true, 1, -1, 1.5, \"s\"]} ").unwrap().len(), 1);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            "[^\0]{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::hash_map("[^\0]{0,6}", inner, 0..5)
                    .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_serde_json_writes_is_read_back_the_same(value in any_json()) {
            let wrapped = serde_json::json!({ "v": value });
            let text = serde_json::to_vec(&wrapped).unwrap();
            prop_assert_eq!(object(&text).map(Value::Object), Ok(wrapped));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = object(&bytes);
        }
    }
}
