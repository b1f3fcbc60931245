//! What is known of a certificate: what a person compares first, and the other forms folded.

use base::CertificateFacts;
use keys::Base64Forms;
use leptos::prelude::*;
use words::Text;

use crate::browser::clock;
use crate::console::use_console;
use crate::parts::copied::CopyButton;

/// The facts of a certificate.
#[component]
pub(crate) fn CertificateDetails(
    /// The certificate.
    facts: CertificateFacts,
) -> impl IntoView {
    let console = use_console();
    let moment = move |at| move || clock::local(at, console.language());
    let issues_itself = facts.issuer == facts.subject;
    let issuer = facts.issuer.clone();
    let issuer = move || {
        if issues_itself {
            Text::CertificateSelfIssued
                .words(console.language())
                .to_owned()
        } else {
            issuer.clone()
        }
    };
    let thumbprint = facts.thumbprint.to_string();
    view! {
        <dl class="facts">
            <dt>{console.text(Text::CertificateSubject)}</dt>
            <dd>{facts.subject.clone()}</dd>
            <dt>{console.text(Text::CertificateIssuer)}</dt>
            <dd>{issuer}</dd>
            <dt>{console.text(Text::CertificateKey)}</dt>
            <dd>{console.text_with(Text::CertificateBits, "bits", facts.key_bits.to_string())}</dd>
            <dt>{console.text(Text::CertificateFrom)}</dt>
            <dd>{moment(facts.not_before)}</dd>
            <dt>{console.text(Text::CertificateUntil)}</dt>
            <dd>{moment(facts.not_after)}</dd>
            <Digest label=Text::CertificateThumbprint value=thumbprint/>
        </dl>
        <Forms facts/>
    }
}

/// The forms that other programs ask for.
#[component]
fn Forms(
    /// The certificate.
    facts: CertificateFacts,
) -> impl IntoView {
    let console = use_console();
    // Without its SHA-256 digest there would be no certificate here: it was computed by the same reader.
    let forms = Base64Forms::of(&facts).ok().map(|forms| {
        view! {
            <Digest label=Text::CertificateCustomKey value=forms.sha1/>
            <Digest label=Text::CertificateX5t value=forms.x5t/>
            <Digest label=Text::CertificateX5tS256 value=forms.x5t_s256/>
            <Digest label=Text::CertificateBase64 value=forms.certificate/>
        }
    });
    view! {
        <details class="fold">
            <summary>{console.text(Text::CertificateForms)}</summary>
            <dl class="facts">
                <Digest label=Text::CertificateSha256 value=facts.sha256/>
                {forms}
            </dl>
        </details>
    }
}

/// A value to compare or to copy.
#[component]
fn Digest(
    /// What it is called.
    label: Text,
    /// The value.
    value: String,
) -> impl IntoView {
    let console = use_console();
    let name = Signal::derive(move || label.words(console.language()).to_owned());
    view! {
        <dt>{console.text(label)}</dt>
        <dd><code>{value.clone()}</code>" "<CopyButton value name/></dd>
    }
}
