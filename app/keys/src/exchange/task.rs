//! Each request with what comes of it: as bytes to the worker, and back.

use base::Secret;

use super::AssertionRequest;
use super::IdentityRequest;
use super::KeyRequest;
use super::wire;
use super::wire::Request;
use crate::Identity;
use crate::JksRequest;
use crate::KeyError;
use crate::KeyFiles;
use crate::Proof;
use crate::ProofRequest;

/// Something that the worker is asked for.
pub trait Task {
    /// What comes of it.
    type Outcome;

    /// The request as bytes, which hold secrets.
    fn to_bytes(&self) -> Result<Secret<Vec<u8>>, KeyError>;

    /// Reads the reply to a request of this kind: the outcome, or why there is none.
    fn outcome(reply: &[u8]) -> Result<Self::Outcome, KeyError>;
}

impl Task for KeyRequest {
    type Outcome = KeyFiles;

    fn to_bytes(&self) -> Result<Secret<Vec<u8>>, KeyError> {
        wire::write(&Request::Make(self.into()))
    }

    fn outcome(reply: &[u8]) -> Result<KeyFiles, KeyError> {
        wire::read::<Result<wire::Files<'_>, KeyError>>(reply)?.map(KeyFiles::from)
    }
}

impl Task for JksRequest {
    type Outcome = Secret<Vec<u8>>;

    fn to_bytes(&self) -> Result<Secret<Vec<u8>>, KeyError> {
        wire::write(&Request::MakeJks(self.into()))
    }

    fn outcome(reply: &[u8]) -> Result<Secret<Vec<u8>>, KeyError> {
        wire::read::<Result<wire::Bytes<'_>, KeyError>>(reply)?.map(Secret::from)
    }
}

impl Task for IdentityRequest {
    type Outcome = Identity;

    fn to_bytes(&self) -> Result<Secret<Vec<u8>>, KeyError> {
        wire::write(&Request::Open(self.into()))
    }

    fn outcome(reply: &[u8]) -> Result<Identity, KeyError> {
        wire::read::<Result<wire::Identity, KeyError>>(reply)?.map(Identity::from)
    }
}

impl Task for ProofRequest {
    type Outcome = Proof;

    fn to_bytes(&self) -> Result<Secret<Vec<u8>>, KeyError> {
        wire::write(&Request::Prove(self.into()))
    }

    fn outcome(reply: &[u8]) -> Result<Proof, KeyError> {
        wire::read::<Result<wire::Proof, KeyError>>(reply)?.map(Proof::from)
    }
}

impl Task for AssertionRequest {
    type Outcome = Secret<String>;

    fn to_bytes(&self) -> Result<Secret<Vec<u8>>, KeyError> {
        wire::write(&Request::Assert(self.into()))
    }

    fn outcome(reply: &[u8]) -> Result<Secret<String>, KeyError> {
        wire::read::<Result<wire::Text<'_>, KeyError>>(reply)?.map(Secret::from)
    }
}
