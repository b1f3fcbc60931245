//! The form: which application and how it is called, where the certificate comes from, which permissions.

mod application;
mod candidates;
mod certificate;
mod form;
mod invited;
mod make;
mod own;
mod owners;

use std::rc::Rc;

use base::Thumbprint;
use base::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use survey::Check;
use survey::Field;
use survey::Task;
use survey::Wish;
use words::Text;

use self::application::ApplicationName;
use self::application::Applications;
use self::certificate::VendorCertificate;
use self::form::Form;
use self::form::Limit;
use self::form::Source;
use self::invited::Invited;
use self::make::MakeFields;
use self::own::OwnPair;
use self::owners::Obsoletes;
use self::owners::Owners;
use crate::browser::clock;
use crate::browser::document;
use crate::config::Config;
use crate::console::use_console;
use crate::invited as invitation;
use crate::parts::field::id_of;
use crate::parts::field::label_of;
use crate::parts::notice::Notice;
use crate::parts::notice::Tone;
use crate::parts::typed_code::ErrorsThere;
use crate::road;
use crate::stage::Errand;
use crate::stage::SignedIn;

/// The form.
#[component]
pub(crate) fn Choose(
    /// Who is signed in, and what was seen.
    signed_in: Rc<SignedIn>,
    /// What was wished before.
    wish: Option<Wish>,
) -> impl IntoView {
    let console = use_console();
    // Nobody is signed in before the configuration was read.
    let config = console.config();
    config.map(|config| view! { <Filled config signed_in wish/> })
}

/// The form, filled in with what was wished before, or with what a colleague chose, or with what is proposed.
#[component]
fn Filled(
    /// What the console was configured with.
    config: Rc<Config>,
    /// Who is signed in, and what was seen.
    signed_in: Rc<SignedIn>,
    /// What was wished before.
    wish: Option<Wish>,
) -> impl IntoView {
    let console = use_console();
    let choice = wish.as_ref().map(|wish| wish.choice.clone());
    let form = Form::new(&config, &signed_in.facts, choice);
    let checks = console.checks();
    let longest = checks.iter().find_map(Check::longest_lifetime);
    let limit = wish.as_ref().zip(longest).map(|(wish, days)| Limit {
        application: wish.choice.application.clone(),
        days,
    });
    form.limit(limit);
    if let (None, Some(invitation)) = (&wish, invitation::peek()) {
        form.invite(&invitation);
    }
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match form.check() {
            Some(choice) => {
                // From here on it is in what the person wishes.
                invitation::forget();
                let wish = match &wish {
                    Some(wish) => wish.with_choice(choice),
                    None => Wish { choice, made: None },
                };
                let errand = Errand::SetUp(wish);
                spawn_local(road::set_out(console, Rc::clone(&signed_in), errand));
            }
            None => request_animation_frame(|| document::focus("#form-problems")),
        }
    };
    view! {
        <section class="stage">
            <h1 tabindex="-1">{console.text(Text::ChooseHeading)}</h1>
            <form novalidate=true on:submit=submit>
                <Summary form/>
                <Invited form/>
                <Applications form/>
                <ApplicationName form/>
                <Owners form/>
                <Sources form/>
                <Permissions form/>
                <Obsoletes form/>
                <Scopes/>
                <div class="actions">
                    <button type="submit" class="button button--primary" id="choose">{console.text(Text::ChooseButton)}</button>
                </div>
            </form>
            <ErrorsThere/>
        </section>
    }
}

/// Everything that is wrong with the form, each with a link to its field.
#[component]
fn Summary(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let item = move |problem: survey::Problem| {
        view! {
            <li>
                <a href=format!("#{}", id_of(problem.field))>{console.text(label_of(problem.field))}</a>
                ": "
                {console.sentence(problem.message)}
            </li>
        }
    };
    move || {
        let problems = form.problems.get();
        (!problems.is_empty()).then(|| {
            view! {
                <div id="form-problems" tabindex="-1">
                    <Notice tone=Tone::Problem>
                        <p>{console.text(Text::ProblemFields)}</p>
                        <ul>{problems.into_iter().map(item).collect_view()}</ul>
                    </Notice>
                </div>
            }
        })
    }
}

/// Where the certificate comes from.
#[component]
fn Sources(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let option = move |source: Source, id: String, label: Text, help: AnyView| {
        view! {
            <div class="option">
                <input
                    type="radio"
                    name="source"
                    id=id.clone()
                    aria-describedby=format!("{id}-help")
                    prop:checked=move || form.source.get() == source
                    on:change=move |_| {
                        // What was wrong with a certificate from elsewhere is not wrong with this one.
                        form.forget_problem(Field::Certificate);
                        form.source.set(source);
                    }
                />
                <label for=id.clone()>{console.text(label)}</label>
                <p class="option__help" id=format!("{id}-help")>{help}</p>
            </div>
        }
    };
    let one = move |(at, (thumbprint, until)): (usize, (Thumbprint, Timestamp))| {
        let help = move || {
            let until = clock::local(until, console.language());
            let thumbprint = thumbprint.to_string();
            let values = [("thumbprint", thumbprint.as_str()), ("until", &until)];
            Text::ChooseKeepHelp.with(console.language(), &values)
        };
        let id = if at == 0 {
            "source-keep".to_owned()
        } else {
            format!("source-keep-{at}")
        };
        option(
            Source::Keep(thumbprint),
            id,
            Text::ChooseKeep,
            help.into_any(),
        )
    };
    let keep = move || {
        let kept = form.kept().into_iter().enumerate();
        kept.map(one).collect_view()
    };
    view! {
        <fieldset class="card">
            <legend>{console.text(Text::ChooseHosting)}</legend>
            {keep}
            {option(Source::Vendor, "source-vendor".to_owned(), Text::ChooseHosted, console.text(Text::ChooseHostedHelp).into_any())}
            {option(Source::Make, "source-make".to_owned(), Text::ChooseOnPremises, console.text(Text::ChooseOnPremisesHelp).into_any())}
            {option(Source::Own, "source-own".to_owned(), Text::ChooseOwn, console.text(Text::ChooseOwnHelp).into_any())}
            {move || match form.source.get() {
                Source::Keep(_) => ().into_any(),
                Source::Vendor => view! { <VendorCertificate form/> }.into_any(),
                Source::Make => view! { <MakeFields form/> }.into_any(),
                Source::Own => view! { <OwnPair form/> }.into_any(),
            }}
        </fieldset>
    }
}

/// Which permissions.
#[component]
fn Permissions(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    view! {
        <fieldset class="card">
            <legend>{console.text(Text::ChoosePermissions)}</legend>
            <div class="option">
                <input type="checkbox" id="calendars" checked=true disabled=true/>
                <label for="calendars">{console.text(Text::ChooseCalendars)}</label>
            </div>
            <div class="option">
                <input
                    type="checkbox"
                    id="mailbox-settings"
                    prop:checked=move || form.mailbox_settings.get()
                    on:change=move |event| form.mailbox_settings.set(event_target_checked(&event))
                />
                <label for="mailbox-settings">{console.text(Text::ChooseMailboxSettings)}</label>
            </div>
            {form.lacks_consent().then(|| view! { <LeaveConsent form/> })}
        </fieldset>
    }
}

/// Whether the consent is left to a colleague, where the person lacks the role for it.
#[component]
fn LeaveConsent(
    /// The form.
    form: Form,
) -> impl IntoView {
    let console = use_console();
    let roles = Task::GrantPermission.sufficient().iter();
    let roles: Vec<&str> = roles.map(|role| role.name()).collect();
    view! {
        <div class="option">
            <input
                type="checkbox"
                id="leave-consent"
                aria-describedby="leave-consent-help"
                prop:checked=move || form.leave_consent.get()
                on:change=move |event| form.leave_consent.set(event_target_checked(&event))
            />
            <label for="leave-consent">{console.text(Text::ChooseLeaveConsent)}</label>
            <p class="option__help" id="leave-consent-help">
                {console.text_with(Text::ChooseLeaveConsentHelp, "roles", roles.join(", "))}
            </p>
        </div>
    }
}

/// What the second sign-in will ask.
#[component]
fn Scopes() -> impl IntoView {
    let console = use_console();
    let scopes = [
        ("Application.ReadWrite.All", Text::ChooseScopeApplications),
        (
            "AppRoleAssignment.ReadWrite.All",
            Text::ChooseScopeAssignments,
        ),
        ("Policy.Read.All", Text::ChooseScopePolicies),
        ("offline_access", Text::ChooseScopeOffline),
    ];
    view! {
        <p>{console.text(Text::ChooseScopes)}</p>
        <ul class="scopes">
            {scopes.map(|(name, why)| view! { <li><code>{name}</code>" "{console.text(why)}</li> }).collect_view()}
        </ul>
    }
}
