//! pkilint's rules of RFC 5280 for end-entity certificates (`lint_pkix_cert`) find nothing to complain of.

use std::fs;
use std::process::Command;

use keys::KeySize;
use keys::SubjectFields;

use crate::made::Pair;
use crate::made::certificate;
use crate::program::Folder;
use crate::program::python;

/// Findings that are put up with, each with its reason. There are none.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// The findings of a certificate, warnings and worse: one line each, `severity code`.
fn findings(folder: &Folder, der: &[u8]) -> Vec<String> {
    fs::write(folder.path().join("certificate.der"), der).unwrap();
    let output = Command::new(python())
        .args([
            "-m",
            "pkilint.bin.lint_pkix_cert",
            "lint",
            "--severity",
            "WARNING",
        ])
        .args([
            "--format",
            "CSV",
            "--document-format",
            "DER",
            "certificate.der",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let mut lines = printed.lines();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        lines.next(),
        Some("node_path,validator,severity,code,message"),
        "pkilint, which `cargo xtask test native` installs: {complaint}"
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
    let folder = Folder::new("pkilint");
    for (size, subject, days) in sizes.into_iter().chain(lifetimes).chain(names) {
        let der = certificate(&Pair::make(size).private_key, &subject, days);
        assert_eq!(
            findings(&folder, &der),
            [""; 0],
            "{} bits, {days} days, {subject:?}",
            size.bits()
        );
    }
}

/// A linter that finds nothing anywhere would prove nothing: of a certificate without extensions it must say that they
/// are absent (RFC 5280, sections 4.1.2.1 and 4.2.1.1).
#[test]
fn the_linter_is_awake() {
    let folder = Folder::new("pkilint-awake");
    let version_1 = include_bytes!("../../fixtures/certificate-version-1.der");
    let found = findings(&folder, version_1);
    assert!(
        found.contains(&"ERROR pkix.authority_key_identifier_extension_absent".to_owned()),
        "{found:?}"
    );
}
