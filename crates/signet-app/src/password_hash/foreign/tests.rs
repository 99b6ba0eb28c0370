//! Hashes that foreign programs made: passlib 1.7.4, bcrypt 4.0.1, Django 5, Python's hashlib; Firebase's stands in the
//! README of its own tool (github.com/firebase/scrypt).

use super::*;
use crate::password_hash::check_hash;

const PASSWORD: &str = "Gr\u{fc}\u{df}e aus K\u{f6}ln 42";

#[test]
fn hashes_of_foreign_programs_match_their_password_and_no_other() {
    for (by, text) in [
        ("python bcrypt 4.0.1", "$2b$05$VupedsYKQaTqGg9eDb74LOIjCWTMCV2wasvgJdKJEVj8NrIiBmeAe"),
        ("passlib bcrypt $2y$", "$2y$05$UJ8ftYkBFM62zA3WlRXO5OzvUETfvXvfAS4fmHUmJKYrfEvwORGm2"),
        ("passlib bcrypt $2a$", "$2a$05$O29MJVbGfnM4YfCDjIbkd.2r.jzSL4IHV9V69RCWlmnyYwJ5ecFH2"),
        (
            "passlib pbkdf2_sha256",
            "$pbkdf2-sha256$2900$QGiNcW7tfU8pRQghJGTsXQ$qqBr5OeB9pWT1YAi/JqrRkz8MlQ6fYrP3uKx/7iV7bk",
        ),
        (
            "passlib pbkdf2_sha512",
            "$pbkdf2-sha512$2500$iRHifM/5v5fyfq/1fg9hDA$8A57f60g6JoI0EGn77Os2wej6tVhcAWs4CxQCg/WFwy9mEhpobToDQ1csF1/xZmf05vouGDLFFr9li6LFzKxgg",
        ),
        ("passlib pbkdf2_sha1", "$pbkdf2$1310$nrN2LkWIUQrhfI8xJkQIoQ$wlWm98d0G8SRQiXiIlB.jJm64Yc"),
        ("passlib scrypt", "$scrypt$ln=10,r=8,p=1$fQ/hPKd07j1HSKmVkvK+dw$Fpwshzvg6wKq8uOV0pPDIC6ZP5a8meRP9fe/pW3hVqg"),
        ("passlib SSHA", "{SSHA}BsIaJ3Z0Ysd65AqxlOKnx6LXh0LfWyul"),
        ("passlib SSHA256", "{SSHA256}IIL13ar1rAVJDkTLcN5nMsp9+5w3SLLgv7R8C0XmHgUHwNibU2ptDQ=="),
        (
            "passlib SSHA512",
            "{SSHA512}WXCReoVOlir017UigNElc7fVkwQZ86GBANXbgsKjOdGk0dOuTq4VIWBfXf0zhHFu+N3r88A5rR7m5kxIpK9E5nsvBWBsTYmR",
        ),
        ("passlib SHA", "{SHA}aIG3gWcLRmj89Fl+OUCsrkY+8fo="),
        ("passlib phpass $P$", "$P$6nV.K9XxudfxFydnTs/GJIta0RUxfv/"),
        ("passlib phpass $H$", "$H$6o7pTPilAQlthdKVEd8FLohKkV2soi."),
        ("passlib md5_crypt", "$1$/jL32F3J$KZT/.l.6V5jZByXB7fElz."),
        (
            "Django pbkdf2_sha256",
            "pbkdf2_sha256$2000$1ea0d3y6cCtp7fPNGZucUZ$Deu6vU7m/21rWWX90COqoUbM7R+5QZlULaMyl5abOc0=",
        ),
        ("Django pbkdf2_sha1", "pbkdf2_sha1$2000$srUDMTsBmUJfx1ZRYBJAec$KqDClK/Z5zHmrdAeFNQO7PbYrAI="),
        (
            "Django scrypt",
            "scrypt$1024$aTSLonOH7WotKb7T3TneVt$8$1$wPxAagRXzj0vpcFO0b3cEXX9YV6u4Z/wd9JNIVskDH1g4hrk0nm1tDKzYKd5MwYqjPx4mUn2vcYu27B+Y01m9A==",
        ),
        ("Django bcrypt_sha256", "bcrypt_sha256$$2b$05$.akUL0/NKgcFesufBtJXL.PeDlffLjIg7LetF8gaeQw1NJTFqMf3W"),
        ("Django bcrypt", "bcrypt$$2b$05$oNrbjqPytV3mWCliExI2..Jpq6TW1BC0IRhVinrflg6KqHQXUtUg6"),
        (
            "hashlib, as Auth0 exports",
            "$pbkdf2-sha512$i=10000,l=64$uzx6HZgepvw/WAl987HOgQ$N+qjCKzzDRyvxsni1T6zbJfo00f7/ldmnQrMN6qKepP9aDeO+MxGsqEqlyVfo/JECEMEq0Q2eLfuSLLnJ7yHKw",
        ),
    ] {
        let hash = ForeignHash::read(text).unwrap_or_else(|why| panic!("{by}: {why}"));
        assert_eq!(hash.compare(PASSWORD.as_bytes()), Some(true), "{by}");
        for wrong in ["", "Gr\u{fc}\u{df}e aus K\u{f6}ln 43", "gr\u{fc}\u{df}e aus k\u{f6}ln 42"] {
            assert_eq!(hash.compare(wrong.as_bytes()), Some(false), "{by}: {wrong}");
        }
    }
    check_hash("argon2$argon2id$v=19$m=1024,t=1,p=1$UWdEMzN6NVlzV3VvN0RTdm9DQjFLcw$Dxt9xOWD42yz6nAJUY9XPj88Spps7bEnWCTieQh59+s").unwrap();
}

// By Python's hashlib.
#[test]
fn of_a_pbkdf2_hash_longer_than_its_digest_the_first_block_is_compared() {
    let whole = "XffnXEl2JpT9J+dBhyVmg/pxj0kBPgDPrvXCOHhg05GgkWvDJgza3oicuP7LHSJhI9Nnj/P2UQnWwXB8+92y9w";
    let other_tail = "XffnXEl2JpT9J+dBhyVmg/pxj0kAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for hash in [whole, other_tail] {
        let read = ForeignHash::read(&format!("$pbkdf2-sha1$i=1000,l=64$ABEiM0RVZneImaq7zN3u/w${hash}")).unwrap();
        assert_eq!(read.compare(PASSWORD.as_bytes()), Some(true), "{hash}");
        assert_eq!(read.compare(b"another"), Some(false), "{hash}");
    }
}

#[test]
fn the_hash_of_firebase_is_that_of_its_own_example() {
    let key = "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==";
    let hash = "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";
    let text = format!("$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk={key}$42xEC+ixf3L2lw==${hash}");
    let read = ForeignHash::read(&text).unwrap();
    assert_eq!(read.compare(b"user1password"), Some(true));
    assert_eq!(read.compare(b"user2password"), Some(false));
}

#[test]
fn what_is_damaged_unknown_or_would_stop_a_worker_for_long_is_refused() {
    use UnusableHash::{Damaged, TooExpensive, Unknown};
    let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for (text, expected) in [
        (String::new(), Unknown),
        ("correct horse".to_owned(), Unknown),
        ("$6$rounds=5000$salt$hash".to_owned(), Unknown),
        ("{MD5}AAAA".to_owned(), Unknown),
        ("$argon2id$v=19$m=4194304,t=3,p=1$c2FsdHNhbHRzYWx0$".to_owned() + hash, Unknown),
        ("$2b$12$short".to_owned(), Damaged),
        ("$2b$03$yi9GC7gl0tfdTb7j5dysrOJbyWy1LUu.LsUlMKE4HsVWUE5VL0KuK".to_owned(), Damaged),
        ("$2b$31$yi9GC7gl0tfdTb7j5dysrOJbyWy1LUu.LsUlMKE4HsVWUE5VL0KuK".to_owned(), TooExpensive),
        (format!("$pbkdf2-sha256$i=4000000000,l=32$c2FsdA${hash}"), TooExpensive),
        (format!("$pbkdf2-sha256$i=0,l=32$c2FsdA${hash}"), Damaged),
        (format!("$pbkdf2-md5$i=1000,l=32$c2FsdA${hash}"), Damaged),
        ("pbkdf2_sha256$1000$salt$".to_owned(), Damaged),
        (format!("pbkdf2_sha512$1000$salt${}", "A".repeat(400)), TooExpensive),
        (format!("$scrypt$ln=24,r=8,p=1$c2FsdA${hash}"), TooExpensive),
        (format!("$scrypt$ln=14,r=8,p=4000$c2FsdA${hash}"), TooExpensive),
        (format!("$scrypt$ln=0,r=1,p=4000000$c2FsdA${hash}"), TooExpensive),
        (format!("$scrypt$ln=31,r=4294967295,p=1$c2FsdA${hash}"), TooExpensive),
        (format!("$scrypt$ln=63,r=4294967295,p=4294967295$c2FsdA${hash}"), TooExpensive),
        (format!("scrypt$1000$salt$8$1${hash}"), Damaged),
        ("$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=AAAA$AAAA$AAAA".to_owned(), Damaged),
        ("{SSHA}aIG3gWcLRmj89Fl+OUCsrkY+8fo=".to_owned(), Damaged),
        ("$P$zrUURvptakhxJwFkRiJE7qylH/bxY9/".to_owned(), TooExpensive),
        ("$P$6rUURvptakhxJwFkRiJE7qylH/bxY9".to_owned(), Damaged),
        ("$1$muchtoolongsalt$q98JOWdd1D8jqa6qbmrmE1".to_owned(), Damaged),
    ] {
        assert_eq!(check_hash(&text).unwrap_err(), expected, "{text}");
    }
}
