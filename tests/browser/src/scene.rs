//! What a visit is set in: which tenant, with which troubles, and the folder that the page lies in.

use std::net::Ipv4Addr;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tenant::Tenant;
use tenant::faults::Fault;
use tenant::server;
use tenant::worlds::World;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::Trouble;
use crate::driver::downloads;
use crate::pace::Pace;

/// A tenant and a page, to be had by one browser.
#[derive(Debug, Clone)]
pub struct Scene {
    /// How the tenant looks at the beginning.
    pub world: World,
    /// Everything by chance in the tenant follows from this.
    pub seed: u64,
    /// What goes wrong on purpose.
    pub faults: Vec<Fault>,
    /// How much later every answer of the tenant comes.
    pub latency: Duration,
    /// How many times as fast time goes by, for the page and the tenant.
    pub pace: u32,
    /// Whether a headless shell will not do: where files are saved or the clipboard is looked at.
    pub whole_browser: bool,
    /// The folder of the host in which the page lies; begins and ends with a slash.
    pub folder: &'static str,
    /// `config.json`; none is the one that names the tenant.
    pub config: Option<String>,
}

impl Scene {
    /// A quick and faultless tenant, and the page in a folder of its host, in quick time.
    pub fn new(world: World) -> Self {
        Self {
            world,
            seed: 1,
            faults: Vec::new(),
            latency: Duration::ZERO,
            pace: 10,
            whole_browser: false,
            folder: "/some/folder/",
            config: None,
        }
    }

    /// The same in a browser that can save files and has a clipboard.
    pub fn in_a_whole_browser(self) -> Self {
        Self {
            whole_browser: true,
            ..self
        }
    }

    /// The same in a person's own time: where it is the waiting that is looked at, or what happens meanwhile.
    pub fn at_life_s_pace(self) -> Self {
        Self { pace: 1, ..self }
    }
}

/// The running servers of a scene, and its folder for files. Both end with its drop.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) tenant: Arc<Mutex<Tenant>>,
    /// The time in which page and tenant live.
    pub(crate) pace: Pace,
    /// Where the page is, e.g. `http://localhost:4711/some/folder/`.
    pub(crate) address: String,
    /// Where Entra and Graph are, e.g. `http://localhost:4712`.
    pub(crate) tenant_origin: String,
    /// A folder for this visit only.
    pub(crate) scratch: PathBuf,
    /// The folder that is served as the page.
    pub(crate) site: PathBuf,
    servers: Vec<JoinHandle<std::io::Result<()>>>,
}

impl Stage {
    /// Starts the servers.
    pub(crate) async fn set(scene: Scene) -> Result<Self, Trouble> {
        let dist = dist()?;
        let scratch = scratch()?;
        let (tenant_listener, tenant_origin) = listen().await?;
        let (site_listener, site_origin) = listen().await?;

        let copy = scratch.join("site");
        let config = scene
            .config
            .unwrap_or_else(|| xtask::local_config(&tenant_origin));
        xtask::local_copy(&dist, &copy, &tenant_origin, &config)?;

        let pace = Pace::new(scene.pace);
        let mut tenant = Tenant::new(
            scene.world,
            scene.seed,
            &tenant_origin,
            &tenant_origin,
            pace.now(),
        );
        scene
            .faults
            .into_iter()
            .for_each(|fault| tenant.add_fault(fault));
        let tenant = Arc::new(Mutex::new(tenant));
        let serve = server::serve_by(
            tenant_listener,
            Arc::clone(&tenant),
            scene.latency,
            move || pace.now(),
        );
        let site = server::site(site_listener, copy.clone(), scene.folder);
        Ok(Self {
            tenant,
            pace,
            address: format!("{site_origin}{}", scene.folder),
            tenant_origin,
            scratch,
            site: copy,
            servers: vec![tokio::spawn(serve), tokio::spawn(site)],
        })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.servers.iter().for_each(JoinHandle::abort);
        // The browser has closed; should a file of it still be in the way, the next clean-up of `target` takes it.
        let _ = std::fs::remove_dir_all(&self.scratch);
    }
}

/// The folder of the built page.
pub fn dist() -> Result<PathBuf, Trouble> {
    let dist = crate::repository().join("dist");
    if dist.join("index.html").is_file() {
        return Ok(dist);
    }
    Err(Trouble::NoPage)
}

/// A port of localhost that nobody has, and its address.
async fn listen() -> Result<(TcpListener, String), Trouble> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = listener.local_addr()?.port();
    Ok((listener, format!("http://localhost:{port}")))
}

/// An empty folder for one visit. Two visits never share one, nor do two runs at the same time.
fn scratch() -> Result<PathBuf, Trouble> {
    static VISITS: AtomicU32 = AtomicU32::new(0);
    let visit = VISITS.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}-{visit}", std::process::id());
    let folder = crate::target().join("visits").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(downloads(&folder))?;
    absolute(&folder)
}

/// The browser takes absolute folders only.
fn absolute(folder: &Path) -> Result<PathBuf, Trouble> {
    Ok(folder.canonicalize()?)
}
