//! RSA key pairs, signatures, derived keys and randomness by WebCrypto: RSASSA-PKCS1-v1_5 and RSA-PSS with SHA-256, and
//! PBKDF2 (Web Cryptography API, sections 20, 21 and 33).
//!
//! Keys are made extractable, because the point is to save them as a file. Those that are brought in are not.

use base::Entropy;
use base::Secret;
use js_sys::Array;
use js_sys::ArrayBuffer;
use js_sys::Object;
use js_sys::Promise;
use js_sys::Reflect;
use js_sys::Uint8Array;
use keys::HashFunction;
use keys::KeyDerivation;
use keys::KeyError;
use keys::KeyGenerator;
use keys::KeyPair;
use keys::KeySize;
use keys::Pbkdf2;
use keys::PrivateKey;
use keys::PssSigner;
use keys::Signer;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Crypto;
use web_sys::CryptoKey;
use web_sys::CryptoKeyPair;
use web_sys::SubtleCrypto;

const PKCS1: &str = "RSASSA-PKCS1-v1_5";
const PSS: &str = "RSA-PSS";
const PBKDF2: &str = "PBKDF2";
const SHA_256: &str = "SHA-256";

/// 65537, most significant byte first.
const PUBLIC_EXPONENT: [u8; 3] = [1, 0, 1];

/// Bytes of the salt of a PS256 signature: as many as the digest has (RFC 7518, section 3.5).
const PSS_SALT: u32 = 32;

/// The browser's cryptography.
pub(crate) struct WebCrypto {
    crypto: Crypto,
    subtle: SubtleCrypto,
}

impl WebCrypto {
    /// None if the page's address is not secure and WebCrypto therefore missing.
    pub(crate) fn new(crypto: Crypto) -> Option<Self> {
        let subtle = crypto.subtle();
        (!subtle.is_undefined()).then_some(Self { crypto, subtle })
    }

    async fn try_generate(
        &self,
        size: KeySize,
    ) -> Result<(CryptoKeyPair, Secret<Vec<u8>>, Vec<u8>), JsValue> {
        let usages = Array::of2(&"sign".into(), &"verify".into());
        let promise = self
            .subtle
            .generate_key_with_object(&generation(size)?, true, &usages)?;
        let pair: CryptoKeyPair = JsFuture::from(promise).await?.unchecked_into();
        let private_key =
            take_bytes(self.subtle.export_key("pkcs8", &pair.get_private_key())?).await?;
        let public_key =
            take_bytes(self.subtle.export_key("spki", &pair.get_public_key())?).await?;
        Ok((pair, Secret::new(private_key), public_key))
    }
}

impl KeyGenerator for WebCrypto {
    type Signer = WebCryptoSigner;

    async fn generate(&self, size: KeySize) -> Result<KeyPair<WebCryptoSigner>, KeyError> {
        let (pair, pkcs8, public_key_der) =
            self.try_generate(size)
                .await
                .map_err(|error| KeyError::GenerationFailed {
                    detail: text_of(error),
                })?;
        let signer = WebCryptoSigner {
            subtle: self.subtle.clone(),
            private_key: pair.get_private_key(),
            public_key_der,
        };
        Ok(KeyPair {
            signer,
            private_key: PrivateKey::just_made(pkcs8)?,
        })
    }
}

/// Signs with a key that the browser holds.
pub(crate) struct WebCryptoSigner {
    subtle: SubtleCrypto,
    private_key: CryptoKey,
    public_key_der: Vec<u8>,
}

impl WebCryptoSigner {
    async fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, JsValue> {
        let message = Uint8Array::from(message);
        take_bytes(
            self.subtle
                .sign_with_str_and_js_u8_array(PKCS1, &self.private_key, &message)?,
        )
        .await
    }
}

impl Signer for WebCryptoSigner {
    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.try_sign(message)
            .await
            .map_err(|error| KeyError::SigningFailed {
                detail: text_of(error),
            })
    }

    fn public_key_der(&self) -> &[u8] {
        &self.public_key_der
    }
}

impl PssSigner for WebCrypto {
    async fn sign_pss(
        &self,
        private_key: &PrivateKey,
        message: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        self.try_sign_pss(private_key, message)
            .await
            .map_err(|error| KeyError::SigningFailed {
                detail: text_of(error),
            })
    }
}

impl WebCrypto {
    async fn try_sign_pss(
        &self,
        private_key: &PrivateKey,
        message: &[u8],
    ) -> Result<Vec<u8>, JsValue> {
        // EXPOSE: the browser gets the key to sign with, not to give it out again.
        let pkcs8 = Uint8Array::from(private_key.pkcs8().expose().as_slice());
        let algorithm = object(&[("name", PSS.into()), ("hash", SHA_256.into())])?;
        let usages = Array::of1(&"sign".into());
        let imported = self
            .subtle
            .import_key_with_object("pkcs8", &pkcs8, &algorithm, false, &usages)?;
        let key: Result<JsValue, JsValue> = JsFuture::from(imported).await;
        wipe(&pkcs8);
        let key: CryptoKey = key?.unchecked_into();
        let algorithm = object(&[("name", PSS.into()), ("saltLength", PSS_SALT.into())])?;
        let message = Uint8Array::from(message);
        let signed = self
            .subtle
            .sign_with_object_and_js_u8_array(&algorithm, &key, &message)?;
        take_bytes(signed).await
    }

    async fn try_derive(
        &self,
        password: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Vec<u8>, JsValue> {
        // EXPOSE: the browser gets the password to derive from, not to give it out again.
        let password = Uint8Array::from(password.expose().as_bytes());
        let usages = Array::of1(&"deriveBits".into());
        let imported = self
            .subtle
            .import_key_with_str("raw", &password, PBKDF2, false, &usages)?;
        let key: Result<JsValue, JsValue> = JsFuture::from(imported).await;
        wipe(&password);
        let key: CryptoKey = key?.unchecked_into();
        let algorithm = object(&[
            ("name", PBKDF2.into()),
            ("hash", name_of(parameters.hash).into()),
            ("salt", Uint8Array::from(parameters.salt).into()),
            ("iterations", parameters.rounds.into()),
        ])?;
        let bits = u32::try_from(parameters.length * 8).unwrap_or(u32::MAX);
        let derived = self
            .subtle
            .derive_bits_with_object(&algorithm, &key, bits)?;
        take_bytes(derived).await
    }
}

impl KeyDerivation for WebCrypto {
    async fn derive(
        &self,
        password: &Secret<String>,
        parameters: Pbkdf2<'_>,
    ) -> Result<Secret<Vec<u8>>, KeyError> {
        self.try_derive(password, parameters)
            .await
            .map(Secret::new)
            .map_err(|error| KeyError::DerivationFailed {
                detail: text_of(error),
            })
    }

    /// A derivation imports the password first and only then begins on a thread of its own; so does this, without beginning
    /// anything. Whatever becomes of it, the derivations' own outcome tells what there is to tell.
    async fn others_have_begun(&self) {
        let nothing = Uint8Array::from(b"-".as_slice());
        let usages = Array::of1(&"deriveBits".into());
        let imported = self
            .subtle
            .import_key_with_str("raw", &nothing, PBKDF2, false, &usages);
        if let Ok(promise) = imported {
            let _ = JsFuture::from(promise).await;
        }
    }
}

/// The most bytes that one call gives (Web Cryptography API, section 10.1.1).
const MOST_AT_ONCE: usize = 65_536;

impl Entropy for WebCrypto {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(MOST_AT_ONCE) {
            if let Err(error) = self.crypto.get_random_values_with_u8_array(part) {
                // Without randomness no key may be made: the whole worker fails, and the page is told by its error event.
                wasm_bindgen::throw_val(error);
            }
        }
    }
}

/// `RsaHashedKeyGenParams` (Web Cryptography API, section 20.4).
fn generation(size: KeySize) -> Result<Object, JsValue> {
    let bits = u32::try_from(size.bits()).unwrap_or(u32::MAX);
    let exponent = Uint8Array::from(PUBLIC_EXPONENT.as_slice());
    object(&[
        ("name", PKCS1.into()),
        ("modulusLength", bits.into()),
        ("publicExponent", exponent.into()),
        ("hash", SHA_256.into()),
    ])
}

/// The digest's name (Web Cryptography API, section 30).
fn name_of(hash: HashFunction) -> &'static str {
    match hash {
        HashFunction::Sha1 => "SHA-1",
        HashFunction::Sha256 => SHA_256,
        HashFunction::Sha384 => "SHA-384",
        HashFunction::Sha512 => "SHA-512",
    }
}

/// An object of these properties.
fn object(properties: &[(&str, JsValue)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in properties {
        Reflect::set(&object, &JsValue::from_str(name), value)?;
    }
    Ok(object)
}

fn wipe(array: &Uint8Array) {
    array.fill(0, 0, array.length());
}

/// The bytes of a promised `ArrayBuffer`, whose own copy is wiped.
async fn take_bytes(promise: Promise) -> Result<Vec<u8>, JsValue> {
    let buffer: ArrayBuffer = JsFuture::from(promise).await?.unchecked_into();
    let array = Uint8Array::new(&buffer);
    let bytes = array.to_vec();
    wipe(&array);
    Ok(bytes)
}

/// What the browser says of an error, e.g. `OperationError: ...`.
fn text_of(error: JsValue) -> String {
    error.unchecked_into::<js_sys::Error>().to_string().into()
}
