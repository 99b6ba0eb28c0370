//! Whether the signing keys of a database open under a master key.

use crate::{
    base::seal::Sealer,
    domain::kernel::{Error, seals},
    store::{Conn, signing_keys},
};

/// How many keys of all issuers open.
///
/// # Errors
/// [`Error::Internal`] naming the first that does not.
pub async fn check_sealed(conn: &mut Conn, sealer: &Sealer) -> Result<usize, Error> {
    let mut opened = 0;
    for row in signing_keys::list_all(conn).await? {
        let Some(sealed) = &row.private_sealed else { continue };
        sealer
            .open(&seals::signing_key(&row.kid), sealed)
            .map_err(|why| Error::internal(format!("the signing key {} does not open: {why}", row.kid)))?;
        opened += 1;
    }
    Ok(opened)
}
