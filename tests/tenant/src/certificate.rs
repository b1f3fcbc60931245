//! What Graph reads from a certificate that it is given.

use base::Timestamp;
use sha1::Digest;
use sha1::Sha1;
use x509_cert::Certificate;
use x509_cert::der::Decode;

/// The facts of one certificate that Graph keeps.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CertificateFacts {
    /// Forty upper-case hexadecimal digits.
    pub(crate) thumbprint: String,
    /// Who issued it, e.g. `CN=Authority,O=University` (RFC 4514).
    pub(crate) issuer: String,
    /// Begin of validity.
    pub(crate) not_before: Timestamp,
    /// End of validity.
    pub(crate) not_after: Timestamp,
}

/// Reads a DER certificate (RFC 5280); none if it is anything else or something follows it.
pub(crate) fn read(der: &[u8]) -> Option<CertificateFacts> {
    let certificate = Certificate::from_der(der).ok()?;
    let validity = certificate.tbs_certificate().validity();
    Some(CertificateFacts {
        thumbprint: hex::encode_upper(Sha1::digest(der)),
        issuer: certificate.tbs_certificate().issuer().to_string(),
        not_before: moment(&validity.not_before)?,
        not_after: moment(&validity.not_after)?,
    })
}

fn moment(time: &x509_cert::time::Time) -> Option<Timestamp> {
    let seconds = time.to_unix_duration().as_secs();
    i64::try_from(seconds)
        .ok()
        .map(Timestamp::from_unix_seconds)
}
