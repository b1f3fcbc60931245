//! The proof of a set-up that works from any shell: what it is signed for, and the signing of it, by the keys worker.

use base::CertificateFacts;
use base::Clock;
use base::Secret;
use base::Thumbprint;
use handoff::HandOver;
use handoff::ProofCommands;
use keys::AssertionRequest;
use keys::IdentityFiles;
use keys::IdentityRequest;
use keys::KeyError;
use signin::TenantSegment;

use crate::browser::clock::BrowserClock;
use crate::browser::worker;
use crate::config::Config;
use crate::stage::MadePair;

/// The commands that prove this set-up.
pub(crate) fn commands(hand_over: &HandOver, config: &Config) -> ProofCommands {
    let tenant = TenantSegment::Id(hand_over.tenant_id.clone());
    let authority = config.authority.with_tenant(tenant);
    ProofCommands {
        token_endpoint: authority.endpoint("oauth2/v2.0/token").to_string(),
        graph: authority.graph.to_string(),
        client_id: hand_over.client_id.clone(),
    }
}

/// Whether `pair` is the one of the certificate that was handed over.
pub(crate) fn is_of(pair: &MadePair, hand_over: &HandOver) -> bool {
    let CertificateFacts { thumbprint, .. } = &pair.files.facts;
    let handed = hand_over.certificate.as_ref();
    handed.is_some_and(|handed| handed.thumbprint == *thumbprint)
}

/// Signs an assertion for these commands, with the pair that was made. It is a credential for ten minutes.
pub(crate) async fn sign(
    pair: &MadePair,
    commands: &ProofCommands,
) -> Result<Secret<String>, KeyError> {
    let files = IdentityFiles::Pair {
        // EXPOSE: the encrypted file goes to the worker, as a secret again.
        private_key: Secret::new(pair.files.key_pem.expose().clone().into_bytes()),
        certificate: pair.files.certificate_pem.clone().into_bytes(),
    };
    sign_with(files, pair.password.clone(), commands).await
}

/// The same with files that somebody has; `None` where they are not of the certificate `handed` over.
pub(crate) async fn sign_with_files(
    files: IdentityFiles,
    password: Secret<String>,
    handed: Thumbprint,
    commands: &ProofCommands,
) -> Result<Option<Secret<String>>, KeyError> {
    let identity = super::keys::open(files.clone(), password.clone()).await?;
    if identity.certificate.thumbprint != handed {
        return Ok(None);
    }
    sign_with(files, password, commands).await.map(Some)
}

async fn sign_with(
    files: IdentityFiles,
    password: Secret<String>,
    commands: &ProofCommands,
) -> Result<Secret<String>, KeyError> {
    let request = AssertionRequest {
        identity: IdentityRequest {
            files,
            password,
            now: BrowserClock.now(),
        },
        token_endpoint: commands.token_endpoint.clone(),
        client_id: commands.client_id.clone(),
    };
    worker::ask(&request).await
}
