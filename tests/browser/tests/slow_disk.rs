//! A disk so slow that a person does something else before a file is read.

use browser::Page;
use browser::Trouble;

/// Keeps what the browser has read from the page, until it is let go.
const SLOW: &str = "
    globalThis.readAtOnce ??= Blob.prototype.arrayBuffer;
    globalThis.kept = [];
    globalThis.isSlow = true;
    Blob.prototype.arrayBuffer = async function () {
        const keep = isSlow;
        const content = await readAtOnce.call(this);
        return keep ? new Promise((give) => kept.push(() => give(content))) : content;
    };";
/// Gives the page what was kept, and ends once the page has done with it what it will.
const LET_GO: &str = "for (const give of kept) give(); setTimeout(arguments[0], 0);";

/// From now on the page waits for every file that it reads. Begun again, what was kept before never comes.
pub(crate) async fn begin(page: &Page) -> Result<(), Trouble> {
    page.driver.execute(SLOW, Vec::new()).await?;
    Ok(())
}

/// Waits until the page waits for one file; those after it come at once.
pub(crate) async fn until_one_waits(page: &Page) -> Result<(), Trouble> {
    let run = async |script: &str| page.driver.execute(script, Vec::new()).await;
    page.until("a file that the page waits for", async || {
        let count = run("return kept.length").await.ok()?;
        (count.convert::<u32>().ok()? == 1).then_some(())
    })
    .await?;
    run("isSlow = false").await?;
    Ok(())
}

/// Lets the page have the file that it waited for.
pub(crate) async fn let_go(page: &Page) -> Result<(), Trouble> {
    page.driver.execute_async(LET_GO, Vec::new()).await?;
    Ok(())
}
