//! RSA key pairs, certificates and key files: reads a certificate that a person gives, makes a key pair with its
//! self-signed certificate, and writes and opens the files.
//!
//! It needs no browser. Randomness and time are parameters, and the key pair comes through a port: WebCrypto in the
//! page's worker, the rsa crate elsewhere ([`RsaGenerator`]). Nothing is stored or sent from here.

mod assertion;
mod ber;
mod certificate;
mod derivation;
mod error;
mod exchange;
mod files;
mod identity;
pub mod jks;
mod key_entry;
mod native;
mod pair;
pub mod password;
pub mod pfx;
mod private_key;
mod randomness;
mod read;
mod read_key;
#[cfg(test)]
mod round_trips;
mod subject;
#[cfg(test)]
mod testing;
mod zip;

pub use assertion::AssertionClaims;
pub use assertion::sign_assertion;
pub use certificate::Lifetime;
pub use certificate::UnsignedCertificate;
pub use derivation::HashFunction;
pub use derivation::KeyDerivation;
pub use derivation::MacKey;
pub use derivation::NativeDerivation;
pub use derivation::Pbkdf2;
pub use error::KeyError;
pub use exchange::AssertionRequest;
pub use exchange::IdentityRequest;
pub use exchange::KeyRequest;
pub use exchange::Task;
pub use exchange::answer;
pub use exchange::make;
pub use exchange::refusal;
pub use files::ARCHIVE_NAME;
pub use files::JksRequest;
pub use files::KeyFile;
pub use files::KeyFiles;
pub use files::Proof;
pub use files::ProofRequest;
pub use files::STORE_NAME;
pub use files::make_jks;
pub use files::prove;
pub use identity::Identity;
pub use identity::IdentityFiles;
pub use identity::open_identity;
pub use key_entry::KeyEntry;
pub use key_entry::NewEntry;
pub use native::RsaGenerator;
pub use native::RsaSigner;
pub use pair::KeyGenerator;
pub use pair::KeyPair;
pub use pair::KeySize;
pub use pair::PssSigner;
pub use pair::Signer;
pub use private_key::PrivateKey;
pub use read::Base64Forms;
pub use read::Candidate;
pub use read::Form;
pub use read::Given;
pub use read::Unread;
pub use read::has_certificate_beside_key;
pub use read::read_certificate;
pub use read::read_certificates;
pub use subject::COUNTRIES;
pub use subject::Subject;
pub use subject::SubjectField;
pub use subject::SubjectFields;
pub use subject::SubjectProblem;
pub use subject::country_of;
