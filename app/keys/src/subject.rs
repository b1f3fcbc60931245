//! Whom a certificate names: organisation, country and host, checked field by field and encoded.
//!
//! The name is built from values, never by parsing them as RFC 4514 text: there a comma, a plus sign or a leading
//! number sign in an organisation's name would change the structure.

mod country;
mod host_name;

pub use country::COUNTRIES;
pub use country::country_of;

use der::Decode as _;
use der::Encode as _;
use der::asn1::Any;
use der::asn1::ObjectIdentifier;
use der::asn1::PrintableStringRef;
use der::asn1::SetOfVec;
use der::asn1::Utf8StringRef;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::Name;

use crate::KeyError;

/// Upper bound of organisation and common name, in characters (RFC 5280, appendix A.1).
const MOST_CHARACTERS: usize = 64;

const COUNTRY_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const ORGANIZATION_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// The form's texts, as typed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SubjectFields {
    /// The institution's name.
    pub organisation: String,
    /// Its country's two-letter code.
    pub country: String,
    /// Name of the host that will use the key.
    pub common_name: String,
}

/// One field of the form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SubjectField {
    /// [`SubjectFields::organisation`].
    Organisation,
    /// [`SubjectFields::country`].
    Country,
    /// [`SubjectFields::common_name`].
    CommonName,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SubjectProblem {
    /// Which field.
    pub field: SubjectField,
    /// What is wrong with it.
    pub error: KeyError,
}

/// A subject whose parts have been checked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Subject {
    organisation: String,
    country: &'static str,
    common_name: String,
}

impl Subject {
    /// Checks what was typed. Every field with a problem is named, not just the first.
    pub fn parse(fields: &SubjectFields) -> Result<Self, Vec<SubjectProblem>> {
        Self::of(
            organisation(&fields.organisation),
            country_code(&fields.country),
            common_name(&fields.common_name),
        )
    }

    /// Checks the fields of a subject that was parsed before: its host's name is in ASCII already. The keys worker needs
    /// no tables of Unicode for this, which would be the larger part of it.
    pub(crate) fn parse_again(fields: &SubjectFields) -> Result<Self, Vec<SubjectProblem>> {
        Self::of(
            organisation(&fields.organisation),
            country_code(&fields.country),
            ascii_common_name(&fields.common_name),
        )
    }

    fn of(
        organisation: Result<String, KeyError>,
        country: Result<&'static str, KeyError>,
        common_name: Result<String, KeyError>,
    ) -> Result<Self, Vec<SubjectProblem>> {
        match (organisation, country, common_name) {
            (Ok(organisation), Ok(country), Ok(common_name)) => Ok(Self {
                organisation,
                country,
                common_name,
            }),
            (organisation, country, common_name) => Err([
                (SubjectField::Organisation, organisation.err()),
                (SubjectField::Country, country.err()),
                (SubjectField::CommonName, common_name.err()),
            ]
            .into_iter()
            .filter_map(|(field, error)| {
                Some(SubjectProblem {
                    field,
                    error: error?,
                })
            })
            .collect()),
        }
    }

    /// The institution's name.
    pub fn organisation(&self) -> &str {
        &self.organisation
    }

    /// The country's code, two capitals.
    pub fn country(&self) -> &str {
        self.country
    }

    /// The host's name, in lower case and in ASCII (`xn--...` where it is internationalised).
    pub fn common_name(&self) -> &str {
        &self.common_name
    }

    /// The distinguished name: country, organisation, common name, in this order, one value each. The country is a
    /// PrintableString, the others are UTF8String (RFC 5280, section 4.1.2.4 and appendix A.1).
    pub(crate) fn to_name(&self) -> Result<Name, der::Error> {
        let parts = [
            (
                COUNTRY_NAME,
                Any::encode_from(&PrintableStringRef::new(self.country)?)?,
            ),
            (
                ORGANIZATION_NAME,
                Any::encode_from(&Utf8StringRef::new(&self.organisation)?)?,
            ),
            (
                COMMON_NAME,
                Any::encode_from(&Utf8StringRef::new(&self.common_name)?)?,
            ),
        ];
        let mut relative_names = Vec::new();
        for (oid, value) in parts {
            relative_names.push(SetOfVec::try_from(vec![AttributeTypeAndValue {
                oid,
                value,
            }])?);
        }
        // A name has no safe constructor from values, but it is these very bytes.
        Name::from_der(&relative_names.to_der()?)
    }
}

/// The text without surrounding blanks, unless nothing is left.
fn non_empty(text: &str) -> Result<&str, KeyError> {
    let text = text.trim();
    if text.is_empty() {
        Err(KeyError::FieldEmpty)
    } else {
        Ok(text)
    }
}

/// The text, if the standard allows its length.
fn short_enough(text: &str) -> Result<&str, KeyError> {
    if text.chars().count() > MOST_CHARACTERS {
        Err(KeyError::FieldTooLong {
            most: MOST_CHARACTERS,
        })
    } else {
        Ok(text)
    }
}

/// An organisation's name: any characters but line breaks and other controls.
fn organisation(text: &str) -> Result<String, KeyError> {
    let text = short_enough(non_empty(text)?)?;
    if text.chars().any(char::is_control) {
        Err(KeyError::FieldHasControls)
    } else {
        Ok(text.to_owned())
    }
}

/// A country's code.
fn country_code(text: &str) -> Result<&'static str, KeyError> {
    country_of(non_empty(text)?).ok_or(KeyError::CountryUnknown)
}

/// A common name: a host's name, encoded where it is internationalised.
fn common_name(text: &str) -> Result<String, KeyError> {
    let encoded = host_name::to_ascii(non_empty(text)?).ok_or(KeyError::HostNameInvalid)?;
    ascii_common_name(&encoded)
}

/// A common name whose host's name needs no encoding. The standard's bound is on what the certificate carries.
fn ascii_common_name(text: &str) -> Result<String, KeyError> {
    host_name::host_name(short_enough(text)?).ok_or(KeyError::HostNameInvalid)
}

#[cfg(test)]
mod tests;
