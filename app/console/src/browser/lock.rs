//! One tab at a time: while a plan is carried out for a tenant, no other tab of this browser carries one out for it.
//!
//! Web Locks API; `web-sys` knows it behind an unstable switch only, so it is called by name.

use js_sys::Array;
use js_sys::Function;
use js_sys::Object;
use js_sys::Promise;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;

/// Held until it is dropped, or the tab is closed.
pub(crate) struct Lock {
    release: Function,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The function settles a promise and cannot fail.
        let _ = self.release.call0(&JsValue::NULL);
    }
}

/// Takes the lock `name`; `None` if another tab holds it.
///
/// # Errors
///
/// What the browser said, where it offers no locks.
pub(crate) async fn take(name: &str) -> Result<Option<Lock>, JsValue> {
    let mut release = None;
    // The lock is held as long as this promise is open.
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let answer = Promise::new(&mut |answered, failed| {
        if let Err(problem) = request(name, &held, &answered, &failed) {
            // Rejecting a promise cannot fail.
            let _ = failed.call1(&JsValue::NULL, &problem);
        }
    });
    let granted = JsFuture::from(answer).await?.is_truthy();
    Ok(release.filter(|_| granted).map(|release| Lock { release }))
}

/// Whether any tab holds the lock `name`. It is only looked at: taking it to find out would keep another tab, at that very
/// moment, from carrying out what its person approved.
///
/// # Errors
///
/// What the browser said, where it offers no locks.
pub(crate) async fn is_held(name: &str) -> Result<bool, JsValue> {
    let locks = manager()?;
    let query: Function = Reflect::get(&locks, &"query".into())?.dyn_into()?;
    let asked: Promise = query.call0(&locks)?.dyn_into()?;
    let snapshot = JsFuture::from(asked).await?;
    let held: Array = Reflect::get(&snapshot, &"held".into())?.dyn_into()?;
    let is_it = |lock: JsValue| Reflect::get(&lock, &"name".into()).is_ok_and(|it| it == name);
    Ok(held.iter().any(is_it))
}

/// The page's lock manager.
fn manager() -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let locks = Reflect::get(&window.navigator(), &"locks".into())?;
    if locks.is_object() {
        Ok(locks)
    } else {
        Err("navigator.locks is missing".into())
    }
}

/// Asks for the lock, and tells `answered` whether it was free, or `failed` why the browser refused: it does so by
/// rejecting the promise that it returns, in a document without an origin of its own for instance.
fn request(
    name: &str,
    held: &Promise,
    answered: &Function,
    failed: &Function,
) -> Result<(), JsValue> {
    let locks = manager()?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE)?;
    let (held, answered) = (held.clone(), answered.clone());
    let callback = Closure::once_into_js(move |lock: JsValue| {
        let free = !lock.is_null();
        // Resolving a promise cannot fail.
        let _ = answered.call1(&JsValue::NULL, &free.into());
        if free {
            JsValue::from(held)
        } else {
            JsValue::UNDEFINED
        }
    });
    let outcome = request.call3(&locks, &name.into(), &options, &callback)?;
    let catch: Function = Reflect::get(&outcome, &"catch".into())?.dyn_into()?;
    catch.call1(&outcome, failed)?;
    Ok(())
}
