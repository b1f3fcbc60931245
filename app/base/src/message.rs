//! What happened, without the words for it: a key and its parameters. `words` holds the sentences in each language.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

/// What a message says. One sentence per language stands in `words` for each; leaving one out does not compile.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// A field that must be filled in is empty.
    FieldEmpty,
    /// A text is longer than `{most}` characters.
    FieldTooLong,
    /// A size or lifetime that is not among those offered.
    FieldNotOffered,
    /// A password of fewer than `{fewest}` characters.
    FieldPasswordShort,
    /// The password typed a second time is another one.
    FieldPasswordDiffers,
    /// No certificate was read yet.
    FieldCertificateMissing,

    /// Plan: make the application `{name}`, findable by its key `{key}`.
    PlanApplicationCreate,
    /// Plan: the application `{name}` is there and as wanted.
    PlanApplicationKeep,
    /// Plan: the application `{name}` is there; properties that differ are set again.
    PlanApplicationUpdate,
    /// Plan: make the service principal of the application.
    PlanServicePrincipalCreate,
    /// Plan: the service principal is there.
    PlanServicePrincipalKeep,
    /// Plan: the service principal is there but disabled, so no token is issued.
    PlanServicePrincipalDisabled,
    /// What to do about a disabled service principal: enable it in the portal, under Properties.
    UnblockServicePrincipalDisabled,
    /// Plan: declare the permissions `{permissions}` on the application.
    PlanDeclareUpdate,
    /// Plan: the permissions `{permissions}` are declared.
    PlanDeclareKeep,
    /// Plan: consent to `{permission}` for the whole tenant.
    PlanConsentCreate,
    /// Plan: consent to `{permission}` has been given.
    PlanConsentKeep,
    /// Plan: the permission `{permission}` is not offered by this tenant's Microsoft Graph under Microsoft's id.
    PlanConsentUnknown,
    /// What to do about a permission that the tenant does not know: check the cloud, ask Microsoft.
    UnblockConsentUnknown,
    /// Plan: add the certificate with the thumbprint `{thumbprint}`, valid until `{until}`.
    PlanCertificateCreate,
    /// Plan: add it beside the certificates that the application has, `{others}` in number, which stay.
    PlanCertificateBeside,
    /// Plan: the certificate with the thumbprint `{thumbprint}`, valid until `{until}`, is there.
    PlanCertificateKeep,
    /// Plan: the certificate `{thumbprint}`, which was to be kept, is not there or not valid.
    PlanCertificateNone,
    /// What to do when there is no valid certificate: go back and choose one.
    UnblockCertificateNone,

    /// Stopped: the record of what is about to be done could not be written, so it was not done.
    StoppedLedger,
    /// Stopped: the step is done, but its last line could not be written; `{reason}`.
    StoppedUnrecorded,
    /// Stopped: Graph refused the write; `{status}`, `{code}`, `{message}`. It was not done. An advice follows.
    StoppedRefused,
    /// Stopped: a fault at Microsoft's side; `{status}`, `{code}`, `{message}`. Whether it was done is not known.
    /// An advice follows.
    StoppedFault,
    /// Stopped: Graph refused to let something be read; `{status}`, `{code}`, `{message}`. An advice follows.
    StoppedReading,
    /// Stopped: no answer came from `{host}`.
    StoppedNoAnswer,
    /// Stopped: the sign-in has ended.
    StoppedSignIn,
    /// Stopped: an answer could not be read; `{what}`.
    StoppedUnreadable,
    /// Stopped: the change was sent, but did not become visible within ten minutes.
    StoppedNotSeen,
    /// Stopped: someone else changed the object since the plan was made.
    StoppedChangedSince,
    /// Stopped: another tab of this browser is carrying out a plan for the same tenant.
    StoppedOtherTab,
    /// What was read back at the end is not as planned.
    StoppedNotKept,

    // Reading a certificate (`keys`).
    /// Nothing was dropped, pasted or chosen, or it is blank.
    CertificateNothingThere,
    /// The file is larger than any certificate, `{most}` bytes at most are read: probably the wrong file.
    CertificateTooLarge,
    /// The text is damaged: its begin or end line is missing, or it was changed on the way. Ask for the file itself.
    CertificateBroken,
    /// This is something else than a certificate.
    CertificateNotOne,
    /// The file holds `{count}` certificates; give the one to be used by itself.
    CertificateSeveral,
    /// This is a certificate request (CSR), not a certificate: the certificate is what the authority sent back.
    CertificateIsRequest,
    /// This holds a private key. It was refused, not kept and not sent; only the certificate is wanted. Where the
    /// key came by mail or the like, it should be replaced.
    CertificateIsPrivateKey,
    /// There is something behind the certificate in the file.
    CertificateTrailingBytes,
    /// The certificate's key is not RSA; Entra accepts RSA only.
    CertificateKeyNotRsa,
    /// The certificate's key has only `{bits}` bits; 2048 are needed.
    CertificateKeyTooSmall,
    /// The certificate expired at `{date}` (RFC 3339).
    CertificateExpired,
    /// The certificate is not valid before `{date}` (RFC 3339); or this computer's clock is behind.
    CertificateNotYetValid,

    // Making and opening key files (`keys`).
    /// The field holds a line break or another invisible control character.
    KeyFieldHasControls,
    /// This is not a two-letter country code (ISO 3166-1), such as NL or GB.
    KeyCountryUnknown,
    /// This is not a host name such as push.example.edu: no address, no URL, no accents (use the form with xn--).
    KeyHostNameInvalid,
    /// Keys of `{bits}` bits are not offered: 2048, 3072 or 4096.
    KeySizeUnknown,
    /// A lifetime of `{days}` days is not offered: 1 to `{most}`.
    KeyLifetimeOutOfRange,
    /// The key file needs a password.
    KeyPasswordEmpty,
    /// The browser offers no WebCrypto here: the page must be opened over https (or on localhost).
    KeyWebCryptoMissing,
    /// The browser could not make the key pair: `{detail}`.
    KeyGenerationFailed,
    /// The browser could not sign the certificate: `{detail}`.
    KeySigningFailed,
    /// The certificate or key could not be written down: this computer's clock is far off, or a mistake of ours.
    KeyEncodingFailed,
    /// `{file}` did not pass the check after it was made and is not given out; try again.
    KeyCheckFailed,
    /// This is not a key file, or it is damaged.
    KeyFileUnreadable,
    /// The key file is not encrypted, or in a way that this page does not open.
    KeyFileUnsupported,
    /// The password does not open the key file.
    KeyPasswordWrong,
    /// The private key and the certificate do not belong together: files of two different runs.
    KeyNotAPair,
    /// The page and its keys worker do not understand each other: reload the page without the browser's cache.
    KeyExchangeUnreadable,

    // Signing in (`signin`). `{code}` is what people look up: `AADSTS` and a number, or an OAuth error.
    /// `config.json`: the field `{field}` is missing or empty.
    SignInSettingMissing,
    /// `config.json`: `{field}` must be a tenant id, a domain of the tenant, or `organizations`.
    SignInSettingTenant,
    /// `config.json`: `{field}` must be the client id (a GUID) of the console's own application.
    SignInSettingClientId,
    /// `config.json`: `{field}` must be `worldwide`, `us-gov`, `us-gov-dod` or `china`.
    SignInSettingCloud,
    /// `config.json`: `{field}` must be a whole address that begins with `https://`.
    SignInSettingAddress,
    /// `config.json`: `{field}` must begin with `https://`; `http://` is for localhost only.
    SignInSettingNotSecure,
    /// `config.json`: `{field}` must have no user name, no `?` and no `#`.
    SignInSettingAddressTooMuch,
    /// `config.json`, at `{field}`: give either `cloud`, or both `loginUrl` and `graphUrl`.
    SignInSettingCloudOrAddresses,
    /// The browser forbids session storage, without which no sign-in can come back.
    SignInStorageForbidden,
    /// This page's address `{address}` cannot be used for signing in: serve it over https (or from localhost), with an
    /// address of at most 256 characters.
    SignInPageAddress,
    /// No request can be made to `{address}`: correct `config.json`.
    SignInEndpointAddress,
    /// An answer of Entra came to which no sign-in of this tab belongs (an old link, the "back" button, another tab, or
    /// a stranger's link): it was not used; sign in again from here.
    SignInNotAsked,
    /// The sign-in took too long or its answer was already used: sign in again, in one tab and within ten minutes.
    SignInTooLate,
    /// Entra's answer could not be read; `{reason}`, a technical detail in English. Something on the way may have changed
    /// it; try again, then ask support.
    SignInAnswerMalformed,
    /// Entra is busy (`{code}`): try again in a minute.
    SignInBusy,
    /// Not everything that was asked was granted, missing is `{scopes}`: sign in again and agree to all of it, or ask an
    /// administrator who may.
    SignInScopesMissing,
    /// What Entra sent about the person does not fit this sign-in; `{reason}`, a technical detail in English. It was not
    /// used; sign in again, and ask support if it happens again.
    SignInNotTrusted,
    /// This computer's clock, which says `{now}`, is wrong by more than five minutes: set it, then sign in again.
    SignInClock,
    /// The account belongs to the tenant `{found}`, but this sign-in is for `{expected}`: pick another account.
    SignInOtherTenant,
    /// No answer came from `{host}`: no connection, or a proxy or add-on in between; or the page's redirect address is
    /// not registered as a single-page application.
    SignInNoAnswer,
    /// Entra (`{code}`): the person cancelled or declined consent. Nothing was changed; sign in again when ready.
    SignInDeclined,
    /// Entra (`{code}`): nobody has consented to what the console asks. Sign in again and agree, or ask an administrator.
    SignInConsentMissing,
    /// Entra (`{code}`): an administrator must consent. Ask one to sign in here, or to approve the request.
    SignInAdminConsent,
    /// Entra (`{code}`): this page's address is registered with the wrong platform. It must stand under "Single-page
    /// application" of the console's own application, not under "Web".
    SignInNotSinglePage,
    /// Entra (`{code}`): this page's address is not registered as a redirect URI of the console's own application.
    SignInRedirectUnknown,
    /// Entra (`{code}`): the tenant does not know the console's own application: wrong client id or tenant in
    /// `config.json`, or the application was deleted.
    SignInApplicationUnknown,
    /// Entra (`{code}`): the console's own application is disabled. An administrator can enable it.
    SignInApplicationDisabled,
    /// Entra (`{code}`): there is no such tenant, or the application is for one tenant only. Check `tenant` in
    /// `config.json`.
    SignInTenantUnknown,
    /// Entra (`{code}`): the account belongs to another tenant and is no guest here. Pick another account.
    SignInAccountElsewhere,
    /// Entra (`{code}`): the tenant lives in another national cloud. Set `cloud` in `config.json`.
    SignInOtherCloud,
    /// Entra (`{code}`): only assigned people may use the console's own application. An administrator can assign the
    /// person, or lift the requirement.
    SignInNotAssigned,
    /// Entra (`{code}`): Conditional Access or another policy of the tenant blocks this sign-in. Use a device or network
    /// that the policy allows, or ask its administrator.
    SignInBlockedByPolicy,
    /// Entra (`{code}`): further proof is needed (multi-factor authentication). Sign in again and complete it.
    SignInMoreProof,
    /// Entra (`{code}`): there is no account of that name, or the password is wrong. Type both anew.
    SignInNameOrPassword,
    /// Entra (`{code}`): the account is locked or disabled. An administrator can free it.
    SignInAccountBlocked,
    /// Entra (`{code}`): the password has expired. Set a new one at Microsoft, then sign in again.
    SignInPasswordExpired,
    /// Entra (`{code}`): it is not clear which account is meant. Sign in again and pick one.
    SignInPickAccount,
    /// Entra (`{code}`): the sign-in has ended (24 hours over, password changed, or by policy): sign in again.
    SignInAgain,
    /// Entra (`{code}`): a permission that the console asks is not known or not offered here. Check cloud and
    /// application in `config.json`, then ask support.
    SignInScopeRefused,
    /// Entra (`{code}`): the permissions on the console's own registration do not fit what it asks: none, or one that no
    /// longer exists. Whoever hosts the page corrects them.
    SignInPermissionsWrong,
    /// Entra (`{code}`): the request has a form that Entra does not take. The page is out of date, something on the way
    /// changed the request, or a mistake of ours.
    SignInRequestForm,
    /// Entra (`{code}`), never to this page but to a server that signs in with a certificate: the application has no
    /// certificate that matches the server's key. Compare the thumbprints; a new one needs up to an hour.
    SignInServerCertificate,
    /// Entra (`{code}`), to a server: its signed proof is not valid at this time. Its clock is wrong.
    SignInServerClock,
    /// Entra (`{code}`), to a server: its signed proof is for another application or another tenant.
    SignInServerProof,
    /// Entra refused for a reason without a sentence of its own; `{code}`. Look the code up, or ask support.
    SignInRefused,
    /// What was typed in has no code in it.
    SignInCodeMissing,
    /// The code `{code}`, which was typed in, is in no table of ours.
    SignInCodeUnknown,

    // What a refusal of Graph comes from, and what to do about it (`provision`): follows one of the `Stopped` sentences.
    /// The person's roles, or what the sign-in may do, do not suffice.
    AdviceRoles,
    /// What it is about is not there: removed by somebody, or not yet on every copy of the directory.
    AdviceGone,
    /// A copy of the directory does not know yet what was made just before.
    AdviceNotYet,
    /// Another object of the tenant bears this key already.
    AdviceTaken,
    /// A policy of the tenant allows certificates for a shorter time only.
    AdviceCertificateLifetime,
    /// A policy of the tenant forbids this kind of credential.
    AdviceCredentialKind,
    /// Certificates that are there cannot be changed; somebody may have changed them meanwhile.
    AdviceKeyUpdate,
    /// The limit of objects in the tenant, or of those that one person may make, is reached.
    AdviceQuota,
    /// Somebody else was changing the same object.
    AdviceCollision,
    /// Too many requests in a short time.
    AdviceThrottled,
    /// The sign-in is not taken any more.
    AdviceSignIn,
    /// A fault at Microsoft's side.
    AdviceFault,
    /// The answer does not look like one of Graph: a proxy or filter in between.
    AdviceNotGraph,
    /// The request has a form that Graph does not take: a mistake of ours, or a change at Microsoft.
    AdviceOurs,
    /// No cause is known.
    AdviceUnknown,
}

/// A key and the values that its sentence names in braces.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Message {
    /// Which sentence.
    pub key: Key,
    /// Values for the sentence's placeholders. Untrusted text may stand here: it is shown as text only. A moment is in
    /// RFC 3339; whoever shows the sentence puts it into the person's own zone and language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// A second sentence: what it comes from and what to do about it, where that is told apart from what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Box<Message>>,
}

impl Message {
    /// A message without parameters.
    pub fn new(key: Key) -> Self {
        Self {
            key,
            parameters: BTreeMap::new(),
            advice: None,
        }
    }

    /// The same message with one more parameter.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.parameters.insert(name.to_owned(), value.to_string());
        self
    }

    /// The same message, followed by an advice.
    pub fn advised(mut self, advice: Self) -> Self {
        self.advice = Some(Box::new(advice));
        self
    }
}
