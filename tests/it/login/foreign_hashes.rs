//! People who were imported with the password hash of another program.

use signet::{
    base::secret::Secret,
    domain::{
        directory::accounts::{
            NewUser,
            import::{self, GivenPerson, ImportedPeople},
        },
        kernel::Error,
    },
};

use crate::support::{TestApp, on_both_engines};

/// `correct horse battery`, by passlib 1.7.4 and bcrypt 4.0.1.
const HASHES: [(&str, &str); 3] = [
    ("bcrypt", "$2b$05$DPrT8fmOJsbNAgNkOZaLluW2liG97ADLspfk2EdbyCnliOafa5DzO"),
    ("django", "pbkdf2_sha256$2000$uTPZWBckizeUdR6i10yuCn$HA8qBNKM34nSpfeW5P7vsMwoTCkOEGhVvkOj8q9iEuA="),
    ("ldap", "{SSHA}N7PFFOZ31q83EDsoYcEco3hEm258L4XQ"),
];

fn person(line: usize, username: &str, hash: &str) -> GivenPerson {
    let new = NewUser {
        username: username.to_owned(),
        password_hash: Some(Secret::new(hash.to_owned())),
        ..NewUser::default()
    };
    GivenPerson { line, new }
}

async fn stored(t: &TestApp, like: &str) -> i64 {
    t.count(&format!("SELECT COUNT(*) FROM credentials WHERE secret LIKE '{like}'")).await
}

on_both_engines!(imported_people_sign_in_with_the_password_they_had_and_are_hashed_anew, |t| {
    let people = || HASHES.iter().enumerate().map(|(at, (name, hash))| person(at + 1, name, hash)).collect::<Vec<_>>();
    let told = ImportedPeople { people: 3, with_password: 3 };
    assert_eq!(import::import(&t.cx(), people(), true).await.unwrap(), told);
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0, "a rehearsal writes nothing");
    assert_eq!(import::import(&t.cx(), people(), false).await.unwrap(), told);
    assert_eq!(stored(&t, "$argon2id$%").await, 0);
    for (name, _) in HASHES {
        let mut browser = t.browser();
        let page = browser.get(&t.url("/login")).await;
        for wrong in ["correct horse batterz", ""] {
            assert!(browser.sign_in(&page, name, wrong).await.text().contains("do not match"), "{name}");
        }
        assert!(browser.sign_in(&page, name, "correct horse battery").await.url.path().ends_with("/account"), "{name}");
        // And again, by the hash that is ours now.
        let mut browser = t.browser();
        let page = browser.get(&t.url("/login")).await;
        assert!(browser.sign_in(&page, name, "correct horse battery").await.url.path().ends_with("/account"), "{name}");
    }
    assert_eq!(stored(&t, "$argon2id$%").await, 3, "each was replaced");
});

on_both_engines!(a_file_with_one_wrong_line_imports_nobody, |t| {
    t.person("ada").await;
    let given = vec![
        person(1, "bob", HASHES[0].1),
        person(2, "ada", HASHES[0].1),
        person(3, "cleo", "$2b$31$yi9GC7gl0tfdTb7j5dysrOJbyWy1LUu.LsUlMKE4HsVWUE5VL0KuK"),
        person(4, "BOB", "{MD5}abc"),
    ];
    let Err(Error::Invalid(problems)) = import::import(&t.cx(), given, false).await else { panic!("taken") };
    let told: Vec<&str> = problems.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "line 2: somebody signs in with it already",
            "line 3: it is too expensive to compare",
            "line 4: its form is none of those that are understood",
        ]
    );
    let given = vec![person(1, "bob", HASHES[0].1), person(2, "BOB", HASHES[0].1)];
    let Err(Error::Invalid(problems)) = import::import(&t.cx(), given, false).await else { panic!("taken") };
    assert_eq!((problems[0].code, problems[0].message.as_str()), ("named_twice", "line 2: line 1 has the same"));
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
});

on_both_engines!(an_import_that_stops_between_two_batches_says_how_many_were_made, |t| {
    // Stands for a name that somebody gets in the meantime: what is looked at before does not know of it.
    t.engine().execute("CREATE UNIQUE INDEX one_number ON users (phone_number)").await;
    let mut given: Vec<_> = (0..101).map(|at| person(at + 1, &format!("person{at}"), HASHES[0].1)).collect();
    for at in [0, 100] {
        given[at].new.phone_number = Some("+442071234567".to_owned());
    }
    let Err(Error::Invalid(problems)) = import::import(&t.cx(), given, false).await else { panic!("taken") };
    let told = "the first 100 people of the file were made, the others were not: \
                the subject, user name or e-mail address is already taken";
    assert_eq!((problems[0].code, problems[0].message.as_str()), ("import_stopped", told));
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 100);
});
