//! pkilint's rules of RFC 5280 for end-entity certificates (`lint_pkix_cert`) find nothing to complain of.

use std::fs;

use keys::KeySize;
use keys::SubjectFields;

use crate::made::Pair;
use crate::made::certificate;
use crate::program::Folder;
use crate::program::python;

/// Findings that are put up with, each with its reason. There are none.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// What pkilint's own command does, for one file after the other: starting it takes longest. After each a form feed.
const LINTER: &str = "
import sys
from pkilint.bin.lint_pkix_cert import main
for file in sys.argv[1:]:
    main(['lint', '--severity', 'WARNING', '--format', 'CSV', '--document-format', 'DER', file])
    print('\\f')
";

/// The findings of each certificate, warnings and worse: one line each, `severity code`.
fn findings(folder: &Folder, certificates: &[Vec<u8>]) -> Vec<Vec<String>> {
    let names: Vec<String> = (0..certificates.len())
        .map(|number| format!("{number}.der"))
        .collect();
    for (name, der) in names.iter().zip(certificates) {
        fs::write(folder.path().join(name), der).unwrap();
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let arguments = [&["-c", LINTER], names.as_slice()].concat();
    let printed = folder
        .run(&python(), &arguments, "")
        .unwrap_or_else(|complaint| {
            panic!("pkilint, which `cargo xtask test native` installs: {complaint}")
        });
    let found: Vec<_> = printed.split_terminator("\u{c}\n").map(told).collect();
    assert_eq!(found.len(), certificates.len(), "{printed}");
    found
}

/// The findings that were printed of one certificate.
fn told(printed: &str) -> Vec<String> {
    let mut lines = printed.lines();
    assert_eq!(
        lines.next(),
        Some("node_path,validator,severity,code,message"),
        "{printed}"
    );
    lines
        .filter(|line| !line.is_empty())
        .map(|line| {
            let fields: Vec<&str> = line.splitn(5, ',').collect();
            format!("{} {}", fields[2], fields[3])
        })
        .filter(|finding| EXCEPTIONS.iter().all(|(excepted, _)| excepted != finding))
        .collect()
}

fn subject(organisation: &str, country: &str, common_name: &str) -> SubjectFields {
    SubjectFields {
        organisation: organisation.to_owned(),
        country: country.to_owned(),
        common_name: common_name.to_owned(),
    }
}

#[test]
fn certificates_of_every_size_lifetime_and_kind_of_name_pass() {
    let plain = subject("Example University", "NL", "push.example.edu");
    let longest_name = format!("{}.edu", ["a23456789.123456789.123456789"; 2].join("."));
    let names = [
        subject("Universit\u{e4}t Z\u{fc}rich", "CH", "push.example.edu"),
        subject(
            "\u{1f393} \u{6771}\u{4eac}\u{5927}\u{5b66}",
            "JP",
            "xn--wgv71a119e.example",
        ),
        subject("A, \"B\" + C; <D> #E=\\F", "GB", "x"),
        subject(&"O".repeat(64), "DE", &longest_name),
    ];
    let sizes = KeySize::ALL.map(|size| (size, plain.clone(), 365));
    let lifetimes = [1, 180, 730, 3650].map(|days| (KeySize::Rsa2048, plain.clone(), days));
    let names = names.map(|name| (KeySize::Rsa2048, name, 365));
    let kinds: Vec<_> = sizes.into_iter().chain(lifetimes).chain(names).collect();
    let make = |(size, subject, days): &(KeySize, SubjectFields, u32)| {
        certificate(&Pair::make(*size).private_key, subject, *days)
    };
    let made: Vec<_> = kinds.iter().map(make).collect();
    let found = findings(&Folder::new("pkilint"), &made);
    for ((size, subject, days), found) in kinds.iter().zip(found) {
        let bits = size.bits();
        assert_eq!(found, [""; 0], "{bits} bits, {days} days, {subject:?}");
    }
}

/// A linter that finds nothing anywhere would prove nothing: of a certificate without extensions it must say that they
/// are absent (RFC 5280, sections 4.1.2.1 and 4.2.1.1).
#[test]
fn the_linter_is_awake() {
    let folder = Folder::new("pkilint-awake");
    let version_1 = include_bytes!("../../fixtures/certificate-version-1.der");
    let found = findings(&folder, &[version_1.to_vec()]);
    assert!(
        found[0].contains(&"ERROR pkix.authority_key_identifier_extension_absent".to_owned()),
        "{found:?}"
    );
}
