//! The page. Everything in here draws, or is the browser behind a port; what happens to a tenant is decided below.
//!
//! `road` walks from stage to stage, `stages` draws one stage each, `parts` are the pieces they share, `browser` holds
//! the adapters, `config` reads `config.json`.

#![expect(
    unreachable_pub,
    reason = "the component macro makes public properties of private components"
)]

mod app;
mod browser;
mod config;
mod console;
mod draft;
mod invited;
mod panic;
mod parts;
mod road;
mod stage;
mod stages;
mod telling;

fn main() {
    panic::show_in_page();
    browser::document::remove_skeleton();
    leptos::mount::mount_to_body(app::App);
}
