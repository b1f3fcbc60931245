//! Names of countries, which the browser knows in each language (ECMA-402, `Intl.DisplayNames`).

use js_sys::Array;
use js_sys::Function;
use js_sys::Intl::DisplayNames;
use js_sys::Object;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use words::Language;

use super::document;

/// The names in one language.
pub(crate) struct CountryNames(Option<DisplayNames>);

impl CountryNames {
    /// The names in this language; none where the browser is too old to have them.
    pub(crate) fn in_language(language: Language) -> Self {
        Self(display_names(language))
    }

    /// What the country of this code (ISO 3166-1 alpha-2) is called; its code where the browser does not know.
    pub(crate) fn of(&self, code: &str) -> String {
        let name = self.0.as_ref().and_then(|names| names.of(code));
        name.map_or_else(|| code.to_owned(), String::from)
    }
}

/// By way of [`Reflect`], so that nothing is thrown where the browser does not have it.
fn display_names(language: Language) -> Option<DisplayNames> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class = Reflect::get(&intl, &"DisplayNames".into()).ok()?;
    let class: Function = class.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
    let parameters = Array::of2(&document::locale(language).into(), &options);
    let names = Reflect::construct(&class, &parameters).ok()?;
    Some(names.unchecked_into())
}
