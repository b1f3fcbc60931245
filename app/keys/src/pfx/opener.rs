//! Opens the encrypted parts of a PFX, and encrypted PKCS#8 keys in files of their own, and sees that the work for one
//! file stays bearable.

use base::Secret;
use cbc::cipher::BlockCipherDecrypt;
use cbc::cipher::BlockModeDecrypt;
use cbc::cipher::KeyInit;
use cbc::cipher::KeyIvInit;
use cbc::cipher::block_padding::Pkcs7;
use der::asn1::ObjectIdentifier;
use pkcs5::EncryptionScheme;
use pkcs5::pbes2;
use pkcs5::pbes2::EncryptionScheme as Cipher;
use pkcs5::pbes2::Kdf;
use pkcs5::pbes2::Pbkdf2Prf;
use sha1::Sha1;
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use crate::HashFunction;
use crate::KeyDerivation;
use crate::KeyError;
use crate::MacKey;
use crate::Pbkdf2;
use crate::pfx::integrity;
use crate::pfx::kdf;
use crate::pfx::kdf::Purpose;
use crate::pfx::method;
use crate::pfx::seal::BLOCK;
use crate::pfx::seal::TRIPLE_DES_KEY;
use crate::pfx::structure::MacData;
use crate::pfx::structure::PbeParameters;
use crate::pfx::structure::TRIPLE_DES;

/// The most rounds of key derivation that are done for one file, all its parts together: a foreign file must not keep
/// the page busy for minutes. Java refuses more than 5,000,000 for a part; no program writes as many by itself.
const MOST_ROUNDS: u64 = 10_000_000;

/// RC2 is broken, and read all the same: Java 8 and openssl before 3.0 protect the certificates of a PFX by it, which are
/// no secret, and its key by 3DES.
const RC2_128: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.5");
const RC2_40: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.6");
const RC2_128_KEY: usize = 16;
const RC2_40_KEY: usize = 5;

/// A password, and what it may still cost to try it.
pub(crate) struct Opener<'file, D> {
    password: &'file Secret<String>,
    units: Zeroizing<Vec<u8>>,
    derivation: &'file D,
    rounds_left: u64,
    last: Option<Derived>,
}

/// A key that was derived and what it was derived from besides the password. Programs often protect all parts of a file by
/// one, and deriving it is what takes time.
struct Derived {
    hash: HashFunction,
    salt: Vec<u8>,
    rounds: u64,
    length: usize,
    key: Secret<Vec<u8>>,
}

impl<'file, D: KeyDerivation> Opener<'file, D> {
    /// An opener for one file.
    pub(crate) fn new(password: &'file Secret<String>, derivation: &'file D) -> Self {
        Self {
            password,
            units: kdf::password_units(password),
            derivation,
            rounds_left: MOST_ROUNDS,
            last: None,
        }
    }

    /// Takes an empty password for none at all from now on, which PKCS#12's own derivation tells from an empty one (see
    /// [`kdf::password_units`]), and says whether that makes a difference. The rounds that were done stay counted.
    pub(super) fn mean_no_password(&mut self) -> bool {
        // EXPOSE: only to see whether it is empty.
        let differs = self.password.expose().is_empty() && !self.units.is_empty();
        if differs {
            self.units.clear();
        }
        differs
    }

    /// Fails with [`KeyError::PasswordWrong`] unless the MAC is that of `contents`.
    pub(super) fn check_mac(
        &mut self,
        data: &MacData<'_>,
        contents: &[u8],
    ) -> Result<(), KeyError> {
        let hash = integrity::hash_of(data)?;
        let rounds = self.spend(data.rounds.unwrap_or(1))?;
        let salt = data.salt.as_bytes();
        let parameters = MacKey { hash, salt, rounds };
        let mac = integrity::mac(&self.units, parameters, contents, self.derivation)?;
        if mac == data.mac.digest.as_bytes() {
            Ok(())
        } else {
            Err(KeyError::PasswordWrong)
        }
    }

    /// Decrypts one part.
    pub(crate) async fn open(
        &mut self,
        algorithm: AlgorithmIdentifierRef<'_>,
        content: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        match algorithm.oid {
            TRIPLE_DES => self.open_pkcs12::<des::TdesEde3>(algorithm, TRIPLE_DES_KEY, content),
            RC2_128 => self.open_pkcs12::<rc2::Rc2>(algorithm, RC2_128_KEY, content),
            RC2_40 => self.open_pkcs12::<rc2::Rc2>(algorithm, RC2_40_KEY, content),
            pbes2::PBES2_OID => self.open_pbes2(algorithm, content).await,
            oid => Err(method::refused(oid)),
        }
    }

    /// The methods of PKCS#12 itself (RFC 7292, appendix C), for a cipher with blocks of 8 bytes.
    fn open_pkcs12<C: BlockCipherDecrypt + KeyInit>(
        &mut self,
        algorithm: AlgorithmIdentifierRef<'_>,
        key_length: usize,
        content: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let parameters: PbeParameters<'_> = algorithm
            .parameters
            .ok_or(KeyError::KeyFileUnreadable)?
            .decode_as()
            .map_err(|_| KeyError::KeyFileUnreadable)?;
        let rounds = self.spend(parameters.rounds)?;
        let salt = parameters.salt.as_bytes();
        let derive =
            |purpose, length| kdf::derive::<Sha1>(&self.units, salt, purpose, rounds, length);
        decrypt::<cbc::Decryptor<C>>(
            &derive(Purpose::Key, key_length),
            &derive(Purpose::Vector, BLOCK),
            content,
        )
    }

    /// PBES2 (RFC 8018, section 6.2) with PBKDF2 and AES.
    async fn open_pbes2(
        &mut self,
        algorithm: AlgorithmIdentifierRef<'_>,
        content: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let Ok(EncryptionScheme::Pbes2(parameters)) = EncryptionScheme::try_from(algorithm) else {
            return Err(method::refused_pbes2(algorithm));
        };
        let Kdf::Pbkdf2(pbkdf2) = &parameters.kdf else {
            return Err(method::refused(parameters.kdf.oid()));
        };
        let key = self
            .derive(pbkdf2, parameters.encryption.key_size())
            .await?;
        // EXPOSE: only the cipher sees it.
        let key = key.expose();
        match &parameters.encryption {
            Cipher::Aes128Cbc { iv } => decrypt::<cbc::Decryptor<aes::Aes128>>(key, iv, content),
            Cipher::Aes192Cbc { iv } => decrypt::<cbc::Decryptor<aes::Aes192>>(key, iv, content),
            Cipher::Aes256Cbc { iv } => decrypt::<cbc::Decryptor<aes::Aes256>>(key, iv, content),
            other => Err(method::refused(other.oid())),
        }
    }

    /// The key that PBKDF2 makes of the password, derived only if the part before did not have the same.
    async fn derive(
        &mut self,
        pbkdf2: &pbes2::Pbkdf2Params,
        length: usize,
    ) -> Result<&Secret<Vec<u8>>, KeyError> {
        let hash = hash_of(pbkdf2.prf)?;
        let salt = pbkdf2.salt.as_ref();
        let rounds = pbkdf2.iteration_count.into();
        let is_same = |last: &Derived| {
            (last.hash, last.salt.as_slice(), last.rounds, last.length)
                == (hash, salt, rounds, length)
        };
        let last = match self.last.take().filter(is_same) {
            Some(last) => last,
            None => {
                let derivation = Pbkdf2 {
                    hash,
                    salt,
                    rounds: self.spend(rounds)?,
                    length,
                };
                Derived {
                    hash,
                    salt: salt.to_vec(),
                    rounds,
                    length,
                    key: self.derivation.derive(self.password, derivation).await?,
                }
            }
        };
        Ok(&self.last.insert(last).key)
    }

    /// Takes rounds from what the file may cost.
    fn spend(&mut self, rounds: u64) -> Result<u32, KeyError> {
        if rounds == 0 {
            return Err(KeyError::KeyFileUnreadable);
        }
        let spent = MOST_ROUNDS - self.rounds_left;
        let too_many = KeyError::TooManyRounds {
            rounds: spent.saturating_add(rounds),
            most: MOST_ROUNDS,
        };
        match (self.rounds_left.checked_sub(rounds), u32::try_from(rounds)) {
            (Some(left), Ok(rounds)) => {
                self.rounds_left = left;
                Ok(rounds)
            }
            _ => Err(too_many),
        }
    }
}

/// Decrypts by a cipher in CBC mode. Padding that is none means a wrong password, where no MAC has told before.
fn decrypt<C: BlockModeDecrypt + KeyIvInit>(
    key: &[u8],
    vector: &[u8],
    content: &[u8],
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    C::new_from_slices(key, vector)
        .map_err(|_| KeyError::KeyFileUnreadable)?
        .decrypt_padded_vec::<Pkcs7>(content)
        .map(Zeroizing::new)
        .map_err(|_| KeyError::PasswordWrong)
}

fn hash_of(function: Pbkdf2Prf) -> Result<HashFunction, KeyError> {
    match function {
        Pbkdf2Prf::HmacWithSha1 => Ok(HashFunction::Sha1),
        Pbkdf2Prf::HmacWithSha256 => Ok(HashFunction::Sha256),
        Pbkdf2Prf::HmacWithSha384 => Ok(HashFunction::Sha384),
        Pbkdf2Prf::HmacWithSha512 => Ok(HashFunction::Sha512),
        other => Err(method::refused(other.oid())),
    }
}
