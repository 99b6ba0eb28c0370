//! `signet passwords import`: the public list of stolen passwords as a file.

use serde_json::json;

use super::Place;

/// SHA-1 of "password" and two others, in the order of the list.
const LIST: &str = "\
0000000000000000000000000000000000000001:3
5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:10437277
FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFE:1
";

#[test]
fn the_public_list_becomes_a_file_and_new_passwords_are_compared_with_it() {
    let place = Place::new();
    place.write("list.txt", LIST);
    let told = place.json(&["passwords", "import", "list.txt", "--out", "breached.bin"]);
    assert_eq!(told, json!({"file": "breached.bin", "passwords": 3}));
    let told = place.json(&["passwords", "import", "list.txt", "--out", "breached.bin", "--seen", "2"]);
    assert_eq!(told["passwords"], 2, "what was seen once stays out, and the file takes the place of the other");
    let said = place.says(&["passwords", "import", "list.txt", "--out", "breached.bin"]);
    assert!(said.contains("set passwords.breached_file and restart"), "{said}");
    assert!(!place.0.join("breached.bin.part").exists(), "nothing half is left");
}

#[test]
fn a_list_that_is_none_is_refused_by_its_line_and_the_file_of_before_stays() {
    let place = Place::new();
    place.write("list.txt", LIST);
    place.says(&["passwords", "import", "list.txt", "--out", "breached.bin"]);
    let before = std::fs::read(place.0.join("breached.bin")).unwrap();
    let mut lines: Vec<&str> = LIST.lines().collect();
    lines.swap(0, 1);
    place.write("unordered.txt", &lines.join("\n"));
    place.write("foreign.txt", "no list\n");
    for (file, why) in [
        ("unordered.txt", "line 2 does not follow the one before"),
        ("foreign.txt", "line 1 is no SHA-1 digest"),
        ("absent.txt", "absent.txt"),
    ] {
        let (code, message) = place.refuses(&["passwords", "import", file, "--out", "breached.bin"]);
        assert!(code == 1 && message.contains(why), "{file}: {code} {message}");
    }
    let (code, message) = place.refuses(&["passwords", "import", "a.part", "--out", "a"]);
    assert!(code == 2 && message.contains("a.part would be overwritten"), "{message}");
    assert_eq!(std::fs::read(place.0.join("breached.bin")).unwrap(), before);
    assert!(!place.0.join("breached.bin.part").exists());
}
