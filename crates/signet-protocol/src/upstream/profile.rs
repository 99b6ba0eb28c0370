//! What an upstream's API says of a person: userinfo (OIDC Core §5.3), or whatever an OAuth 2 service answers.

use serde_json::{Map, Value};

use super::{
    id_token::{LONGEST_SUB, of_the_person},
    member,
    refusal::{UpstreamFaultKind, UpstreamRefusal},
    settings::{EmailList, UpstreamSettings},
    who::UpstreamPerson,
};
use crate::{base::text::is_name, jose::json};

/// The largest answer that is read, in bytes.
pub const MOST_PROFILE_BYTES: usize = 256 * 1024;
/// Longest `user` parameter that is read.
const LONGEST_USER: usize = 4 * 1024;
/// Longest part of a name.
const LONGEST_NAME: usize = 100;

/// The members of an answer with this status.
///
/// # Errors
/// When it is none.
pub fn read(status: u16, body: &[u8]) -> Result<Map<String, Value>, UpstreamRefusal> {
    check_status(status, body)?;
    json::object(body).map_err(|_| {
        UpstreamRefusal::untrusted("userinfo is not a JSON object with each member once (OIDC Core section 5.3.2)")
    })
}

fn check_status(status: u16, body: &[u8]) -> Result<(), UpstreamRefusal> {
    if body.len() > MOST_PROFILE_BYTES {
        return Err(UpstreamRefusal::untrusted("userinfo answers more than 262144 bytes"));
    }
    if status == 200 {
        return Ok(());
    }
    let kind = match status {
        429 | 500.. => UpstreamFaultKind::Unreachable,
        _ => UpstreamFaultKind::Misconfigured,
    };
    Err(UpstreamRefusal::new(kind, format!("userinfo answers with status {status} (OIDC Core section 5.3.3)")))
}

/// The claims of userinfo about the person whom an ID token calls `sub`.
///
/// # Errors
/// When they are about somebody else.
pub fn userinfo(said: &Map<String, Value>, sub: &str) -> Result<Map<String, Value>, UpstreamRefusal> {
    // OIDC Core §5.3.2: sub MUST be that of the ID token, exactly; else nothing of it is used.
    if said.get("sub").and_then(Value::as_str) != Some(sub) {
        return Err(UpstreamRefusal::untrusted(
            "sub of userinfo is not that of the ID token (OIDC Core section 5.3.2)",
        ));
    }
    Ok(of_the_person(said))
}

/// What a signed token says, with what userinfo adds. The word that an address is verified stays with the address that
/// it was said of; where the token names none, that is nobody's.
pub fn merged(mut signed: Map<String, Value>, added: Map<String, Value>) -> Map<String, Value> {
    for (value, verified) in [("email", "email_verified"), ("phone_number", "phone_number_verified")] {
        if !signed.contains_key(value) && added.contains_key(value) {
            // Said of none.
            signed.remove(verified);
        } else if signed.contains_key(value) && signed.get(value) != added.get(value) {
            // Said of another address.
            signed.entry(verified).or_insert(Value::Bool(false));
        }
    }
    for (name, value) in added {
        signed.entry(name).or_insert(value);
    }
    signed
}

/// Whom an OAuth 2 service means, by what its API said.
///
/// # Errors
/// When there is no subject where the settings say that it stands.
pub fn person(
    settings: &UpstreamSettings,
    iss: &str,
    said: &Map<String, Value>,
) -> Result<UpstreamPerson, UpstreamRefusal> {
    let sub = member::at(said, &settings.subject).and_then(member::text);
    let sub = sub.filter(|sub| !sub.is_empty() && sub.len() <= LONGEST_SUB).ok_or_else(|| {
        UpstreamRefusal::untrusted("what the service answers has no subject of at most 255 bytes where it should stand")
    })?;
    let tenant = settings.tenant_claim.as_deref().filter(|_| !settings.tenants.is_empty());
    let of_tenant =
        |path: &str| member::at(said, path).and_then(member::text).is_some_and(|one| settings.tenants.contains(&one));
    if tenant.is_some_and(|path| !of_tenant(path)) {
        return Err(UpstreamRefusal::new(
            UpstreamFaultKind::OtherTenant,
            "the person belongs to none of the tenants that are listed for the upstream",
        ));
    }
    Ok(UpstreamPerson {
        iss: iss.to_owned(),
        sub,
        claims: of_the_person(said),
        auth_time: None,
        acr: None,
        amr: Vec::new(),
        sid: None,
    })
}

/// The mail address that counts among those that a service lists, put among the claims.
///
/// # Errors
/// When the answer is no list.
pub fn with_emails(
    claims: &mut Map<String, Value>,
    list: &EmailList,
    status: u16,
    body: &[u8],
) -> Result<(), UpstreamRefusal> {
    check_status(status, body)?;
    let wrong = || UpstreamRefusal::untrusted("the service answers no list of mail addresses where it should stand");
    let answer: Value = serde_json::from_slice(body).map_err(|_| wrong())?;
    let listed = member::below(&answer, &list.list).and_then(Value::as_array).ok_or_else(wrong)?;
    let yes = |one: &Value, path: &str| member::below(one, path).is_some_and(member::says_yes);
    let verified = |one: &&Value| yes(one, &list.verified);
    let primary = |one: &&Value| yes(one, &list.primary);
    let found = listed.iter().find(primary).or_else(|| listed.iter().find(verified)).or_else(|| listed.first());
    claims.remove("email");
    claims.remove("email_verified");
    let Some(found) = found else { return Ok(()) };
    if let Some(email) = member::below(found, &list.email).filter(|email| email.is_string()) {
        claims.insert("email".to_owned(), email.clone());
        claims.insert("email_verified".to_owned(), Value::Bool(verified(&found)));
    }
    Ok(())
}

/// The name in the `user` parameter of an answer, which comes once and unsigned (Sign in with Apple): it fills what the
/// token leaves empty, and proves nothing, so the mail address in it is not read.
pub fn with_posted_name(claims: &mut Map<String, Value>, user: &str) {
    if user.len() > LONGEST_USER {
        return;
    }
    let Ok(said) = json::object(user.as_bytes()) else { return };
    for (claim, path) in [("given_name", "name.firstName"), ("family_name", "name.lastName")] {
        let told = member::at(&said, path).and_then(Value::as_str).map(str::trim);
        if let Some(name) = told.filter(|name| is_name(name, LONGEST_NAME)) {
            claims.entry(claim).or_insert(Value::String(name.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    // OIDC Core §5.3.2
    #[test]
    fn userinfo_of_another_person_is_refused() {
        let said = json!({"sub": "ada", "name": "Ada", "iss": "x"});
        assert_eq!(Value::Object(userinfo(&object(&said), "ada").unwrap()), json!({"name": "Ada"}));
        for other in [json!("Ada"), json!("eve"), json!(1), json!(null)] {
            let why = userinfo(&object(&json!({ "sub": other })), "ada").unwrap_err();
            assert_eq!(why.sentence, "sub of userinfo is not that of the ID token (OIDC Core section 5.3.2)");
        }
        assert!(userinfo(&Map::new(), "ada").is_err_and(|why| why.kind == UpstreamFaultKind::Untrusted));
    }

    #[test]
    fn what_is_no_userinfo_is_refused() {
        let none = "userinfo is not a JSON object with each member once (OIDC Core section 5.3.2)";
        for body in ["", "a.b.c", "[]", r#"{"sub":"a","sub":"b"}"#] {
            assert_eq!(read(200, body.as_bytes()).unwrap_err().sentence, none, "{body}");
        }
        let huge = vec![b' '; MOST_PROFILE_BYTES + 1];
        assert_eq!(read(200, &huge).unwrap_err().sentence, "userinfo answers more than 262144 bytes");
        let down = read(503, b"{}").unwrap_err();
        assert_eq!(
            (down.kind, down.sentence.as_str()),
            (UpstreamFaultKind::Unreachable, "userinfo answers with status 503 (OIDC Core section 5.3.3)")
        );
        assert_eq!(read(401, b"{}").unwrap_err().kind, UpstreamFaultKind::Misconfigured);
    }

    /// A token names one address, userinfo says of another that it is verified.
    #[test]
    fn a_verified_mark_stays_with_its_address() {
        let signed = object(&json!({"email": "victim@corp.example"}));
        let added = object(&json!({"email": "eve@evil.example", "email_verified": true, "name": "Eve"}));
        let both = merged(signed, added.clone());
        assert_eq!(
            Value::Object(both),
            json!({"email": "victim@corp.example", "email_verified": false, "name": "Eve"})
        );
        let same = merged(object(&json!({"email": "eve@evil.example"})), added);
        assert_eq!(same["email_verified"], json!(true));
        // The mark of a token that names no address.
        let mark = object(&json!({"email_verified": true}));
        let unproven = object(&json!({"email": "eve@evil.example", "email_verified": false}));
        assert_eq!(Value::Object(merged(mark.clone(), unproven.clone())), Value::Object(unproven));
        assert_eq!(Value::Object(merged(mark.clone(), Map::new())), Value::Object(mark));
    }

    #[test]
    fn a_service_is_read_as_its_description_says() {
        let settings = UpstreamSettings { subject: "data.id".to_owned(), ..UpstreamSettings::default() };
        let said = json!({"data": {"id": 42, "login": "ada"}});
        let found = person(&settings, "https://svc.example", &object(&said)).unwrap();
        assert_eq!((found.iss.as_str(), found.sub.as_str()), ("https://svc.example", "42"));
        assert_eq!((Value::Object(found.claims), found.auth_time), (said, None));
        for id in [json!(""), json!(null), json!(true), json!(1.5), json!("x".repeat(256))] {
            assert_eq!(
                person(&settings, "x", &object(&json!({"data": {"id": id}}))).unwrap_err().sentence,
                "what the service answers has no subject of at most 255 bytes where it should stand",
            );
        }
        let company = UpstreamSettings {
            tenants: vec!["acme".to_owned()],
            tenant_claim: Some("data.team".to_owned()),
            ..settings
        };
        let of = |team: &str| person(&company, "x", &object(&json!({"data": {"id": 1, "team": team}})));
        assert!(of("acme").is_ok());
        assert_eq!(of("evil").unwrap_err().kind, UpstreamFaultKind::OtherTenant);
    }

    #[test]
    fn of_listed_addresses_the_primary_one_counts() {
        let list = EmailList { endpoint: "https://api.example/emails".to_owned(), ..EmailList::default() };
        let chosen = |body: Value| {
            let mut claims = object(&json!({"email": "shown@x.example", "email_verified": true}));
            with_emails(&mut claims, &list, 200, body.to_string().as_bytes()).unwrap();
            Value::Object(claims)
        };
        let (eve, ada) =
            (json!({"email": "e@x.example", "verified": true}), json!({"email": "a@x.example", "primary": true}));
        assert_eq!(chosen(json!([eve, ada])), json!({"email": "a@x.example", "email_verified": false}));
        assert_eq!(
            chosen(json!([{"email": "u@x.example"}, eve])),
            json!({"email": "e@x.example", "email_verified": true})
        );
        assert_eq!(chosen(json!([])), json!({}));
        let why = with_emails(&mut Map::new(), &list, 200, b"{}").unwrap_err();
        assert_eq!(why.sentence, "the service answers no list of mail addresses where it should stand");
    }

    #[test]
    fn a_posted_name_fills_gaps_and_proves_no_address() {
        let mut claims = object(&json!({"family_name": "Lovelace"}));
        let user = json!({"name": {"firstName": " Ada ", "lastName": "Other"}, "email": "victim@corp.example"});
        with_posted_name(&mut claims, &user.to_string());
        assert_eq!(Value::Object(claims.clone()), json!({"family_name": "Lovelace", "given_name": "Ada"}));
        let mut none = Map::new();
        for user in ["", "{", &"x".repeat(5000), r#"{"name":{"firstName":"a\u202eb","lastName":7}}"#] {
            with_posted_name(&mut none, user);
        }
        assert!(none.is_empty());
    }
}
