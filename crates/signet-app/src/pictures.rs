//! Pictures of people: read within bounds, made small, and written anew, so that nothing of the file that came is handed
//! on: neither where it was taken nor what else stands in it. One at a time, on a thread that may block.

use std::{
    io::Cursor,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType, metadata::Orientation,
};
use tokio::sync::Semaphore;

use crate::base::id::UserId;

/// Largest file that is read, in bytes: what phones make.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// Most pixels: what phones make.
const MOST_PIXELS: u64 = 25_000_000;
/// Most pixels in a row or column.
const LONGEST_SIDE: u32 = 16_384;
/// Most bytes that reading one may take: four for a pixel, and some.
const MOST_MEMORY: u64 = 128 * 1024 * 1024;
/// Pixels of a side of what is kept.
pub const SIDE: u32 = 512;
/// How good it is, of 100.
const QUALITY: u8 = 85;
/// Uploads at once: each holds a file.
const UPLOADS: usize = 4;
/// Of one person: the second press of a double click may come before the first one's request has gone.
const UPLOADS_OF_PERSON: usize = 2;

/// Why a file is no picture for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusablePicture {
    /// It is of no kind that we read, or broken.
    #[error("it is no PNG, JPEG or WebP picture")]
    Unreadable,
    /// It has too many bytes or pixels.
    #[error("it has more than 8 MiB or 25 million pixels")]
    TooLarge,
}

/// The room for uploads, and the thread that reads pictures.
#[derive(Debug)]
pub struct Pictures {
    uploads: Arc<Uploads>,
    reader: Arc<Semaphore>,
}

/// Who sends pictures at present.
#[derive(Debug, Default)]
struct Uploads(Mutex<Vec<UserId>>);

impl Uploads {
    fn lock(&self) -> MutexGuard<'_, Vec<UserId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Room for an upload, until it is dropped.
#[derive(Debug)]
pub struct UploadRoom {
    uploads: Arc<Uploads>,
    user: UserId,
}

impl Drop for UploadRoom {
    fn drop(&mut self) {
        let mut all = self.uploads.lock();
        if let Some(own) = all.iter().position(|user| *user == self.user) {
            all.swap_remove(own);
        }
    }
}

impl Default for Pictures {
    fn default() -> Self {
        Self { uploads: Arc::default(), reader: Arc::new(Semaphore::new(1)) }
    }
}

impl Pictures {
    /// Room for one more upload of a person; none where others have all of it, or they have their part.
    pub fn room(&self, user: &UserId) -> Option<UploadRoom> {
        let mut all = self.uploads.lock();
        let own = all.iter().filter(|one| *one == user).count();
        if all.len() >= UPLOADS || own >= UPLOADS_OF_PERSON {
            return None;
        }
        all.push(user.clone());
        Some(UploadRoom { uploads: Arc::clone(&self.uploads), user: user.clone() })
    }

    /// The file of a portrait: a JPEG of [`SIDE`] by [`SIDE`] pixels.
    ///
    /// # Errors
    /// [`UnusablePicture`].
    pub async fn portrait(&self, file: Vec<u8>) -> Result<Vec<u8>, UnusablePicture> {
        let turn = Arc::clone(&self.reader).acquire_owned().await.map_err(|_| UnusablePicture::Unreadable)?;
        // The thread goes on when the caller has gone away, and has its turn until then.
        let read = tokio::task::spawn_blocking(move || {
            let portrait = portrait(&file);
            drop(turn);
            portrait
        });
        // A file at which a decoder panics is no picture.
        read.await.unwrap_or(Err(UnusablePicture::Unreadable))
    }
}

fn portrait(file: &[u8]) -> Result<Vec<u8>, UnusablePicture> {
    if file.len() > LARGEST {
        return Err(UnusablePicture::TooLarge);
    }
    let kind = image::guess_format(file).map_err(|_| UnusablePicture::Unreadable)?;
    if !matches!(kind, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(UnusablePicture::Unreadable);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), kind);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|why| unusable(&why))?;
    // Known from the head of the file, before there is room for a single pixel.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(UnusablePicture::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let whole = DynamicImage::from_decoder(decoder).map_err(|why| unusable(&why))?;
    let mut small = whole.resize_to_fill(SIDE, SIDE, FilterType::Triangle);
    drop(whole);
    // A phone that was held sideways says so beside the picture, which is not handed on.
    small.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode_image(&on_white(&small))
        .map_err(|_| UnusablePicture::Unreadable)?;
    Ok(jpeg)
}

fn unusable(why: &image::ImageError) -> UnusablePicture {
    match why {
        image::ImageError::Limits(_) => UnusablePicture::TooLarge,
        _ => UnusablePicture::Unreadable,
    }
}

/// What can be seen through is white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let seen = picture.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0;
        let over = |channel: u8| {
            let (channel, alpha) = (u32::from(channel), u32::from(alpha));
            u8::try_from((channel * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn written(picture: &DynamicImage, kind: ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, kind).unwrap();
        file.into_inner()
    }

    /// Red on the left, blue on the right.
    fn halves(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) })
    }

    /// The same JPEG with an EXIF block behind its first mark: turned by a quarter, taken somewhere.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
        // Orientation 6: the right side of the file is the lower side of the picture.
        exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
        // Make, four letters.
        exif.extend(b"\x01\x0f\0\x02\0\0\0\x04Spy\0");
        exif.extend(b"\0\0\0\0");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
    }

    #[tokio::test]
    async fn a_picture_of_each_kind_becomes_a_small_square_jpeg() {
        let pictures = Pictures::default();
        let picture = DynamicImage::ImageRgb8(halves(700, 600));
        for kind in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let jpeg = pictures.portrait(written(&picture, kind)).await.unwrap();
            assert_eq!(image::guess_format(&jpeg).unwrap(), ImageFormat::Jpeg);
            let read = image::load_from_memory(&jpeg).unwrap().to_rgb8();
            assert_eq!(read.dimensions(), (SIDE, SIDE), "{kind:?}");
            let (left, right) = (read.get_pixel(40, 256).0, read.get_pixel(470, 256).0);
            assert!(left[0] > 200 && left[2] < 60 && right[2] > 200 && right[0] < 60, "{kind:?} {left:?} {right:?}");
        }
    }

    #[tokio::test]
    async fn what_stands_beside_the_picture_is_gone_and_was_heeded() {
        let plain = written(&DynamicImage::ImageRgb8(halves(640, 640)), ImageFormat::Jpeg);
        let file = with_exif(&plain);
        assert!(file.windows(3).any(|three| three == b"Spy"));
        let jpeg = Pictures::default().portrait(file).await.unwrap();
        for gone in [&b"Exif"[..], b"Spy"] {
            assert!(!jpeg.windows(gone.len()).any(|part| part == gone), "{gone:?}");
        }
        // Turned by a quarter: what was on the left is above.
        let read = image::load_from_memory(&jpeg).unwrap().to_rgb8();
        let (above, below) = (read.get_pixel(256, 40).0, read.get_pixel(256, 470).0);
        assert!(above[0] > 200 && below[2] > 200, "{above:?} {below:?}");
    }

    #[tokio::test]
    async fn what_can_be_seen_through_is_white() {
        let clear = RgbaImage::from_pixel(64, 64, Rgba([0, 0, 0, 0]));
        let file = written(&DynamicImage::ImageRgba8(clear), ImageFormat::Png);
        let read = image::load_from_memory(&Pictures::default().portrait(file).await.unwrap()).unwrap().to_rgb8();
        assert_eq!(read.get_pixel(9, 9).0, [255, 255, 255]);
    }

    #[tokio::test]
    async fn what_is_no_picture_or_too_large_a_one_is_refused() {
        let pictures = Pictures::default();
        let png = written(&DynamicImage::ImageRgb8(halves(8, 8)), ImageFormat::Png);
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec();
        for broken in [Vec::new(), svg, b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), png[..png.len() / 2].to_vec()] {
            assert_eq!(pictures.portrait(broken).await, Err(UnusablePicture::Unreadable));
        }
        // A head that promises more than is read: a few bytes that would be unpacked to gigabytes.
        for (width, height) in [(5_001_u32, 5_000_u32), (16_385, 1), (100_000, 100_000)] {
            let mut huge = png.clone();
            huge[16..20].copy_from_slice(&width.to_be_bytes());
            huge[20..24].copy_from_slice(&height.to_be_bytes());
            let checksum = crc(&huge[12..29]).to_be_bytes();
            huge[29..33].copy_from_slice(&checksum);
            assert_eq!(pictures.portrait(huge).await, Err(UnusablePicture::TooLarge), "{width} x {height}");
        }
        let long = [png, vec![0; LARGEST]].concat();
        assert_eq!(pictures.portrait(long).await, Err(UnusablePicture::TooLarge));
    }

    /// The checksum of a chunk (PNG §5.5).
    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, byte: &u8| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
        };
        !bytes.iter().fold(u32::MAX, step)
    }

    #[test]
    fn there_is_room_for_a_few_uploads_and_it_comes_back() {
        let pictures = Pictures::default();
        let person = |n: usize| UserId::from_stored(format!("usr_{n}"));
        let taken: Vec<_> = (0..UPLOADS).map(|n| pictures.room(&person(n)).unwrap()).collect();
        assert!(pictures.room(&person(UPLOADS)).is_none());
        drop(taken);
        assert!(pictures.room(&person(UPLOADS)).is_some());
    }

    // Attack: one person holds all of the room with files that come slowly.
    #[test]
    fn one_person_has_a_part_of_the_room() {
        let (pictures, ada) = (Pictures::default(), UserId::from_stored("usr_ada"));
        let first = pictures.room(&ada).unwrap();
        let second = pictures.room(&ada).unwrap();
        assert!(pictures.room(&ada).is_none());
        assert!(pictures.room(&UserId::from_stored("usr_eve")).is_some());
        drop(first);
        let third = pictures.room(&ada).unwrap();
        assert!(pictures.room(&ada).is_none());
        drop((second, third));
        assert!(pictures.room(&ada).is_some());
    }
}
