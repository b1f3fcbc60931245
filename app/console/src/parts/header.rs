//! The header: whose console this is, who is signed in where, the language, the way out.

use leptos::prelude::*;
use words::Language;
use words::Text;

use crate::console::use_console;
use crate::road;

/// The header of every stage.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let console = use_console();
    let who = move || {
        console.stage.with(|stage| {
            stage.signed_in().map(|signed_in| {
                let account = signed_in.keeper.account();
                (
                    signed_in.facts.organization.display_name.clone(),
                    account.username,
                )
            })
        })
    };
    view! {
        <header class="header">
            <p class="header__name">{console.text(Text::ProductName)}</p>
            <div class="header__tools">
                {move || who().map(|(tenant, account)| view! {
                    <p class="header__who">
                        <strong>{tenant}</strong>
                        <span>{console.text_with(Text::SignedInAs, "name", account)}</span>
                    </p>
                    <button type="button" class="button button--quiet" id="sign-out" on:click=move |_| road::sign_out(console)>
                        {console.text(Text::SignOut)}
                    </button>
                })}
                <div class="languages" role="group" aria-label=console.text(Text::LanguageLabel)>
                    {Language::ALL.map(|language| view! {
                        <button
                            type="button"
                            class="button button--quiet"
                            lang=language.tag()
                            aria-pressed=move || (console.language() == language).to_string()
                            on:click=move |_| console.speak(language)
                        >
                            {language.name()}
                        </button>
                    })}
                </div>
            </div>
        </header>
    }
}
