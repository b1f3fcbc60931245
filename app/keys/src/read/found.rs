//! What an input was found to hold: the bytes of certificates, each once, and why the others cannot be read.

use serde::Deserialize;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;

use super::Form;
use super::armour::Block;
use super::bundle;
use super::sniff;
use crate::KeyError;

/// The most certificates that are read of one input: a chain has a few, and the largest input has room for about a hundred.
const MOST: usize = 128;

/// The most reasons that are told.
const MOST_REASONS: usize = 16;

/// What could not be read beside certificates that could: it is left out, and the person is told.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Unread {
    /// How many could not.
    pub count: usize,
    /// Why: each reason once, and no more than 16 of them.
    pub reasons: Vec<KeyError>,
}

impl Unread {
    /// One more.
    pub(super) fn add(&mut self, reason: KeyError) {
        self.count += 1;
        if self.reasons.len() < MOST_REASONS && !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    fn append(&mut self, other: Self) {
        let more = other.count - other.reasons.len();
        for reason in other.reasons {
            self.add(reason);
        }
        self.count += more;
    }
}

/// What was found so far.
pub(super) struct Found {
    /// The form of the last input.
    pub(super) form: Form,
    /// What may be certificates, in the order in which they came; of those that came twice the first.
    pub(super) ders: Vec<Block>,
    /// What is none for certain.
    pub(super) unread: Unread,
    seen: Vec<[u8; 32]>,
    too_many: usize,
}

impl Found {
    /// Nothing yet.
    pub(super) fn new(form: Form) -> Self {
        Self {
            form,
            ders: Vec::new(),
            unread: Unread::default(),
            seen: Vec::new(),
            too_many: 0,
        }
    }

    /// Takes the certificates of a bundle, or what may be one by itself. A private key is refused.
    pub(super) fn take(&mut self, block: Result<Block, KeyError>) -> Result<(), KeyError> {
        let block = match block {
            Ok(block) => block,
            Err(error) => {
                self.unread.add(error);
                return Ok(());
            }
        };
        if let Some(refusal) = sniff::private(&block) {
            return Err(refusal);
        }
        match bundle::certificates(&block) {
            Ok(None) => self.take_one(&block),
            Ok(Some(parts)) => {
                self.form = Form::Pkcs7;
                for part in parts {
                    match part {
                        Ok(part) => self.take_one(part.whole),
                        Err(error) => self.unread.add(error),
                    }
                }
            }
            Err(refusal) if refusal.is_of_a_secret() => return Err(refusal),
            Err(damage) => self.unread.add(damage),
        }
        Ok(())
    }

    fn take_one(&mut self, der: &[u8]) {
        let digest = Sha256::digest(der).into();
        if self.seen.contains(&digest) {
            return;
        }
        if self.ders.len() == MOST {
            self.too_many += 1;
            return;
        }
        self.seen.push(digest);
        self.ders.push(Block::new(der.to_vec()));
    }

    /// Takes what was found elsewhere.
    pub(super) fn append(&mut self, other: Self) {
        self.form = other.form;
        self.too_many += other.too_many;
        for der in &other.ders {
            self.take_one(der);
        }
        self.unread.append(other.unread);
    }

    /// Fails if there is nothing that may be a certificate, or too much of it.
    pub(super) fn checked(self) -> Result<Self, KeyError> {
        if self.too_many > 0 {
            let count = MOST + self.too_many;
            return Err(KeyError::SeveralCertificates { count });
        }
        match self.unread.reasons.first() {
            Some(reason) if self.ders.is_empty() => Err(reason.clone()),
            _ => Ok(self),
        }
    }
}
