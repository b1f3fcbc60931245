//! The forms in which bytes may lie somewhere: as they are, in either order, in hexadecimal, in base64, as numbers; and
//! texts also in UTF-16, as browsers keep them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// A way to write bytes down.
pub(crate) type Form = (&'static str, fn(&[u8]) -> Vec<u8>);

/// Every form in which bytes are looked for.
///
/// Base64 depends on where in its stream the bytes begin: three alignments are all there are.
pub(crate) const FORMS: [Form; 12] = [
    ("raw", <[u8]>::to_vec),
    // As large numbers lie in memory.
    ("raw, last byte first", |bytes| {
        bytes.iter().rev().copied().collect()
    }),
    ("hexadecimal", |bytes| hex::encode(bytes).into_bytes()),
    ("HEXADECIMAL", |bytes| hex::encode_upper(bytes).into_bytes()),
    ("base64", |bytes| base64(bytes, 0)),
    ("base64 from the second byte on", |bytes| base64(bytes, 1)),
    ("base64 from the third byte on", |bytes| base64(bytes, 2)),
    ("base64url", |bytes| base64url(bytes, 0)),
    ("base64url from the second byte on", |bytes| {
        base64url(bytes, 1)
    }),
    ("base64url from the third byte on", |bytes| {
        base64url(bytes, 2)
    }),
    // As JSON and the console show an array.
    ("numbers", |bytes| numbers(bytes, ",")),
    ("numbers with blanks", |bytes| numbers(bytes, ", ")),
];

/// A text in UTF-16 without a mark, as on most processors. Only for ASCII, which all forms but the raw ones are.
pub(crate) fn in_utf16(text: &[u8]) -> Vec<u8> {
    text.iter().flat_map(|byte| [*byte, 0]).collect()
}

/// A text as it stands in a form's field or an address: everything but ASCII letters and digits by its number.
pub(crate) fn percent_encoded(text: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encoded).collect()
}

fn base64(bytes: &[u8], alignment: usize) -> Vec<u8> {
    inner_digits(bytes, alignment, |stream| {
        BASE64_STANDARD_NO_PAD.encode(stream)
    })
}

fn base64url(bytes: &[u8], alignment: usize) -> Vec<u8> {
    inner_digits(bytes, alignment, |stream| {
        BASE64_URL_SAFE_NO_PAD.encode(stream)
    })
}

/// The digits that depend on `bytes` alone if `alignment` other bytes precede them in their group of three, and any follow.
fn inner_digits(bytes: &[u8], alignment: usize, encode: fn(&[u8]) -> String) -> Vec<u8> {
    let stream = [&[0, 0][..alignment], bytes].concat();
    let digits = encode(&stream).into_bytes();
    // A digit is six bits.
    let begin = (alignment * 8).div_ceil(6);
    let end = stream.len() * 8 / 6;
    digits[begin.min(end)..end].to_vec()
}

fn numbers(bytes: &[u8], between: &str) -> Vec<u8> {
    let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
    numbers.join(between).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, bytes: &[u8]) -> String {
        let (_, write) = FORMS.iter().find(|(known, _)| *known == name).unwrap();
        String::from_utf8(write(bytes)).unwrap()
    }

    /// RFC 4648, section 10, has "foobar" as "Zm9vYmFy" and its beginnings; the rest follows from section 4.
    #[test]
    fn base64_at_every_alignment_has_the_digits_that_no_neighbour_changes() {
        assert_eq!(form("base64", b"foobar"), "Zm9vYmFy");
        // The fourth byte's last two bits share a digit with what follows.
        assert_eq!(form("base64", b"foob"), "Zm9vY");
        // "xfoobar" and "xyfoobar" for any x and y.
        for (name, before) in [
            ("base64 from the second byte on", "?"),
            ("base64 from the third byte on", "?!"),
        ] {
            for (filler, after) in [
                (before.to_owned(), ""),
                ("\u{7f}".repeat(before.len()), "~"),
            ] {
                let stream = BASE64_STANDARD_NO_PAD.encode(format!("{filler}foobar{after}"));
                let digits = form(name, b"foobar");
                assert!(digits.len() >= 7, "{digits}");
                assert!(stream.contains(&digits), "{digits} in {stream}");
            }
        }
    }

    #[test]
    fn base64url_has_the_other_two_digits() {
        assert_eq!(form("base64", &[0xfb, 0xff, 0xfe]), "+//+");
        assert_eq!(form("base64url", &[0xfb, 0xff, 0xfe]), "-__-");
    }

    #[test]
    fn the_other_forms_are_what_their_names_say() {
        let bytes = [0x01, 0xab, 0x20];
        assert_eq!(FORMS[1].1(&bytes), [0x20, 0xab, 0x01]);
        assert_eq!(form("hexadecimal", &bytes), "01ab20");
        assert_eq!(form("HEXADECIMAL", &bytes), "01AB20");
        assert_eq!(form("numbers", &bytes), "1,171,32");
        assert_eq!(form("numbers with blanks", &bytes), "1, 171, 32");
        assert_eq!(in_utf16(b"ab"), b"a\0b\0");
        assert_eq!(percent_encoded("a +\u{e9}"), "a%20%2B%C3%A9");
    }
}
