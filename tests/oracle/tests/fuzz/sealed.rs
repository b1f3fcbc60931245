//! Puts a right MAC or digest on contents that were changed, so that a reader looks behind it.

use sha1::Digest as _;
use sha1::Sha1;

use crate::input::element;
use crate::reader::PASSWORD;

/// The OBJECT IDENTIFIER id-data (RFC 5652, section 4) as an element.
const DATA: [u8; 11] = [
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01,
];
/// The AlgorithmIdentifier of SHA-1 (RFC 8017, appendix B.1) as an element.
const SHA_1: [u8; 11] = [
    0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00,
];
/// Length of SHA-1's blocks, and of the salt here, which is then repeated once.
const BLOCK: usize = 64;
const SALT: [u8; BLOCK] = [0x5a; BLOCK];

const SEQUENCE: u8 = 0x30;
const OCTET_STRING: u8 = 0x04;
/// `[0] EXPLICIT`.
const EXPLICIT: u8 = 0xa0;

/// A PFX of these contents (AuthenticatedSafe), with a MAC of SHA-1 and one round (RFC 7292, section 4).
pub(crate) fn pfx(contents: &[u8]) -> Vec<u8> {
    let version = element(0x02, &[3]);
    let data = [
        &DATA[..],
        &element(EXPLICIT, &element(OCTET_STRING, contents)),
    ]
    .concat();
    let digest = [&SHA_1[..], &element(OCTET_STRING, &mac(contents))].concat();
    let mac = [
        element(SEQUENCE, &digest),
        element(OCTET_STRING, &SALT),
        element(0x02, &[1]),
    ];
    let parts = [
        version,
        element(SEQUENCE, &data),
        element(SEQUENCE, &mac.concat()),
    ];
    element(SEQUENCE, &parts.concat())
}

/// HMAC (RFC 2104) with a key by RFC 7292, appendix B.2: as long as one digest, so that its first step is its last.
fn mac(contents: &[u8]) -> [u8; 20] {
    let password: Vec<u8> = PASSWORD
        .encode_utf16()
        .chain([0])
        .flat_map(u16::to_be_bytes)
        .collect();
    let length = password.len().div_ceil(BLOCK) * BLOCK;
    let repeated = password.into_iter().cycle().take(length);
    let input: Vec<u8> = [3; BLOCK].into_iter().chain(SALT).chain(repeated).collect();
    let mut key = [0; BLOCK];
    key[..20].copy_from_slice(&Sha1::digest(input));
    let inner = Sha1::digest([&key.map(|byte| byte ^ 0x36)[..], contents].concat());
    Sha1::digest([&key.map(|byte| byte ^ 0x5c)[..], inner.as_slice()].concat()).into()
}

/// The contents of a PFX whose lengths are all definite.
pub(crate) fn contents(file: &[u8]) -> Option<Vec<u8>> {
    let (SEQUENCE, whole, _) = split(file)? else {
        return None;
    };
    let (_, _, behind_version) = split(whole)?;
    let (SEQUENCE, info, _) = split(behind_version)? else {
        return None;
    };
    let (_, _, behind_type) = split(info)?;
    let (EXPLICIT, explicit, _) = split(behind_type)? else {
        return None;
    };
    let (OCTET_STRING, contents, _) = split(explicit)? else {
        return None;
    };
    Some(contents.to_vec())
}

/// The first element: its tag, its content, and what is behind it.
fn split(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..0x80 => (usize::from(first), rest),
        0x80 => return None,
        _ => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let digit = |length, digit: &u8| (length << 8) | usize::from(*digit);
            (digits.iter().fold(0, digit), rest)
        }
    };
    let (content, behind) = rest.split_at_checked(length)?;
    Some((tag, content, behind))
}

/// A JKS without its digest.
pub(crate) fn content(file: &[u8]) -> Vec<u8> {
    file[..file.len() - Sha1::output_size()].to_vec()
}

/// A JKS of this content: its digest is SHA-1 of the password, a phrase and the content (OpenJDK's
/// `sun.security.provider.JavaKeyStore`, `getPreKeyedHash`).
pub(crate) fn jks(content: &[u8]) -> Vec<u8> {
    let mut digest = Sha1::new();
    for unit in PASSWORD.encode_utf16() {
        digest.update(unit.to_be_bytes());
    }
    digest.update(b"Mighty Aphrodite");
    digest.update(content);
    [content, digest.finalize().as_slice()].concat()
}
