//! Everything that a message can say: a table, one entry a sentence.

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
    /// No application was chosen yet, nor a new one.
    FieldApplicationMissing,

    /// Plan: make the application `{name}`, findable by its key `{key}`.
    PlanApplicationCreate,
    /// Plan: the application `{name}` is there and as wanted.
    PlanApplicationKeep,
    /// Plan: the application `{name}` is there; properties that differ are set again.
    PlanApplicationUpdate,
    /// Plan: take the application `{name}` (`{key}`), which somebody else made, into use.
    PlanApplicationAdopt,
    /// Plan: the application that was chosen is not there any more.
    PlanApplicationGone,
    /// What to do when the chosen application is gone: go back and choose another, or a new one.
    UnblockApplicationGone,
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
    /// Plan: declare `{permissions}`, and no longer `{removed}`.
    PlanDeclareWithout,
    /// Plan: consent to `{permission}` for the whole tenant.
    PlanConsentCreate,
    /// Plan: consent to `{permission}` has been given.
    PlanConsentKeep,
    /// Plan: the permission `{permission}` is not offered by this tenant's Microsoft Graph under Microsoft's id.
    PlanConsentUnknown,
    /// Plan: the consent to `{permission}` is left to a colleague.
    PlanConsentLeft,
    /// How a colleague consents: open this page by the link that is given, and carry the plan out.
    HowConsent,
    /// Plan: take the permission `{permission}` of the API `{api}` away, which is no longer needed.
    PlanConsentObsolete,
    /// Plan: taking the permission `{permission}` of the API `{api}` away is left to a colleague.
    PlanConsentObsoleteLeft,
    /// How a colleague takes it away: with this page, after the consent.
    HowObsolete,
    /// Plan: make `{owner}` an owner of the application no longer.
    PlanOwnerRemove,
    /// Plan: `{owner}` would be the last owner to go, which Graph refuses.
    PlanOwnerLast,
    /// What to do about the last owner: keep one, or add another first.
    UnblockOwnerLast,
    /// What to do about a permission that the tenant does not know: check the cloud, ask Microsoft.
    UnblockConsentUnknown,
    /// Plan: add the certificate with the thumbprint `{thumbprint}`, valid until `{until}`.
    PlanCertificateCreate,
    /// Plan: add it beside the certificates that the application has, `{others}` in number, which stay.
    PlanCertificateBeside,
    /// Plan: the certificate with the thumbprint `{thumbprint}`, valid until `{until}`, is there.
    PlanCertificateKeep,
    /// Plan: take off the certificate `{thumbprint}`, which an unfinished run added and which was never handed over.
    PlanCertificateLeftOver,
    /// Plan: the certificate `{thumbprint}`, which was to be kept, is not there or not valid.
    PlanCertificateNone,
    /// What to do when there is no valid certificate: go back and choose one.
    UnblockCertificateNone,
    /// Plan: take the certificate `{thumbprint}`, valid until `{until}`, off the application `{name}`; `{others}` others stay.
    PlanCertificateRemove,
    /// Plan: the certificate `{thumbprint}` is not on the application `{name}` any more.
    PlanCertificateGone,
    /// Plan: the certificate `{thumbprint}`, itself valid until `{until}`, has an entry on the application that has ended.
    PlanCertificateEnded,
    /// What to do with such an entry: take it off first.
    UnblockCertificateEnded,
    /// What to do with a certificate that stands on the application `{count}` times: leave one entry, in the portal.
    UnblockCertificateTwice,
    /// Plan: take one entry, which ends at `{until}`, of the certificate `{thumbprint}` off the application `{name}`; another one
    /// of the same certificate is among the `{others}` that stay.
    PlanCertificateRemoveEntry,
    /// Plan: that entry is not there any more, another one of the same certificate is.
    PlanCertificateEntryGone,
    /// Plan: the certificate `{thumbprint}` is on the application `{name}`, which does not bear our mark.
    PlanCertificateNotOurs,
    /// What to do with a certificate on an application that does not bear our mark: take it off in the portal.
    UnblockCertificateNotOurs,
    /// Undo: delete the application `{name}` with the client id `{client}`, with all that belongs to it; delegated grants,
    /// which are not looked at, go too.
    UndoApplication,
    /// Undo: the application `{name}` stays, because something on it is not known to be this console's.
    UndoApplicationStays,
    /// Undo: properties of it that others set, `{things}`.
    UndoOthersProperties,
    /// Undo: credentials that others added, `{things}` (thumbprints, ids, and names of federated ones).
    UndoOthersCredentials,
    /// Undo: redirect URIs and identifier URIs that others set, `{things}`.
    UndoOthersAddresses,
    /// Undo: permissions that others declared or granted, `{things}`.
    UndoOthersPermissions,
    /// Undo: owners besides whoever approved the runs, `{things}`.
    UndoOthersOwners,
    /// Undo: owners, `{things}`, of what a run made that a file claims: whether they made it or were added is not known.
    UndoOwnersUnclear,
    /// Undo: scopes and roles that it offers as an API, and applications that it trusts, `{things}`.
    UndoOthersOffered,
    /// Undo: users, groups and applications to which it is assigned, `{things}`.
    UndoOthersAssigned,
    /// Undo: the owners and assignments of its service principal `{things}` (an object id) could not be read.
    UndoOthersUnseen,
    /// Undo: the federated credentials of the application `{things}` (its name) could not be read.
    UndoOthersFederatedUnseen,
    /// Undo: the application `{name}` (`{client}`) has lost our label; `{things}` of what was done is there still.
    UndoNotOurs,
    /// Undo: the application is not in the tenant, or never was; another one may bear its key.
    UndoGone,
    /// Undo: the application `{name}` (`{client}`) was deleted by an earlier undoing and restored by somebody.
    UndoRestored,
    /// Undo: `{count}` runs are about another application.
    UndoElsewhere,
    /// Undo: the service principal that was made stays, because of others.
    UndoServicePrincipalStays,
    /// Undo: the journal of the runs is not in this browser, and was not taken in.
    UndoJournalMissing,
    /// Undo: the runs wrote nothing.
    UndoDidNothing,
    /// Undo: withdraw the consent to `{permission}`.
    UndoConsent,
    /// Undo: consent again to `{permission}`, which was withdrawn.
    UndoConsentAgain,
    /// Undo: take the certificate `{thumbprint}` off.
    UndoCertificate,
    /// Undo: put the certificate `{thumbprint}` back, which was taken off.
    UndoCertificateAgain,
    /// Undo: the certificate `{thumbprint}`, which was taken off, cannot be put back.
    UndoCertificateLost,
    /// Undo: an entry of the certificate `{thumbprint}` was taken off and stays off, as another one of it is there.
    UndoCertificateEntryLost,
    /// Undo: declare the permissions that were declared before, and those that others declared since.
    UndoDeclared,
    /// Undo: delete the service principal that was made.
    UndoServicePrincipal,
    /// Undo: give the application `{name}` the properties that it had before.
    UndoProperties,
    /// Undo: `{owner}` (an object id) is made an owner again by a person.
    UndoOwner,
    /// How an owner is added again: in the portal.
    HowOwner,
    /// Plan: withdraw this console's own consent, by deleting its service principal `{client}`.
    LeaveConsent,

    /// Stopped: the record of what is about to be done could not be written, so it was not done.
    StoppedLedger,
    /// Stopped: the step is done, but its last line could not be written; `{reason}`.
    StoppedUnrecorded,
    /// Stopped: Graph refused the write; `{status}`, `{code}`, `{message}`. What became of it and an advice follow.
    StoppedRefused,
    /// Stopped: a fault at Microsoft's side; `{status}`, `{code}`, `{message}`. What became of it and an advice
    /// follow.
    StoppedFault,
    /// Stopped: Graph refused to let something be read; `{status}`, `{code}`, `{message}`. An advice follows.
    StoppedReading,
    /// Stopped: no answer came from `{host}`.
    StoppedNoAnswer,
    /// Stopped: an answer with the status `{status}` came, which has no reason in Graph's form.
    StoppedStatus,
    /// Stopped: the sign-in has ended.
    StoppedSignIn,
    /// Stopped: Entra is too busy to renew the token (`{code}`); the sign-in itself is good. An advice follows.
    StoppedSignInBusy,
    /// Stopped: Microsoft demands a new sign-in (a claims challenge), e.g. with a stronger proof.
    StoppedChallenge,
    /// Stopped: an answer could not be read; `{reason}`, one of the reasons below or a parser's own text.
    StoppedUnreadable,
    /// Stopped: the change was sent, but did not become visible within ten minutes.
    StoppedNotSeen,
    /// Stopped: somebody disabled the application's service principal. What unblocks it follows.
    StoppedDisabled,
    /// Stopped: someone else changed the object since the plan was made.
    StoppedChangedSince,
    /// Stopped: since the plan was made, someone else made an application with the key and the label that ours was to get.
    StoppedMadeSince,
    /// Stopped: the same, but it showed only when the write was answered, which gave that application our name and label.
    StoppedWrittenOver,
    /// Stopped: another tab of this browser is carrying out a plan for the same tenant.
    StoppedOtherTab,
    /// Stopped: the run that was to be gone on with is finished, undone, or followed by another by now.
    StoppedSuperseded,
    /// Stopped: this browser gives no lock that keeps two tabs from carrying out a plan at once; `{reason}`.
    StoppedNoLocks,
    /// What was read back at the end is not as planned.
    StoppedNotKept,
    /// Something stands in the way of what was done, seen when it was read back.
    StoppedKeptBlocked,
    /// Stopped: the certificate that was to be taken off is not on the application any more.
    StoppedCertificateGone,
    /// What became of the step: nothing was done. Follows what happened.
    StateNotDone,
    /// What became of the step: it may have been done.
    StateUnknown,
    /// Nothing was being written when it happened.
    StateNothingChanged,

    // Reading a certificate (`keys`).
    /// Nothing was dropped, pasted or chosen, or it is blank.
    CertificateNothingThere,
    /// The file is larger than any certificate, `{most}` bytes at most are read: probably the wrong file.
    CertificateTooLarge,
    /// The text is damaged: its begin or end line is missing, or it was changed on the way. Ask for the file itself.
    CertificateBroken,
    /// Block `{position}` of the text is cut off: its BEGIN or END line is missing. Copy it again.
    BlockTorn,
    /// This is something else than a certificate.
    CertificateNotOne,
    /// The file holds `{count}` certificates; give the one to be used by itself.
    CertificateSeveral,
    /// This is a certificate request (CSR), not a certificate: the certificate is what the authority sent back.
    CertificateIsRequest,
    /// This holds a private key. It was refused, not kept and not sent; only the certificate is wanted. Where the
    /// key came by mail or the like, it should be replaced.
    CertificateIsPrivateKey,
    /// This is a PFX or a Java key store, which holds a private key. It was refused, not kept and not sent; the
    /// certificate alone can be taken out of it.
    CertificateIsKeyStore,
    /// There is something behind the certificate in the file.
    CertificateTrailingBytes,
    /// The certificate's key is not RSA; Entra accepts RSA only.
    CertificateKeyNotRsa,
    /// The certificate's key has only `{bits}` bits; 2048 are needed.
    CertificateKeyTooSmall,
    /// The certificate is signed with the digest `{algorithm}`, which can be forged.
    CertificateSignatureWeak,
    /// The certificate expired at `{date}` (RFC 3339).
    CertificateExpired,
    /// The certificate is not valid before `{date}` (RFC 3339); or this computer's clock is behind.
    CertificateNotYetValid,

    // Making and opening key files (`keys`).
    /// The field holds a line break or another invisible control character.
    KeyFieldHasControls,
    /// This is not a two-letter country code (ISO 3166-1), such as NL or GB.
    KeyCountryUnknown,
    /// This is not a host name such as push.example.edu: no address, no URL. Accents are encoded by themselves.
    KeyHostNameInvalid,
    /// Keys of `{bits}` bits are not offered: 2048, 3072 or 4096.
    KeySizeUnknown,
    /// A lifetime of `{days}` days is not offered: 1 to `{most}`.
    KeyLifetimeOutOfRange,
    /// A certificate of `{days}` days lives so long that auditors object and policies of tenants refuse it.
    KeyLifetimeLong,
    /// What needs `cert.pem`.
    KeyFileUseCertificatePem,
    /// What needs `cert.cer`.
    KeyFileUseCertificateDer,
    /// What needs `key.pem`.
    KeyFileUseKeyPem,
    /// What needs `cert.pfx`.
    KeyFileUsePfx,
    /// What needs `cert-compatible.pfx`.
    KeyFileUsePfxCompatible,
    /// What needs `cert.jks`.
    KeyFileUseJks,
    /// What the one archive is for.
    KeyFileUseZip,
    /// The key file needs a password.
    KeyPasswordEmpty,
    /// Character `{position}` of the password, `{character}`, cannot stand in the password of a PFX or JKS.
    KeyPasswordCharacter,
    /// The password of a JKS has at least `{least}` characters.
    KeyPasswordTooShort,
    /// The browser offers no WebCrypto here: the page must be opened over https (or on localhost).
    KeyWebCryptoMissing,
    /// The browser could not make the key pair: `{detail}`.
    KeyGenerationFailed,
    /// The browser could not derive a key from the password: `{detail}`.
    KeyDerivationFailed,
    /// The browser could not sign with the key: `{detail}`.
    KeySigningFailed,
    /// The certificate or key could not be written down: this computer's clock is far off, or a mistake of ours.
    KeyEncodingFailed,
    /// `{file}` did not pass the check after it was made and is not given out; try again.
    KeyCheckFailed,
    /// The archive of all files did not pass the check after it was made and is not given out.
    KeyArchiveCheckFailed,
    /// This is not a key file, or it is damaged.
    KeyFileUnreadable,
    /// The key file is not encrypted, or in a way that this page does not open.
    KeyFileUnsupported,
    /// The private key is of the pair, but its file is not encrypted, so that it opens with any password.
    KeyFileUnencrypted,
    /// The password does not open the key file.
    KeyPasswordWrong,
    /// The key file is encrypted in openssl's older way: convert it with the command that is given.
    KeyFileTraditional,
    /// The private key is not RSA; Entra accepts RSA only.
    KeyFileNotRsa,
    /// The file holds another key pair than the one just made.
    KeyOtherPair,
    /// The PFX is protected by `{method}`, which this page does not open: convert it with the commands that are given.
    KeyProtectionRefused,
    /// The private key in a file of its own is protected by `{method}`: convert it with the command that is given.
    KeyFileProtectionRefused,
    /// The Java key store is protected by `{method}`: convert it with the command that is given.
    KeyJavaProtectionRefused,
    /// The key store asks for `{rounds}` rounds of key derivation; `{most}` are the most.
    KeyTooManyRounds,
    /// The key store has certificates but no private key.
    KeyPrivateKeyMissing,
    /// The key store has `{count}` private keys.
    KeySeveralPrivateKeys,
    /// The private key has another password than the key store around it.
    KeyEntryPasswordDiffers,
    /// The private key and the certificate do not belong together: files of two different runs.
    KeyNotAPair,
    /// The page and its keys worker do not understand each other: reload the page without the browser's cache.
    KeyExchangeUnreadable,
    /// The part of the page that works with keys did not start or stopped: `{detail}`.
    KeyWorkerFailed,

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
    /// Entra's answer could not be read; `{reason}`, one of the reasons below. Something on the way may have changed it; try
    /// again, then ask support.
    SignInAnswerMalformed,
    /// Entra is busy (`{code}`): try again in a minute.
    SignInBusy,
    /// Not everything that was asked was granted, missing is `{scopes}`: sign in again and agree to all of it, or ask an
    /// administrator who may.
    SignInScopesMissing,
    /// What Entra sent about the person does not fit this sign-in; `{reason}`, one of the reasons below. It was not used;
    /// sign in again, and ask support if it happens again.
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

    // What others hand over to this page (`handoff`): a colleague's choice, a journal kept in a file.
    /// The link that was opened has no colleague's choice in it.
    InvitationMissing,
    /// The colleague's link or file is larger than `{most}` bytes, so it is another file.
    InvitationTooLarge,
    /// The colleague's link or file cannot be read: damaged, cut off, or something else.
    InvitationUnreadable,
    /// The colleague's link or file was made by another version of this page.
    InvitationForm,
    /// The name in the colleague's link or file is longer than `{most}` characters, or has control characters.
    InvitationName,

    // What becomes of the certificate `{thumbprint}` of a set-up that a colleague goes on with, for whoever hands it on.
    /// It is on the application, and stays.
    HandOnKept,
    /// Whether it is on the application is not known.
    HandOnUnsure,
    /// It is not on the application; its key pair was made here, and is of no use.
    HandOnMadeInVain,
    /// Its key pair is still to be made.
    HandOnMake,
    /// It is not known to be on the application; the institution has its key pair.
    HandOnOwn,
    /// It is not known to be on the application; the vendor sent it.
    HandOnVendor,

    // What a colleague does where no link can carry what is left.
    /// Undoing runs.
    HandOnUndo,
    /// Taking a certificate off an application.
    HandOnRemoval,
    /// Withdrawing this console's own consent.
    HandOnLeave,

    // The journal, in this browser and as a file.
    /// The journal in this browser cannot be read; `{reason}`.
    JournalUnreadable,
    /// `{count}` lines of the journal in this browser cannot be read, so none of it is believed; nothing was changed.
    JournalLinesUnreadable,
    /// The journal's file is larger than `{most}` MiB, so it is another file.
    JournalFileTooLarge,
    /// The journal's file cannot be read: damaged, cut off, or something else.
    JournalFileUnreadable,
    /// The journal's file was made by another version of this page.
    JournalFileForm,
    /// The journal's file is of the tenant `{found}`, not of `{expected}`.
    JournalFileTenant,
    /// The journal's file has lines of other tenants than the one that it names.
    JournalFileMixed,

    // Why an answer was not used: stands inside another message's sentence, for `{reason}`.
    /// It stands in the address twice: in the fragment and in the query.
    ReasonAnswerTwice,
    /// It is longer than any that Entra gives.
    ReasonAnswerTooLong,
    /// A parameter occurs twice in it.
    ReasonParameterTwice,
    /// It has a code and an error.
    ReasonCodeAndError,
    /// Its code is empty.
    ReasonCodeEmpty,
    /// It is no success, and no error as OAuth has it either.
    ReasonNoRefusal,
    /// It is a success, but has no tokens as OAuth has them.
    ReasonNoTokens,
    /// The token is of another type than Bearer.
    ReasonTokenType,
    /// The token has already ended.
    ReasonTokenOver,
    /// A token is empty, too long, or has characters that no token has.
    ReasonTokenText,
    /// There is no id token.
    ReasonIdTokenMissing,
    /// The id token has not three parts.
    ReasonIdTokenParts,
    /// The id token's header cannot be read.
    ReasonIdTokenHeader,
    /// The id token is not signed with RS256.
    ReasonIdTokenAlgorithm,
    /// The id token's claims cannot be read.
    ReasonIdTokenClaims,
    /// The id token names the person by something that is no id.
    ReasonIdTokenUser,
    /// The id token is for another application.
    ReasonIdTokenAudience,
    /// The id token comes from somewhere else than its tenant at the chosen cloud.
    ReasonIdTokenIssuer,
    /// The id token answers another sign-in.
    ReasonIdTokenNonce,
    /// What Graph demands of a new sign-in (a claims challenge) is no JSON object.
    ReasonChallengeUnreadable,
    /// The browser offers the page no storage (IndexedDB).
    ReasonNoStorage,
    /// It does not have the form that Microsoft documents.
    ReasonAnswerForm,
    /// Not every request of a batch was answered, or something that was not asked.
    ReasonBatchIncomplete,
    /// An id that the next request needs is missing, or is none.
    ReasonIdMissing,
    /// What an earlier answer gave cannot be put into a request.
    ReasonNotSendable,
    /// A list of Graph continues on another host.
    ReasonForeignLink,
    /// A list of Graph has no end.
    ReasonEndlessList,

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
    /// The certificate that is to be taken off is the one that was handed over last.
    AdviceCertificateHandedOver,
    /// Nothing here tells that this console added the certificate that is to be taken off.
    AdviceCertificateOthers,
    /// No other certificate of the application is valid.
    AdviceCertificateLast,
    /// The taking off cannot be undone: the certificate has ended, or its public key is not shown.
    AdviceCertificateForGood,
    /// A policy of the tenant forbids this kind of credential.
    AdviceCredentialKind,
    /// Certificates that are there cannot be changed; somebody may have changed them meanwhile.
    AdviceKeyUpdate,
    /// What the step adds is there already.
    AdviceAlreadyThere,
    /// The object has as many entries (certificates, secrets, permissions, redirect URIs, ...) as it may have.
    AdviceObjectFull,
    /// A password is not as the tenant wants passwords.
    AdvicePassword,
    /// A licence needs the country in which the account is used, and the account has none.
    AdviceUsageLocation,
    /// Every licence of this kind is assigned already.
    AdviceLicenceNone,
    /// Services of the licence cannot be held together with others that the account has.
    AdviceLicenceExcludes,
    /// A service of the licence needs another one that the account does not have, or that is switched off for it.
    AdviceLicenceNeeds,
    /// There is no mailbox in Exchange Online (yet).
    AdviceMailboxMissing,
    /// It is somebody else's mailbox, and no directory role opens that.
    AdviceMailboxOthers,
    /// A policy of Exchange keeps the application from this mailbox.
    AdviceAccessPolicy,
    /// The limit of objects in the tenant, or of those that one person may make, is reached.
    AdviceQuota,
    /// Somebody else was changing the same object.
    AdviceCollision,
    /// A request of the same batch, on which this one depends, was refused; this one was not carried out.
    AdviceEarlierFailed,
    /// Too many requests in a short time.
    AdviceThrottled,
    /// Entra is too busy to renew a token: wait, then look again; nobody need sign in again for that.
    AdviceSignInBusy,
    /// A fault at Microsoft's side.
    AdviceFault,
    /// The answer does not look like one of Graph: a proxy or filter in between.
    AdviceNotGraph,
    /// The request has a form that Graph does not take: a mistake of ours, or a change at Microsoft.
    AdviceOurs,
    /// No cause is known.
    AdviceUnknown,
    /// The browser cannot keep the journal.
    AdviceStorage,
    /// No answer came.
    AdviceNetwork,
    /// An answer could not be read.
    AdviceAgain,

    // What was found before a run (`survey`). The advices follow one of the other sentences.
    /// The person's role `{role}` may register and change applications.
    CheckRegisterRole,
    /// The person holds no role for it, and the tenant lets its members register applications; that may not be enough.
    CheckRegisterMember,
    /// The person holds no role for it, and the tenant does not let its members register applications.
    CheckRegisterRefused,
    /// The person holds no role for it, and what members may do could not be read.
    CheckRegisterUnread,
    /// The person holds no role for it, but owns the application `{name}`.
    CheckChangeOwner,
    /// The person may not change the application `{name}`, which is going to be changed.
    CheckChangeRefused,
    /// The person may not change the application `{name}`; whether it is going to be changed is not known yet.
    CheckChangeUnsure,
    /// What to do about a missing role: one of `{roles}` is enough; activate it, or ask a colleague.
    CheckAdviceRole,
    /// The person's role `{role}` may consent to permissions of Microsoft Graph.
    CheckGrantRole,
    /// The consent is left to a colleague, who needs one of `{roles}`.
    CheckGrantLeft,
    /// The person holds no role that may consent.
    CheckGrantMissing,
    /// What to do about a missing role for the consent: leave it to a colleague with one of `{roles}`, or activate one.
    CheckAdviceGrant,
    /// Users may not consent for themselves, which a set-up does not depend on.
    CheckUserConsentNone,
    /// Users may consent for themselves, by the consent policies `{policies}`, which a set-up does not depend on either.
    CheckUserConsentAllowed,
    /// Whether users may consent for themselves could not be read.
    CheckUserConsentUnread,
    /// No certificate is added.
    CheckCertificateStays,
    /// The tenant's policy for certificates could not be read.
    CheckPolicyUnread,
    /// Whether the application `{name}` has a policy of its own could not be read.
    CheckOwnPolicyUnread,
    /// The application `{name}` has policies of its own, `{policies}`, which count.
    CheckOwnPolicy,
    /// A policy lets some people or applications off, by custom security attributes that this page cannot read.
    CheckExempted,
    /// What that means: what is refused below may be allowed to the person all the same.
    CheckAdviceExempted,
    /// The certificate is valid for `{days}` days, which no policy limits.
    CheckLifetimeUnlimited,
    /// The certificate is valid for `{days}` days, of the `{longest}` that a policy allows.
    CheckLifetimeFits,
    /// The certificate would be valid for `{days}` days, longer than auditors like.
    CheckLifetimeLong,
    /// What to do about a certificate that is valid for very long: take a shorter one.
    CheckAdviceLifetimeLong,
    /// The certificate would be valid for `{days}` days, more than the `{longest}` that a policy allows.
    CheckLifetimeRefused,
    /// A policy limits how long a certificate is valid, but its limit cannot be read; this one would be valid for `{days}` days.
    CheckLifetimeUnread,
    /// What to do about a limit that cannot be read: ask whoever keeps the policy.
    CheckAdviceLifetimeUnread,
    /// What to do about it: choose `{days}` days or fewer, which is the longest lifetime offered that fits.
    CheckAdviceLifetime,
    /// What to do about it where no lifetime that is offered fits: have the policy changed.
    CheckAdviceLifetimeNone,
    /// What to do about a vendor's certificate of too long a lifetime: ask support for one of `{longest}` days at most.
    CheckAdviceLifetimeVendor,
    /// What to do then where the institution brings its own: at most `{longest}` days.
    CheckAdviceLifetimeOwn,
    /// No policy asks for a certificate of a certain authority.
    CheckAuthorityNone,
    /// A policy wants certificates of trusted authorities, and the one that is made issues itself.
    CheckAuthorityRefused,
    /// What to do about it: have the policy changed.
    CheckAdviceAuthority,
    /// A policy wants certificates of trusted authorities; whether `{issuer}` is one is not shown.
    CheckAuthorityUnsure,
    /// What to do about it: ask whoever keeps the policy.
    CheckAdviceIssuer,
    /// No set-up of ours and no application of our name is there.
    CheckSetUpNone,
    /// The application `{name}` is used.
    CheckSetUpUsed,
    /// A new application is made beside those that are there, `{names}`.
    CheckSetUpBeside,
    /// What to do about it: use one of those instead, if it is the one that MyTimetable uses.
    CheckAdviceBeside,
    /// The application that was chosen was not among those seen.
    CheckSetUpUnseen,
    /// Nobody else owns the application `{name}`.
    CheckOwnersNone,
    /// All other owners of the application `{name}`, `{owners}`, are taken off it.
    CheckOwnersLeave,
    /// All owners of the application `{name}`, `{owners}`, were to be taken off it; Graph keeps the last one.
    CheckOwnersLast,
    /// `{owners}` own the application `{name}` besides, and stay.
    CheckOwnersStay,
    /// What to do about other owners: choose whom to take off.
    CheckAdviceOwners,
    /// Drift: somebody added a client secret, `{name}` (its name or id), valid until `{until}`.
    AddedSecret,
    /// Drift: somebody added the certificate `{thumbprint}`, valid until `{until}`.
    AddedCertificate,
    /// Drift: somebody added the federated credential `{name}`, or changed whose tokens it accepts: those of `{issuer}` about
    /// `{subject}`.
    AddedFederated,
    /// Drift: whether federated credentials were added could not be read.
    AddedFederatedUnseen,
    /// Drift: `{owner}` has become an owner.
    AddedOwner,
    /// Drift: the application was given the role `{role}` (a name or an id) of the API `{api}` (an object id).
    AddedRole,
    /// Drift: the redirect URI `{address}` was added.
    AddedRedirectUri,
    /// What to do about a credential that was added: ask who added it; take it off in the portal if nobody needs it.
    AdviceAddedCredential,
    /// Who can see federated credentials.
    AdviceAddedFederatedUnseen,
    /// What to do about an owner who was added: remove them by the form, or in the portal.
    AdviceAddedOwner,
    /// What to do about a role that was added: ask who gave it; take it back in the portal.
    AdviceAddedRole,
    /// What to do about a redirect URI that was added: remove it in the portal.
    AdviceAddedRedirectUri,
    /// Read back: the client secret with the id `{id}` is there no longer.
    GoneSecret,
    /// Read back: the certificate with the id `{id}` is there no longer.
    GoneCertificate,
    /// Read back: the federated credential `{name}` is there no longer.
    GoneFederated,
    /// Read back: the person or application with the object id `{owner}` is an owner no longer.
    GoneOwner,
    /// Read back: the application holds the role `{role}` (a name or an id) of the API `{api}` no longer.
    GoneRole,
    /// Read back: the application declares the permission `{permission}` (a name or an id) of the API `{api}` no longer.
    GoneDeclared,
    /// Read back: the redirect URI `{address}` is there no longer.
    GoneRedirectUri,
    /// Read back: the label `{label}` is there no longer.
    GoneLabel,
}
