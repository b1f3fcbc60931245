//! Inputs made by hand to exhaust a reader: deep, wide, and promising more than there is.

use crate::input::element;

/// As large as a certificate's input may be; the readers of stores take as much.
const LARGE: usize = 64 * 1024;

/// What every reader is given.
pub(crate) fn inputs() -> Vec<Vec<u8>> {
    let mut inputs = vec![Vec::new(), vec![0; LARGE], vec![0xff; LARGE]];
    inputs.extend(TAGS.map(endless));
    inputs.extend(TAGS.map(nested));
    inputs.extend(TAGS.map(|tag| element(tag, &element(0x30, &[]).repeat(LARGE / 2 - 4))));
    inputs.extend(TAGS.map(|tag| vec![tag, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30]));
    inputs.push(armoured());
    inputs.push(bundled());
    inputs.push(b"-----END CERTIFICATE-----\n".repeat(LARGE / 32));
    inputs.push(b"-".repeat(LARGE));
    inputs.push(b"-----BEGIN CERTIFICATE-----\n".repeat(LARGE / 32));
    inputs.push(b"-----BEGIN ".repeat(LARGE / 12));
    inputs.push(b"MI".repeat(LARGE / 2));
    inputs.extend(JAVA_COUNTS.map(java_store));
    inputs.extend(FACTORS.map(large_key));
    inputs
}

/// Tags of what contains other elements: a sequence, a set, an octet string in parts, a context's own.
const TAGS: [u8; 4] = [0x30, 0x31, 0x24, 0xa0];

/// Elements of indefinite length within each other, without an end (X.690, section 8.1.3.6).
fn endless(tag: u8) -> Vec<u8> {
    [tag, 0x80].repeat(LARGE / 2)
}

/// Elements within each other, every length right, as deep as the size allows.
fn nested(tag: u8) -> Vec<u8> {
    let mut whole = Vec::new();
    while whole.len() < LARGE / 4 {
        whole = element(tag, &whole);
    }
    whole
}

/// Many small certificates, none of which is one.
fn armoured() -> Vec<u8> {
    b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n".repeat(LARGE / 64)
}

/// A bundle (RFC 5652, section 5.1) of indefinite lengths with as many elements as the size allows, all of them different.
fn bundled() -> Vec<u8> {
    let mut bundle = vec![0x30, 0x80, 0x06, 0x09];
    bundle.extend([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02]);
    bundle.extend([0xa0, 0x80, 0x30, 0x80, 0x02, 0x01, 0x01, 0xa0, 0x80]);
    for value in 0..=u16::MAX {
        if bundle.len() + 16 > LARGE {
            break;
        }
        bundle.extend([0x30, 0x80]);
        bundle.extend(element(0x04, &value.to_be_bytes()));
        bundle.extend([0, 0]);
    }
    bundle.extend([0; 8]);
    bundle
}

/// Numbers of entries that a store may claim.
const JAVA_COUNTS: [u32; 3] = [1, 0x7fff_ffff, 0xffff_ffff];

/// A JKS, version 2, that promises so many entries and then as many bytes, and has a few.
fn java_store(count: u32) -> Vec<u8> {
    let numbers = [0xfeed_feed, 2, count, 1, count, count, count, count];
    numbers
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .collect()
}

/// Bytes of the factors of keys that are large: 4,096, 16,000 and 128,000 bits of modulus. Without a limit the last would
/// take hours.
const FACTORS: [usize; 3] = [256, 1_000, 8_000];

/// An RSA key (PKCS#1; RFC 8017, appendix A.1.2) of numbers that fit each other as far as one multiplication tells, with
/// both factors 2^k - 1 and thus the modulus 2^2k - 2^(k+1) + 1.
fn large_key(bytes: usize) -> Vec<u8> {
    let number = |bytes: &[u8]| element(0x02, &[&[0], bytes].concat());
    let factor = vec![0xff; bytes];
    let mut modulus = [vec![0xff; bytes], vec![0; bytes]].concat();
    modulus[bytes - 1] = 0xfe;
    modulus[2 * bytes - 1] = 1;
    let version = element(0x02, &[0]);
    let exponent = number(&[1, 0, 1]);
    let rest = number(&factor).repeat(6);
    element(0x30, &[version, number(&modulus), exponent, rest].concat())
}
