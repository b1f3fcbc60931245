//! What the messages of errors carry.

use super::*;

#[test]
fn messages_carry_what_their_sentences_name() {
    let now: Timestamp = "2026-11-21T08:00:00Z".parse().unwrap();
    let detail = "OperationError".to_owned();
    for (error, key, parameters) in [
        (
            KeyError::TooLarge { most: 9 },
            Key::CertificateTooLarge,
            vec![("most", "9")],
        ),
        (
            KeyError::WorkerFailed {
                detail: detail.clone(),
            },
            Key::KeyWorkerFailed,
            vec![("detail", "OperationError")],
        ),
        (
            KeyError::SeveralCertificates { count: 2 },
            Key::CertificateSeveral,
            vec![("count", "2")],
        ),
        (
            KeyError::BlockTorn { position: 3 },
            Key::BlockTorn,
            vec![("position", "3")],
        ),
        (
            KeyError::KeyTooSmall { bits: 1024 },
            Key::CertificateKeyTooSmall,
            vec![("bits", "1024")],
        ),
        (
            KeyError::Expired { not_after: now },
            Key::CertificateExpired,
            vec![("date", "2026-11-21T08:00:00Z")],
        ),
        (
            KeyError::NotYetValid { not_before: now },
            Key::CertificateNotYetValid,
            vec![("date", "2026-11-21T08:00:00Z")],
        ),
        (
            KeyError::FieldTooLong { most: 64 },
            Key::FieldTooLong,
            vec![("most", "64")],
        ),
        (
            KeyError::SizeUnknown { bits: 512 },
            Key::KeySizeUnknown,
            vec![("bits", "512")],
        ),
        (
            KeyError::LifetimeOutOfRange { days: 0, most: 7 },
            Key::KeyLifetimeOutOfRange,
            vec![("days", "0"), ("most", "7")],
        ),
        (
            KeyError::SigningFailed { detail },
            Key::KeySigningFailed,
            vec![("detail", "OperationError")],
        ),
        (
            KeyError::CheckFailed {
                file: KeyFile::KeyPem,
            },
            Key::KeyCheckFailed,
            vec![("file", "key.pem")],
        ),
        (
            KeyError::PrivateKeyInInput,
            Key::CertificateIsPrivateKey,
            vec![],
        ),
        (KeyError::FieldEmpty, Key::FieldEmpty, vec![]),
        (
            KeyError::PasswordCharacter {
                position: 3,
                character: "U+0009".to_owned(),
            },
            Key::KeyPasswordCharacter,
            vec![("character", "U+0009"), ("position", "3")],
        ),
        (
            KeyError::PasswordTooShort { least: 6 },
            Key::KeyPasswordTooShort,
            vec![("least", "6")],
        ),
        (
            KeyError::ProtectionRefused {
                method: "RC4".to_owned(),
            },
            Key::KeyProtectionRefused,
            vec![("method", "RC4")],
        ),
        (
            KeyError::KeyFileProtectionRefused {
                method: "scrypt".to_owned(),
            },
            Key::KeyFileProtectionRefused,
            vec![("method", "scrypt")],
        ),
        (
            KeyError::JavaProtectionRefused {
                method: "JCEKS".to_owned(),
            },
            Key::KeyJavaProtectionRefused,
            vec![("method", "JCEKS")],
        ),
        (
            KeyError::TooManyRounds { rounds: 9, most: 8 },
            Key::KeyTooManyRounds,
            vec![("most", "8"), ("rounds", "9")],
        ),
        (
            KeyError::SeveralPrivateKeys { count: 2 },
            Key::KeySeveralPrivateKeys,
            vec![("count", "2")],
        ),
    ] {
        let message = error.message();
        assert_eq!(message.key, key);
        let carried: Vec<_> = message
            .parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(carried, parameters, "{error:?}");
    }
}
