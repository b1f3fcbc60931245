//! The journal in IndexedDB: one line a record, kept until the person forgets the tenant.

mod line;

use base::Key;
use base::Message;
use base::TenantId;
use js_sys::Function;
use js_sys::Promise;
use js_sys::Reflect;
use provision::Entry;
use provision::History;
use provision::LedgerError;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::IdbDatabase;
use web_sys::IdbObjectStoreParameters;
use web_sys::IdbOpenDbRequest;
use web_sys::IdbRequest;
use web_sys::IdbTransaction;
use web_sys::IdbTransactionMode;

use super::describe;

const DATABASE: &str = "mytimetable-setup-console";
const STORE: &str = "journal";
/// Version of the database's layout.
const LAYOUT: u32 = 1;

/// Why nothing can be said of what this browser did in a tenant.
#[derive(Clone, Debug)]
pub(crate) enum Unreadable {
    /// The storage cannot be read.
    Storage(LedgerError),
    /// Some lines cannot be read. A run without them may look as if it had done less than it did, or more; so none is
    /// believed.
    Lines {
        /// How many.
        count: usize,
        /// All lines of the tenant as they are stored, one each line.
        raw: String,
    },
}

impl Unreadable {
    /// What is said of it.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Storage(error) => error.message(Key::JournalUnreadable),
            Self::Lines { count, .. } => {
                Message::new(Key::JournalLinesUnreadable).with("count", count)
            }
        }
    }

    /// The lines as they are stored, where there are any.
    pub(crate) fn raw(&self) -> Option<&str> {
        match self {
            Self::Storage(_) => None,
            Self::Lines { raw, .. } => Some(raw),
        }
    }
}

impl From<LedgerError> for Unreadable {
    fn from(error: LedgerError) -> Self {
        Self::Storage(error)
    }
}

/// The journal of this browser.
#[derive(Clone, Debug)]
pub(crate) struct BrowserLedger(IdbDatabase);

fn failed(problem: impl std::ops::Deref<Target = JsValue>) -> LedgerError {
    LedgerError::Failed(describe(&problem))
}

impl BrowserLedger {
    /// Opens the journal, making it where there is none.
    pub(crate) async fn open() -> Result<Self, LedgerError> {
        let window = web_sys::window().ok_or(LedgerError::NoStorage)?;
        let factory = window
            .indexed_db()
            .map_err(|problem| failed(&problem))?
            .ok_or(LedgerError::NoStorage)?;
        let request = factory
            .open_with_u32(DATABASE, LAYOUT)
            .map_err(|problem| failed(&problem))?;
        let lay_out = lay_out_on_upgrade(&request);
        request.set_onupgradeneeded(Some(lay_out.as_ref().unchecked_ref()));
        let database = answered(&request).await?;
        Ok(Self(database.unchecked_into()))
    }

    /// The runs of `tenant`.
    ///
    /// # Errors
    ///
    /// [`Unreadable`], where not every line that is or may be of the tenant can be read.
    pub(crate) async fn history(&self, tenant: &TenantId) -> Result<History, Unreadable> {
        let transaction = self
            .0
            .transaction_with_str_and_mode(STORE, IdbTransactionMode::Readonly)
            .map_err(|problem| failed(&problem))?;
        let store = transaction
            .object_store(STORE)
            .map_err(|problem| failed(&problem))?;
        let all = answered(&store.get_all().map_err(|problem| failed(&problem))?).await?;
        let lines = line::read(texts(&all), tenant);
        match lines.unread {
            0 => Ok(History::of(lines.entries)),
            count => Err(Unreadable::Lines {
                count,
                raw: lines.raw.join("\n") + "\n",
            }),
        }
    }

    /// Forgets every line of `tenant`, those that cannot be read included. All of it or nothing.
    pub(crate) async fn forget(&self, tenant: &TenantId) -> Result<(), LedgerError> {
        let transaction = durable(&self.0).map_err(|problem| failed(&problem))?;
        let store = transaction
            .object_store(STORE)
            .map_err(|problem| failed(&problem))?;
        let keys = answered(&store.get_all_keys().map_err(|problem| failed(&problem))?).await?;
        let lines = answered(&store.get_all().map_err(|problem| failed(&problem))?).await?;
        let forgotten = line::forgotten(&texts(&lines), tenant);
        for (key, goes) in js_sys::Array::from(&keys).iter().zip(forgotten) {
            if goes {
                store.delete(&key).map_err(|problem| failed(&problem))?;
            }
        }
        completed(&transaction).await
    }
}

/// The stored lines. What is no text is no line of ours, and cannot be read.
fn texts(lines: &JsValue) -> Vec<String> {
    let lines = js_sys::Array::from(lines);
    let text = |line: JsValue| line.as_string().unwrap_or_default();
    lines.iter().map(text).collect()
}

impl provision::Ledger for BrowserLedger {
    async fn append(&self, entry: &Entry) -> Result<(), LedgerError> {
        let text = line::written(entry);
        let text = text.map_err(|problem| LedgerError::Failed(problem.to_string()))?;
        let transaction = durable(&self.0).map_err(|problem| failed(&problem))?;
        let store = transaction
            .object_store(STORE)
            .map_err(|problem| failed(&problem))?;
        store
            .add(&text.into())
            .map_err(|problem| failed(&problem))?;
        completed(&transaction).await
    }
}

/// A transaction that completes only when its line is on the disk: `durability: "strict"` (Indexed Database API 3.0).
/// `web-sys` knows that option behind an unstable switch only, so it is called by name.
fn durable(database: &IdbDatabase) -> Result<IdbTransaction, JsValue> {
    let options = js_sys::Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let transaction: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let begun = transaction.call3(database, &STORE.into(), &"readwrite".into(), &options)?;
    begun.dyn_into()
}

/// Makes the store when the database is new.
fn lay_out_on_upgrade(request: &IdbOpenDbRequest) -> Closure<dyn FnMut()> {
    let request = request.clone();
    Closure::new(move || {
        let parameters = IdbObjectStoreParameters::new();
        parameters.set_auto_increment(true);
        if let Ok(database) = request.result() {
            let database: IdbDatabase = database.unchecked_into();
            // If this fails, so does opening: the request's own error tells.
            let _ = database.create_object_store_with_optional_parameters(STORE, &parameters);
        }
    })
}

/// The result of a request, once it has one.
async fn answered(request: &IdbRequest) -> Result<JsValue, LedgerError> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let outcome = JsFuture::from(promise).await;
    match (outcome, request.error()) {
        (Ok(_), _) => request.result().map_err(|problem| failed(&problem)),
        (Err(_), Ok(Some(error))) => Err(failed(error.unchecked_ref::<JsValue>())),
        (Err(problem), _) => Err(failed(&problem)),
    }
}

/// Waits until the transaction is on the disk.
async fn completed(transaction: &IdbTransaction) -> Result<(), LedgerError> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    let outcome = JsFuture::from(promise).await;
    match (outcome, transaction.error()) {
        (Ok(_), _) => Ok(()),
        (Err(_), Some(error)) => Err(failed(error.unchecked_ref::<JsValue>())),
        (Err(problem), None) => Err(failed(&problem)),
    }
}
