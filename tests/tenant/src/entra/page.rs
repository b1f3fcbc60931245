//! Entra's pages: plain HTML that runs no script.
//!
//! Every text that came from outside goes through [`escaped`].

/// One account on the account picker.
pub(crate) struct Account {
    /// Sign-in name.
    pub(crate) user_principal_name: String,
    /// Name.
    pub(crate) display_name: String,
    /// What it may, in words.
    pub(crate) roles: String,
}

/// The account picker. Sample accounts have a button; any other sign-in name can be typed.
pub(crate) fn pick_account(action: &str, flow: &str, client: &str, accounts: &[Account]) -> String {
    let buttons: String = accounts
        .iter()
        .map(|account| {
            format!(
                "<form method=\"post\" action=\"{action}\">{flow}\
                 <button class=\"account\" name=\"account\" value=\"{name}\">\
                 <b>{display}</b><br>{name}<br><small>{roles}</small></button></form>",
                action = escaped(action),
                flow = hidden(flow),
                name = escaped(&account.user_principal_name),
                display = escaped(&account.display_name),
                roles = escaped(&account.roles),
            )
        })
        .collect();
    let body = format!(
        "<h1 id=\"pick-account\">Choose an account</h1><p>to go on to <b>{client}</b></p>{buttons}\
         <form method=\"post\" action=\"{action}\">{flow}<label>Another account \
         <input name=\"account\" id=\"other-account\" autocomplete=\"off\"></label> \
         <button id=\"use-other-account\">Next</button></form>",
        client = escaped(client),
        action = escaped(action),
        flow = hidden(flow),
    );
    page("Sign in", &body)
}

/// What the consent page shows.
pub(crate) struct ConsentPage<'a> {
    /// Where the decision goes.
    pub(crate) action: &'a str,
    /// Which sign-in it belongs to.
    pub(crate) flow: &'a str,
    /// The application that asks.
    pub(crate) client: &'a str,
    /// The person who is asked.
    pub(crate) account: &'a str,
    /// What it asks for.
    pub(crate) permissions: &'a [String],
    /// The decisions that are offered: value of `decision`, and label.
    pub(crate) decisions: &'a [(&'a str, &'a str)],
}

/// The consent page.
pub(crate) fn consent(shown: &ConsentPage<'_>) -> String {
    let permissions: String = shown
        .permissions
        .iter()
        .map(|name| format!("<li>{}</li>", escaped(name)))
        .collect();
    let buttons: String = shown
        .decisions
        .iter()
        .map(|(value, label)| {
            format!(
                "<button id=\"{value}\" name=\"decision\" value=\"{value}\">{}</button> ",
                escaped(label)
            )
        })
        .collect();
    let body = format!(
        "<h1 id=\"consent\">Permissions requested</h1><p><b>{client}</b> asks <b>{account}</b> for:</p>\
         <ul id=\"permissions\">{permissions}</ul>\
         <form method=\"post\" action=\"{action}\">{flow}{buttons}</form>",
        client = escaped(shown.client),
        account = escaped(shown.account),
        action = escaped(shown.action),
        flow = hidden(shown.flow),
    );
    page("Permissions requested", &body)
}

/// Somebody asked for what only an administrator may grant.
pub(crate) fn need_admin(client: &str, back: &str) -> String {
    let body = format!(
        "<h1 id=\"need-admin\">Need admin approval</h1>\
         <p><b>{}</b> asks for permissions that only an administrator may grant (AADSTS90094).</p>\
         <p><a id=\"back\" href=\"{}\">Return to the application without granting consent</a></p>",
        escaped(client),
        escaped(back),
    );
    page("Need admin approval", &body)
}

/// Something failed here, and the browser does not return to the client.
pub(crate) fn failed(message: &str, correlation: &str, moment: &str) -> String {
    let body = format!(
        "<h1 id=\"failed\">Sign-in failed</h1><p id=\"error\">{}</p>\
         <p>Correlation ID: {correlation}<br>Timestamp: {moment}</p>",
        escaped(message),
    );
    page("Sign-in failed", &body)
}

/// The person is signed out and nobody waits for them.
pub(crate) fn signed_out() -> String {
    page(
        "Signed out",
        "<h1 id=\"signed-out\">You are signed out</h1>",
    )
}

fn hidden(flow: &str) -> String {
    format!(
        "<input type=\"hidden\" name=\"flow\" value=\"{}\">",
        escaped(flow)
    )
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>\
         body {{ font: 1rem sans-serif; max-width: 30rem; margin: 2rem auto; padding: 0 1rem }}\
         button {{ font: inherit; padding: .5rem 1rem }}\
         .account {{ width: 100%; margin-bottom: .5rem; text-align: left }}\
         </style></head><body><p>Simulated sign-in</p>{body}</body></html>"
    )
}

/// Text as HTML text or attribute value.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
