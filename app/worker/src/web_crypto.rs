//! RSA key pairs and signatures by WebCrypto: RSASSA-PKCS1-v1_5 with SHA-256 (Web Cryptography API, section 20).
//!
//! Keys are made extractable, because the point is to save them as a file.

use base::Secret;
use js_sys::Array;
use js_sys::ArrayBuffer;
use js_sys::Object;
use js_sys::Promise;
use js_sys::Reflect;
use js_sys::Uint8Array;
use keys::KeyError;
use keys::KeyGenerator;
use keys::KeyPair;
use keys::KeySize;
use keys::PrivateKey;
use keys::Signer;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Crypto;
use web_sys::CryptoKey;
use web_sys::CryptoKeyPair;
use web_sys::SubtleCrypto;

const ALGORITHM: &str = "RSASSA-PKCS1-v1_5";

/// 65537, most significant byte first.
const PUBLIC_EXPONENT: [u8; 3] = [1, 0, 1];

/// Makes key pairs by the browser.
pub(crate) struct WebCryptoGenerator {
    subtle: SubtleCrypto,
}

impl WebCryptoGenerator {
    /// A generator, unless the page's address is not secure and WebCrypto therefore missing.
    pub(crate) fn new(crypto: &Crypto) -> Result<Self, KeyError> {
        let subtle = crypto.subtle();
        if subtle.is_undefined() {
            return Err(KeyError::WebCryptoMissing);
        }
        Ok(Self { subtle })
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

impl KeyGenerator for WebCryptoGenerator {
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
            private_key: PrivateKey::from_pkcs8(pkcs8)?,
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
        take_bytes(self.subtle.sign_with_str_and_js_u8_array(
            ALGORITHM,
            &self.private_key,
            &message,
        )?)
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

/// `RsaHashedKeyGenParams` (Web Cryptography API, section 20.4).
fn generation(size: KeySize) -> Result<Object, JsValue> {
    let parameters = Object::new();
    let bits = u32::try_from(size.bits()).unwrap_or(u32::MAX);
    for (name, value) in [
        ("name", JsValue::from_str(ALGORITHM)),
        ("modulusLength", JsValue::from(bits)),
        (
            "publicExponent",
            Uint8Array::from(PUBLIC_EXPONENT.as_slice()).into(),
        ),
        ("hash", JsValue::from_str("SHA-256")),
    ] {
        Reflect::set(&parameters, &JsValue::from_str(name), &value)?;
    }
    Ok(parameters)
}

/// The bytes of a promised `ArrayBuffer`, whose own copy is wiped.
async fn take_bytes(promise: Promise) -> Result<Vec<u8>, JsValue> {
    let buffer: ArrayBuffer = JsFuture::from(promise).await?.unchecked_into();
    let array = Uint8Array::new(&buffer);
    let bytes = array.to_vec();
    array.fill(0, 0, array.length());
    Ok(bytes)
}

/// What the browser says of an error, e.g. `OperationError: ...`.
fn text_of(error: JsValue) -> String {
    error.unchecked_into::<js_sys::Error>().to_string().into()
}
