//! RSA key pairs, certificates and key files: reads a certificate that a person gives, makes a key pair with its
//! self-signed certificate, and writes and opens the files.
//!
//! It needs no browser. Randomness and time are parameters, and the key pair comes through a port: WebCrypto in the
//! page's worker, the rsa crate elsewhere ([`RsaGenerator`]). Nothing is stored or sent from here.

mod certificate;
mod error;
mod exchange;
mod files;
mod native;
mod pair;
mod private_key;
mod randomness;
mod read;
mod subject;
#[cfg(test)]
mod testing;

pub use certificate::Lifetime;
pub use certificate::UnsignedCertificate;
pub use error::KeyError;
pub use exchange::KeyRequest;
pub use exchange::make;
pub use exchange::reply_from_bytes;
pub use exchange::reply_to_bytes;
pub use files::KeyFile;
pub use files::KeyFiles;
pub use native::RsaGenerator;
pub use native::RsaSigner;
pub use pair::KeyGenerator;
pub use pair::KeyPair;
pub use pair::KeySize;
pub use pair::Signer;
pub use private_key::PrivateKey;
pub use read::read_certificate;
pub use subject::COUNTRIES;
pub use subject::Subject;
pub use subject::SubjectField;
pub use subject::SubjectFields;
pub use subject::SubjectProblem;
