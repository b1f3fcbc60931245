//! One making of a key pair, measured by the browser's own clock.

use browser::Page;
use browser::Trouble;
use browser::figures::Making;
use serde::Deserialize;

/// The password of the files.
pub(crate) const PASSWORD: &str = "correct horse battery";
/// The worker's first script, as trunk writes it.
const WORKER: &str = "worker_loader.js";
/// The last button of the page with the files.
const READY: &str = "#save-all";
/// Rounds by which PBKDF2's speed is measured.
const ROUNDS: f64 = 600_000.0;

/// Has the worker tell how long the browser takes for each key. Nobody but the worker could: it has its own clock, and
/// ends with its work.
const TELLING: &str = "
    const generateKey = crypto.subtle.generateKey.bind(crypto.subtle);
    crypto.subtle.generateKey = async (...of) => {
        const begin = performance.now();
        const pair = await generateKey(...of);
        new BroadcastChannel('bench').postMessage(performance.now() - begin);
        return pair;
    };
";

/// Begins to listen for the click, the key, the buttons of all files, and long tasks.
const LISTEN: &str = "
    const bench = window.bench = { keys: [], tasks: [] };
    bench.channel = new BroadcastChannel('bench');
    bench.channel.onmessage = (event) => bench.keys.push(event.data);
    bench.observer = new PerformanceObserver((list) => bench.tasks.push(...list.getEntries()));
    bench.observer.observe({ type: 'longtask' });
    const heard = (event) => { bench.click = event.timeStamp; };
    document.querySelector('#make-keys').addEventListener('click', heard, { capture: true, once: true });
    const files = ['certificate', 'cer', 'key', 'pfx', 'pfx-compatible', 'all'].map((file) => `#save-${file}`);
    const seen = new MutationObserver(() => {
        if (files.every((file) => document.querySelector(file))) {
            bench.ready = performance.now();
            seen.disconnect();
        }
    });
    seen.observe(document.body, { childList: true, subtree: true });";

/// Tells what was heard, once the files' page is drawn: that is a task, too.
const TELL: &str = "
    const done = arguments[arguments.length - 1];
    const bench = window.bench;
    requestAnimationFrame(() => setTimeout(() => {
        bench.tasks.push(...bench.observer.takeRecords());
        bench.observer.disconnect();
        bench.channel.close();
        const tasks = bench.tasks.filter((task) => task.startTime + task.duration > bench.click);
        const { click, ready, keys } = bench;
        done({ click, ready, keys, tasks: tasks.map((task) => task.duration) });
    }));";

/// Tells how long PBKDF2 takes.
const DERIVE: &str = "
    const [rounds, done] = arguments;
    const password = new TextEncoder().encode('correct horse battery');
    crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']).then(async (key) => {
        const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(16), iterations: rounds };
        const begin = performance.now();
        await crypto.subtle.deriveBits(parameters, key, 256);
        done(performance.now() - begin);
    });";

/// What the page heard; moments and times are milliseconds.
#[derive(Debug, Deserialize)]
struct Heard {
    click: Option<f64>,
    ready: Option<f64>,
    /// How long the browser took for each key.
    keys: Vec<f64>,
    /// The long tasks.
    tasks: Vec<f64>,
}

/// Puts that into the worker's first script of this visit's copy of the page: the only thing that differs.
pub(crate) fn tell_generate_key(page: &Page) -> Result<(), Trouble> {
    let script = page.site().join(WORKER);
    let shipped = std::fs::read_to_string(&script)?;
    Ok(std::fs::write(&script, format!("{TELLING}{shipped}"))?)
}

/// A making, and how long a round of PBKDF2 took before and after it.
#[derive(Debug)]
pub(crate) struct Measured {
    whole: f64,
    generate_key: f64,
    round: f64,
    longest_task: Option<f64>,
}

impl Measured {
    /// Makes a pair, from the page that asks for the password to that of the files.
    pub(crate) async fn make(page: &Page) -> Result<Self, Trouble> {
        page.type_into("Password of the key file", PASSWORD).await?;
        page.type_into("The same password again", PASSWORD).await?;
        let before = derivation(page).await?;
        page.driver.execute(LISTEN, Vec::new()).await?;
        page.press("#make-keys").await?;
        page.first_of(&[READY]).await?;
        let heard: Heard = page
            .driver
            .execute_async(TELL, Vec::new())
            .await?
            .convert()?;
        let (Some(click), Some(ready), [generate_key]) = (heard.click, heard.ready, &*heard.keys)
        else {
            let what = format!("nothing was measured: {heard:?}");
            return Err(Trouble::Computer(what));
        };
        let after = derivation(page).await?;
        Ok(Self {
            whole: ready - click,
            generate_key: *generate_key,
            round: (before + after) / 2.0 / ROUNDS,
            longest_task: heard.tasks.into_iter().max_by(f64::total_cmp),
        })
    }

    /// The making, with so many rounds of password derivations to be taken off.
    pub(crate) fn less(&self, rounds: u32) -> Making {
        Making {
            whole: self.whole,
            generate_key: self.generate_key,
            derivations: self.round * f64::from(rounds),
            longest_task: self.longest_task,
        }
    }
}

/// How long PBKDF2 takes now.
async fn derivation(page: &Page) -> Result<f64, Trouble> {
    let took = page
        .driver
        .execute_async(DERIVE, vec![ROUNDS.into()])
        .await?;
    Ok(took.convert()?)
}
