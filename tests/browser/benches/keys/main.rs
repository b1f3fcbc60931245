//! How long a person waits for a key pair, in a real browser against the served tenant: for each size the time from the
//! click to all files ready, less WebCrypto's own `generateKey` and less the password derivations at WebCrypto's own speed.
//!
//! All of it happens in one browser, nothing is made ahead, and what is compared was measured in the same making: another
//! computer has other times, but much the same shares. Ends badly if a median is above its limit.

mod making;
mod rounds;
mod walk;

use std::process::ExitCode;

use browser::Page;
use browser::Scene;
use browser::Trouble;
use browser::figures::Figures;
use browser::figures::LONG_TASK;
use browser::figures::MOST_LEFT;
use browser::visit;
use making::Measured;
use rounds::Rounds;
use tenant::worlds::World;

/// How often a pair of each size is made: an odd number, so that one of them is the median.
const MAKINGS: usize = 5;
/// Sizes of the keys, in bits.
const SIZES: [u32; 3] = [2048, 3072, 4096];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match bench().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            say(&trouble.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Measures and tells all sizes; says whether all of them hold.
async fn bench() -> Result<bool, Trouble> {
    let mut measured = None;
    visit(
        Scene::new(World::University)
            .at_life_s_pace()
            .in_a_whole_browser(),
        async |page| {
            making::tell_generate_key(page)?;
            measured = Some(measure(page).await?);
            Ok(())
        },
    )
    .await?;
    let (makings, rounds) = measured.unwrap_or_default();
    say(&rounds.told());
    let mut all_hold = true;
    for (bits, makings) in makings {
        let makings: Vec<_> = makings
            .iter()
            .map(|making| making.less(rounds.sum()))
            .collect();
        if let Some(figures) = Figures::of(&makings) {
            say(&told(bits, &figures));
            all_hold &= figures.holds();
        }
    }
    Ok(all_hold)
}

/// Makes pairs of every size; the last one's files tell the rounds of all.
async fn measure(page: &Page) -> Result<(Vec<(u32, Vec<Measured>)>, Rounds), Trouble> {
    walk::to_the_form(page).await?;
    let mut makings = Vec::new();
    for (at, bits) in SIZES.into_iter().enumerate() {
        if at > 0 {
            walk::back_to_the_form(page).await?;
        }
        walk::choose(page, bits).await?;
        makings.push((bits, of_one_size(page).await?));
    }
    Ok((makings, Rounds::of_saved_files(page).await?))
}

/// Makes some pairs, from the page that asks for the password to that of the last one's files.
async fn of_one_size(page: &Page) -> Result<Vec<Measured>, Trouble> {
    let mut makings = Vec::new();
    for at in 0..MAKINGS {
        if at > 0 {
            page.press("#another-pair").await?;
        }
        makings.push(Measured::make(page).await?);
    }
    Ok(makings)
}

/// The figures of one size in words.
fn told(bits: u32, figures: &Figures) -> String {
    let Figures {
        whole,
        generate_key,
        derivations,
        left,
        ..
    } = figures;
    let verdict = if figures.holds() { "holds" } else { "TOO LONG" };
    let share = 100.0 * figures.share;
    let longest_task = figures.longest_task.map_or_else(
        || format!("none of {LONG_TASK} ms or more"),
        |task| format!("{task:.0} ms, above the mark of {LONG_TASK} ms"),
    );
    format!(
        "\n{bits} bits, medians of {MAKINGS}
  from the click to all files ready  {whole:>6.0} ms
  less generateKey                   {generate_key:>6.0} ms
  less the password derivations      {derivations:>6.0} ms
  left                               {left:>6.0} ms, {share:.0} % of the whole; at most {MOST_LEFT} ms: {verdict}
  longest task of the main thread    {longest_task}"
    )
}

#[expect(
    clippy::print_stdout,
    reason = "telling what it measured is this program's purpose"
)]
fn say(text: &str) {
    println!("{text}");
}
