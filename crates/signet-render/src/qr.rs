//! Square codes as one path of a picture.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Light border that a reader needs around a code (ISO/IEC 18004 §9.1), in modules.
const BORDER: usize = 4;

/// A square code: the side of the picture, and the dark modules as an SVG path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrPicture {
    /// How many modules it is wide and high, the border included.
    pub size: usize,
    /// The dark modules, row by row.
    pub path: String,
}

impl QrPicture {
    /// The code of a text.
    ///
    /// # Errors
    /// When the text is too long for one.
    pub fn of(text: &str) -> Result<Self, qrcode::types::QrError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
        let (width, modules) = (code.width(), code.to_colors());
        let mut path = String::new();
        for (y, row) in modules.chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                if run[0] == Color::Dark {
                    let _ = write!(path, "M{} {}h{}v1h-{}z", x + BORDER, y + BORDER, run.len(), run.len());
                }
                x += run.len();
            }
        }
        Ok(Self { size: width + 2 * BORDER, path })
    }
}
