//! In which country and city an address is, by a file of the operator's in the format of MaxMind DB. It is read as a
//! whole, and again when it has changed; one that cannot be read leaves the one before in force.

use std::{
    fs, io,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use maxminddb::{LookupResult, MaxMindDbError, PathElement, Reader};
use serde::Deserialize;

use crate::{base::text::is_name, render::Locale};

/// Characters of a city's name: what is longer is told to nobody.
const LONGEST_CITY: usize = 100;
/// The language in which every city of such a file has a name.
const ENGLISH: &str = "en";

/// Where addresses are.
pub struct Countries {
    path: PathBuf,
    in_force: RwLock<Arc<CountryFile>>,
}

/// A file, as it was read.
struct CountryFile {
    reader: Reader<Vec<u8>>,
    stamp: FileStamp,
}

/// By what it is seen that a file has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileStamp {
    length: u64,
    modified: Option<SystemTime>,
}

/// Why a file says nothing.
#[derive(Debug, thiserror::Error)]
pub enum CountryFileError {
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Read(#[from] io::Error),
    /// It is of another format.
    #[error("it is no MaxMind DB: {0}")]
    Format(#[from] MaxMindDbError),
}

/// Where an address is.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceOnEarth {
    /// The country, ISO 3166-1, two letters.
    pub country: Option<String>,
    /// The point, where the file knows one.
    pub point: Option<PointOnEarth>,
}

/// A point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointOnEarth {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

#[derive(Deserialize)]
struct AddressRecord {
    country: Option<CountryRecord>,
    registered_country: Option<CountryRecord>,
    location: Option<LocationRecord>,
}

#[derive(Deserialize)]
struct CountryRecord {
    iso_code: Option<String>,
}

#[derive(Deserialize)]
struct LocationRecord {
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl CountryFile {
    fn read(path: &Path) -> Result<Self, CountryFileError> {
        let stamp = stamp(path)?;
        Ok(Self { reader: Reader::from_source(fs::read(path)?)?, stamp })
    }

    /// What the city of a record is called in this language, else in English; nothing where the file is not of cities, or
    /// has no such name. The record may be of whatever shape beside that.
    fn city(&self, found: &LookupResult<'_, Vec<u8>>, locale: Locale) -> Option<String> {
        if !self.reader.metadata().database_type.contains("City") {
            return None;
        }
        let called = |language| {
            let path = ["city", "names", language].map(PathElement::Key);
            let name: String = found.decode_path(&path).ok()??;
            Some(name.trim().to_owned()).filter(|name| is_name(name, LONGEST_CITY))
        };
        called(language(locale)).or_else(|| called(ENGLISH))
    }
}

/// A language as such files call it.
const fn language(locale: Locale) -> &'static str {
    match locale {
        Locale::Pt => "pt-BR",
        Locale::ZhHans => "zh-CN",
        other => other.tag(),
    }
}

fn stamp(path: &Path) -> io::Result<FileStamp> {
    let metadata = fs::metadata(path)?;
    Ok(FileStamp { length: metadata.len(), modified: metadata.modified().ok() })
}

impl Countries {
    /// By the file at this path.
    ///
    /// # Errors
    /// When it says nothing.
    pub fn open(path: &Path) -> Result<Self, CountryFileError> {
        let file = CountryFile::read(path)?;
        Ok(Self { path: path.to_owned(), in_force: RwLock::new(Arc::new(file)) })
    }

    fn in_force(&self) -> Arc<CountryFile> {
        Arc::clone(&self.in_force.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the file again if it has changed; answers whether another one is in force. Reads as much as the file has,
    /// and is therefore not for a thread that serves.
    ///
    /// # Errors
    /// When it says nothing any more: the one before stays.
    pub fn look(&self) -> Result<bool, CountryFileError> {
        if stamp(&self.path)? == self.in_force().stamp {
            return Ok(false);
        }
        let file = Arc::new(CountryFile::read(&self.path)?);
        *self.in_force.write().unwrap_or_else(PoisonError::into_inner) = file;
        Ok(true)
    }

    /// Where an address is; nothing of one that the file does not hold.
    pub fn find(&self, address: IpAddr) -> Option<PlaceOnEarth> {
        place(&self.in_force().reader.lookup(address.to_canonical()).ok()?)
    }

    /// Does what [`Countries::find`] does, with the name of the city for whoever reads this language, where the file is
    /// one of cities.
    pub fn find_with_city(&self, address: IpAddr, locale: Locale) -> Option<(PlaceOnEarth, Option<String>)> {
        let file = self.in_force();
        let found = file.reader.lookup(address.to_canonical()).ok()?;
        Some((place(&found)?, file.city(&found, locale)))
    }
}

fn place(found: &LookupResult<'_, Vec<u8>>) -> Option<PlaceOnEarth> {
    let record: AddressRecord = found.decode().ok()??;
    let code = |country: Option<CountryRecord>| country.and_then(|country| country.iso_code);
    let country = code(record.country).or_else(|| code(record.registered_country));
    let point = record.location.and_then(|at| {
        let (latitude, longitude) = (at.latitude?, at.longitude?);
        let is_one = latitude.is_finite() && longitude.is_finite();
        is_one.then_some(PointOnEarth { latitude, longitude })
    });
    Some(PlaceOnEarth { country: country.filter(|code| is_code(code)), point })
}

/// Two capital letters: what else stands there is told to nobody.
fn is_code(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase())
}
