//! Names that are refused, and finding the key's own certificate.

use super::*;
use crate::testing;

#[test]
fn names_that_no_store_should_have_are_refused() {
    let private_key = testing::key();
    let check = |name: &str| {
        NewEntry {
            name,
            private_key: &private_key,
            certificate_der: &[],
        }
        .check_name()
    };
    assert_eq!(check("mytimetable"), Ok(()));
    assert_eq!(check(&"\u{e9}".repeat(64)), Ok(()));
    assert_eq!(check(""), Err(KeyError::FieldEmpty));
    assert_eq!(check(" \u{a0}"), Err(KeyError::FieldEmpty));
    assert_eq!(check("my\ntimetable"), Err(KeyError::FieldHasControls));
    assert_eq!(
        check(&"x".repeat(65)),
        Err(KeyError::FieldTooLong { most: 64 })
    );
}

#[test]
fn the_public_key_tells_which_certificate_is_the_keys_own() {
    let key = testing::key();
    let own = testing::certificate("Own", &key);
    let other = testing::certificate("Other", &testing::other_key());
    let unreadable = b"0".to_vec();
    let certificates = vec![other.clone(), unreadable.clone(), own.clone()];
    let entry = KeyEntry::new(None, key, certificates).unwrap();
    assert_eq!(entry.certificate_der, own);
    assert_eq!(entry.chain, [other.clone(), unreadable]);
    for certificates in [vec![], vec![other]] {
        let refused = KeyEntry::new(None, testing::key(), certificates);
        assert_eq!(refused.unwrap_err(), KeyError::NotAPair);
    }
}
