//! The link was opened in another browser than the one that asked. It never signs that browser in: whoever presses the
//! number that the waiting page shows lets the waiting page go on. Any other answer ends the proof, so that there is one
//! choice of three and no second.

use super::{details::OpenProof, verify::failed};
use crate::{
    domain::kernel::{Cx, Error},
    store::mail_proofs,
};

/// What somebody pressed in another browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// A number.
    Number(u8),
    /// That they asked for nothing.
    NotMine,
}

/// Takes what was pressed; answers whether the waiting page may go on.
///
/// # Errors
/// [`Error::NotFound`] when the proof was used, refused or let go on meanwhile.
pub async fn press(cx: &Cx<'_>, proof: &OpenProof, pressed: Pressed) -> Result<bool, Error> {
    let link = &proof.row.link_hash;
    if pressed == Pressed::Number(proof.number()) {
        let approved = cx.write_one(async |work| Ok(mail_proofs::approve(work, link, cx.now).await?)).await?;
        return if approved || proof.is_approved() { Ok(true) } else { Err(Error::NotFound) };
    }
    let ended = cx.write_one(async |work| Ok(mail_proofs::end(work, link, cx.now).await?)).await?;
    if !ended {
        return Err(Error::NotFound);
    }
    failed(cx, proof.row.user_id.as_ref(), None).await?;
    Ok(false)
}
