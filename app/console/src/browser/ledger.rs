//! The journal in IndexedDB: one line a record, in a versioned form, kept until the person forgets the tenant.

use js_sys::Function;
use js_sys::Promise;
use js_sys::Reflect;
use provision::Entry;
use provision::LedgerError;
use serde::Deserialize;
use serde::Serialize;
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
/// Version of a line's form. A line of another version is left alone.
const FORM: u32 = 1;

/// One line as it is stored.
#[derive(Deserialize, Serialize)]
struct Line {
    form: u32,
    entry: Entry,
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

    /// Every line of `tenant`, in order. Lines of another form are passed over.
    pub(crate) async fn entries(&self, tenant: &base::TenantId) -> Result<Vec<Entry>, LedgerError> {
        let transaction = self
            .0
            .transaction_with_str_and_mode(STORE, IdbTransactionMode::Readonly)
            .map_err(|problem| failed(&problem))?;
        let store = transaction
            .object_store(STORE)
            .map_err(|problem| failed(&problem))?;
        let all = answered(&store.get_all().map_err(|problem| failed(&problem))?).await?;
        let all = js_sys::Array::from(&all);
        let lines = all.iter().filter_map(|line| line.as_string());
        let read = |line: String| {
            serde_json::from_str::<Line>(&line)
                .ok()
                .filter(|line| line.form == FORM)
        };
        Ok(lines
            .filter_map(read)
            .map(|line| line.entry)
            .filter(|entry| entry.tenant == *tenant)
            .collect())
    }
}

impl BrowserLedger {
    /// Forgets every line of `tenant`, those of other forms included. All of it or nothing.
    pub(crate) async fn forget(&self, tenant: &base::TenantId) -> Result<(), LedgerError> {
        #[derive(Deserialize)]
        struct Of {
            entry: OfEntry,
        }
        #[derive(Deserialize)]
        struct OfEntry {
            tenant: base::TenantId,
        }
        let transaction = durable(&self.0).map_err(|problem| failed(&problem))?;
        let store = transaction
            .object_store(STORE)
            .map_err(|problem| failed(&problem))?;
        let keys = answered(&store.get_all_keys().map_err(|problem| failed(&problem))?).await?;
        let lines = answered(&store.get_all().map_err(|problem| failed(&problem))?).await?;
        let lines = js_sys::Array::from(&lines);
        for (key, line) in js_sys::Array::from(&keys).iter().zip(lines.iter()) {
            let line = line.as_string().unwrap_or_default();
            let of = serde_json::from_str::<Of>(&line);
            if of.is_ok_and(|of| of.entry.tenant == *tenant) {
                store.delete(&key).map_err(|problem| failed(&problem))?;
            }
        }
        completed(&transaction).await
    }
}

impl provision::Ledger for BrowserLedger {
    async fn append(&self, entry: &Entry) -> Result<(), LedgerError> {
        let line = Line {
            form: FORM,
            entry: entry.clone(),
        };
        let text = serde_json::to_string(&line);
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
