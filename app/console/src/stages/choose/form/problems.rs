//! What is wrong with the fields of a key pair.

use base::Key;
use base::Message;
use keys::SubjectField;
use keys::SubjectFields;
use survey::CertificateChoice;
use survey::Choice;
use survey::Field;
use survey::Problem;

use crate::browser::worker;

/// What `keys` says of the subject's fields, where a pair is to be made.
pub(super) fn of_subject(choice: &Choice) -> Vec<Problem> {
    let CertificateChoice::Make {
        organisation,
        country,
        common_name,
        ..
    } = &choice.certificate
    else {
        return Vec::new();
    };
    let fields = SubjectFields {
        organisation: organisation.clone(),
        country: country.clone(),
        common_name: common_name.clone(),
    };
    let field = |field: SubjectField| match field {
        SubjectField::Organisation => Field::Organisation,
        SubjectField::Country => Field::Country,
        SubjectField::CommonName => Field::CommonName,
    };
    let problems = keys::Subject::parse(&fields).err().unwrap_or_default();
    problems
        .into_iter()
        .map(|problem| Problem {
            field: field(problem.field),
            message: problem.error.message(),
        })
        .collect()
}

/// That the browser offers no cryptography at this address, where the choice asks for keys to be made or opened.
pub(super) fn of_address(choice: &Choice) -> Option<Problem> {
    let with_keys = matches!(
        choice.certificate,
        CertificateChoice::Make { .. } | CertificateChoice::Own { .. }
    );
    (with_keys && !worker::is_possible()).then(|| Problem {
        field: Field::Certificate,
        message: Message::new(Key::KeyWebCryptoMissing),
    })
}
