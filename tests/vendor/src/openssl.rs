//! The `openssl` command line. Passwords go by the environment, never by the command line, which others can see.

use std::ffi::OsString;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::VendorError;
use crate::folder::PrivateFolder;

/// Variable in which a child process finds the password.
const PASSWORD: &str = "VENDOR_KEY_PASSWORD";

/// Tells openssl to look there.
const FROM_ENVIRONMENT: [&str; 2] = ["-passin", "env:VENDOR_KEY_PASSWORD"];

/// The program.
pub(crate) struct Openssl {
    program: OsString,
}

/// A private key that opens with its password.
pub(crate) struct Key {
    openssl: Openssl,
    path: PathBuf,
    password: String,
    /// Holds the file; dropped with the key.
    _folder: PrivateFolder,
}

/// What a run left: its output if it went well, else what it complained of.
type Outcome = Result<Vec<u8>, String>;

impl Openssl {
    /// The one on PATH.
    pub(crate) fn on_path() -> Self {
        Self::named("openssl")
    }

    /// The one of another name.
    pub(crate) fn named(program: &str) -> Self {
        Self {
            program: program.into(),
        }
    }

    /// SHA-1 of a certificate's DER, base64url, as `x5t` wants it (RFC 7515, section 4.1.7).
    pub(crate) fn thumbprint(&self, certificate_pem: &str) -> Result<String, VendorError> {
        let der = self
            .run(
                &["x509", "-outform", "DER"],
                certificate_pem.as_bytes(),
                None,
            )?
            .map_err(|text| VendorError::CertificateNotRead { text })?;
        let digest = self
            .run(&["dgst", "-sha1", "-binary"], &der, None)?
            .map_err(|text| VendorError::Openssl {
                step: "compute a digest",
                text,
            })?;
        Ok(URL_SAFE_NO_PAD.encode(digest))
    }

    /// Random hexadecimal digits.
    fn random(&self) -> Result<String, VendorError> {
        let digits = self
            .run(&["rand", "-hex", "16"], &[], None)?
            .map_err(|text| VendorError::Openssl {
                step: "draw random digits",
                text,
            })?;
        Ok(String::from_utf8_lossy(&digits).trim().to_owned())
    }

    fn run(
        &self,
        arguments: &[&str],
        input: &[u8],
        password: Option<&str>,
    ) -> Result<Outcome, VendorError> {
        let mut command = Command::new(&self.program);
        command.args(arguments);
        command.envs(password.map(|password| (PASSWORD, password)));
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|problem| match problem.kind() {
            io::ErrorKind::NotFound => VendorError::OpensslMissing,
            _ => not_run(&problem),
        })?;
        // Inputs are far smaller than a pipe's buffer, so writing first cannot block for ever.
        if let Some(mut stdin) = child.stdin.take() {
            match stdin.write_all(input) {
                // It stopped before it read everything: its exit status tells why.
                Err(problem) if problem.kind() == io::ErrorKind::BrokenPipe => {}
                written => written.map_err(|problem| not_run(&problem))?,
            }
        }
        let output = child
            .wait_with_output()
            .map_err(|problem| not_run(&problem))?;
        Ok(if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
        })
    }
}

impl Key {
    /// Takes the encrypted key into a private folder and makes sure that it opens.
    pub(crate) fn open(openssl: Openssl, pem: &str, password: &str) -> Result<Self, VendorError> {
        if !pem
            .trim_start()
            .starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        {
            return Err(VendorError::KeyNotEncrypted);
        }
        let folder = PrivateFolder::new()?;
        let path = folder.write("key.pem", pem)?;
        let key = Self {
            openssl,
            path,
            password: password.to_owned(),
            _folder: folder,
        };
        key.run(&["pkey", "-noout", "-check", "-in"], &FROM_ENVIRONMENT, &[])?
            .map_err(|text| VendorError::KeyNotOpened { text })?;
        Ok(key)
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256 over `data`.
    pub(crate) fn sign(&self, data: &[u8]) -> Result<Vec<u8>, VendorError> {
        self.run(&["dgst", "-sha256", "-sign"], &FROM_ENVIRONMENT, data)?
            .map_err(|text| VendorError::Openssl { step: "sign", text })
    }

    /// Random hexadecimal digits.
    pub(crate) fn random(&self) -> Result<String, VendorError> {
        self.openssl.random()
    }

    /// Runs a command with the key's path between its arguments.
    fn run(&self, before: &[&str], after: &[&str], input: &[u8]) -> Result<Outcome, VendorError> {
        let path = text_of(&self.path)?;
        let arguments: Vec<&str> = before.iter().chain([&path]).chain(after).copied().collect();
        self.openssl.run(&arguments, input, Some(&self.password))
    }
}

fn text_of(path: &Path) -> Result<&str, VendorError> {
    path.to_str().ok_or_else(|| VendorError::Folder {
        text: "its path is not Unicode".to_owned(),
    })
}

fn not_run(problem: &io::Error) -> VendorError {
    VendorError::Openssl {
        step: "run",
        text: problem.to_string(),
    }
}
