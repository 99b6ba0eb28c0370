//! A file in the format of MaxMind DB, small and written by the test: the documentation networks, each in a country and
//! a city.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// A network and where it is.
pub struct Located {
    /// Its first address.
    pub network: [u8; 4],
    /// How many bits of that count.
    pub bits: u8,
    /// The country.
    pub country: &'static str,
    /// Degrees north and east.
    pub point: [f64; 2],
    /// The city.
    pub city: City,
}

/// What a record says of its city.
#[derive(Clone, Copy)]
pub enum City {
    /// Nothing.
    None,
    /// Its names, each with its language.
    Names(&'static [(&'static str, &'static str)]),
    /// A text where its names should be.
    Text(&'static str),
}

/// What a file is: by its name programs know what its records hold.
#[derive(Clone, Copy)]
pub enum FileKind {
    /// Of countries; a city in it is not read.
    Country,
    /// Of cities.
    City,
}

/// An address in Berlin, where browsers of tests are anyway.
pub const BERLIN: [u8; 4] = [192, 0, 2, 1];
/// An address in Sydney.
pub const SYDNEY: [u8; 4] = [198, 51, 100, 7];
/// An address in Paris.
pub const PARIS: [u8; 4] = [203, 0, 113, 9];

const NETWORKS: [Located; 3] = [
    Located {
        network: [192, 0, 2, 0],
        bits: 24,
        country: "DE",
        point: [52.52, 13.41],
        city: City::Names(&[("de", "Berlin"), ("en", "Berlin"), ("ja", "ベルリン"), ("pt-BR", "Berlim")]),
    },
    Located {
        network: [198, 51, 100, 0],
        bits: 24,
        country: "AU",
        point: [-33.87, 151.21],
        city: City::Names(&[("en", "Sydney"), ("zh-CN", "悉尼")]),
    },
    Located { network: [203, 0, 113, 0], bits: 24, country: "FR", point: [48.86, 2.35], city: City::None },
];

/// The file of countries with Berlin, Sydney and Paris; one for all tests of this process.
pub fn country_file() -> PathBuf {
    static WRITTEN: OnceLock<PathBuf> = OnceLock::new();
    written(&WRITTEN, "countries", FileKind::Country)
}

/// The same places as a file of cities; it has no city for Paris.
pub fn city_file() -> PathBuf {
    static WRITTEN: OnceLock<PathBuf> = OnceLock::new();
    written(&WRITTEN, "cities", FileKind::City)
}

fn written(once: &OnceLock<PathBuf>, name: &str, kind: FileKind) -> PathBuf {
    let path = once.get_or_init(|| {
        let path = std::env::temp_dir().join(format!("signet-{name}-{}.mmdb", std::process::id()));
        write_location_file(&path, kind, &NETWORKS);
        path
    });
    path.clone()
}

/// Writes a file with these networks, all at once as a download that is moved into place.
pub fn write_location_file(path: &Path, kind: FileKind, networks: &[Located]) {
    let scratch = path.with_extension("new");
    std::fs::write(&scratch, database(kind, networks)).expect("a file");
    std::fs::rename(&scratch, path).expect("a file moved");
}

/// What a branch of the tree leads to.
#[derive(Clone, Copy)]
enum Branch {
    Nowhere,
    Node(usize),
    Data(usize),
}

fn database(kind: FileKind, networks: &[Located]) -> Vec<u8> {
    let mut data = Vec::new();
    let mut nodes = vec![[Branch::Nowhere; 2]];
    for one in networks {
        let offset = data.len();
        data.extend(record(one));
        let bits = u32::from_be_bytes(one.network);
        let mut at = 0;
        for depth in 0..one.bits {
            let side = usize::from(bits >> (31 - depth) & 1 == 1);
            if depth + 1 == one.bits {
                nodes[at][side] = Branch::Data(offset);
            } else {
                at = match nodes[at][side] {
                    Branch::Node(next) => next,
                    _ => {
                        nodes.push([Branch::Nowhere; 2]);
                        let next = nodes.len() - 1;
                        nodes[at][side] = Branch::Node(next);
                        next
                    }
                };
            }
        }
    }
    let count = nodes.len();
    let mut file = Vec::new();
    for branch in nodes.iter().flatten() {
        let value = match branch {
            Branch::Nowhere => count,
            Branch::Node(next) => *next,
            // Behind the tree stand sixteen zeros.
            Branch::Data(offset) => count + 16 + offset,
        };
        file.extend_from_slice(&u32::try_from(value).expect("a small file").to_be_bytes()[1..]);
    }
    file.extend_from_slice(&[0; 16]);
    file.extend(data);
    file.extend_from_slice(b"\xab\xcd\xefMaxMind.com");
    file.extend(metadata(kind, count));
    file
}

fn record(one: &Located) -> Vec<u8> {
    let country = map(&[("iso_code", text(one.country))]);
    let location = map(&[("latitude", double(one.point[0])), ("longitude", double(one.point[1]))]);
    let names = |names: &[(&str, &str)]| {
        let names: Vec<(&str, Vec<u8>)> = names.iter().map(|(language, name)| (*language, text(name))).collect();
        map(&[("names", map(&names))])
    };
    let city = match one.city {
        City::None => None,
        City::Names(all) => Some(names(all)),
        City::Text(name) => Some(text(name)),
    };
    let city = city.map(|city| ("city", city));
    let members: Vec<(&str, Vec<u8>)> =
        city.into_iter().chain([("country", country), ("location", location)]).collect();
    map(&members)
}

fn metadata(kind: FileKind, nodes: usize) -> Vec<u8> {
    let nodes = u32::try_from(nodes).expect("a small file");
    let name = match kind {
        FileKind::Country => "GeoLite2-Country",
        FileKind::City => "GeoLite2-City",
    };
    map(&[
        ("binary_format_major_version", short(2)),
        ("binary_format_minor_version", short(0)),
        ("build_epoch", long(1_800_000_000)),
        ("database_type", text(name)),
        ("description", map(&[("en", text("Three networks"))])),
        ("ip_version", short(4)),
        ("languages", list(&["de", "en", "ja", "pt-BR", "zh-CN"].map(text))),
        ("node_count", number(nodes)),
        ("record_size", short(24)),
    ])
}

fn head(kind: u8, size: usize) -> u8 {
    assert!(size < 29, "longer ones are written otherwise");
    kind << 5 | u8::try_from(size).expect("a small size")
}

/// A size from 29 on stands in the byte behind the head.
fn text(text: &str) -> Vec<u8> {
    let begin = match text.len() {
        short @ ..29 => vec![head(2, short)],
        long => vec![2 << 5 | 0x1d, u8::try_from(long - 29).expect("a text of less than 285 bytes")],
    };
    [&begin, text.as_bytes()].concat()
}

fn double(value: f64) -> Vec<u8> {
    [&[head(3, 8)][..], &value.to_be_bytes()].concat()
}

fn short(value: u16) -> Vec<u8> {
    [&[head(5, 2)][..], &value.to_be_bytes()].concat()
}

fn number(value: u32) -> Vec<u8> {
    [&[head(6, 4)][..], &value.to_be_bytes()].concat()
}

/// Kinds from eight on are extended: the head has none, and the next byte says which.
fn long(value: u64) -> Vec<u8> {
    [&[head(0, 8), 9 - 7][..], &value.to_be_bytes()].concat()
}

fn list(values: &[Vec<u8>]) -> Vec<u8> {
    [vec![head(0, values.len()), 11 - 7], values.concat()].concat()
}

fn map(pairs: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = vec![head(7, pairs.len())];
    for (key, value) in pairs {
        out.extend(text(key));
        out.extend_from_slice(value);
    }
    out
}
