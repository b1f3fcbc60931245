//! The key derivation of PKCS#12 (RFC 7292, appendix B). It serves 3DES and the MAC; WebCrypto does not have it.

use base::Secret;
use hmac::digest::block_api::BlockSizeUser;
use sha2::Digest;
use zeroize::Zeroizing;

/// What a derived key is for: the diversifier's number (RFC 7292, appendix B.3).
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    /// To encrypt.
    Key = 1,
    /// The initialisation vector.
    Vector = 2,
    /// For the MAC.
    Mac = 3,
}

/// A password as this derivation takes it: UTF-16 units, big-endian, and a NUL (RFC 7292, appendix B.1). So an empty
/// password is the NUL alone. Some programs have another case, a null password, which is no bytes at all (GnuTLS's
/// `GNUTLS_PKCS_NULL_PASSWORD`; openssl's `PKCS12_parse` tries both where a person gives none).
pub(crate) fn password_units(password: &Secret<String>) -> Zeroizing<Vec<u8>> {
    // EXPOSE: re-encoded, and wiped again when dropped.
    let password = password.expose();
    // No text has more UTF-16 units than UTF-8 bytes: the buffer never grows and leaves nothing behind.
    let mut units = Zeroizing::new(Vec::with_capacity(2 * password.len() + 2));
    for unit in password.encode_utf16().chain([0]) {
        units.extend_from_slice(&unit.to_be_bytes());
    }
    units
}

/// Derives a key of `length` bytes (RFC 7292, appendix B.2; the comments give its step numbers).
pub(super) fn derive<D: Digest + BlockSizeUser>(
    units: &[u8],
    salt: &[u8],
    purpose: Purpose,
    rounds: u32,
    length: usize,
) -> Zeroizing<Vec<u8>> {
    let (block, output) = (D::block_size(), <D as Digest>::output_size());
    // Step 1.
    let diversifier = vec![purpose as u8; block];
    // Steps 2 to 4: salt and password, each repeated to whole blocks.
    let mut input = Zeroizing::new(Vec::with_capacity(salt.len() + units.len() + 2 * block));
    input.extend(repeated(salt, block));
    input.extend(repeated(units, block));
    let mut key = Zeroizing::new(Vec::with_capacity(length + output));
    while key.len() < length {
        // Step 6A.
        let mut digest = D::new()
            .chain_update(&diversifier)
            .chain_update(&*input)
            .finalize();
        for _ in 1..rounds {
            digest = D::digest(&digest);
        }
        key.extend_from_slice(&digest);
        // Steps 6B and 6C.
        add_to_blocks(&mut input, block, &digest);
    }
    // Step 8.
    key.truncate(length);
    key
}

/// The bytes over and over up to a whole number of blocks.
fn repeated(bytes: &[u8], block: usize) -> impl Iterator<Item = u8> {
    let length = bytes.len().div_ceil(block) * block;
    bytes.iter().copied().cycle().take(length)
}

/// Adds the digest, repeated to a whole block, and one to every block as to a big-endian number that wraps around.
fn add_to_blocks(input: &mut [u8], block: usize, digest: &[u8]) {
    let addend: Zeroizing<Vec<u8>> =
        Zeroizing::new(digest.iter().copied().cycle().take(block).collect());
    for block in input.chunks_mut(block) {
        let mut carry = 1;
        for (byte, add) in block.iter_mut().zip(addend.iter()).rev() {
            let sum = u16::from(*byte) + u16::from(*add) + carry;
            *byte = sum.to_be_bytes()[1];
            carry = sum >> 8;
        }
    }
}

#[cfg(test)]
mod tests;
