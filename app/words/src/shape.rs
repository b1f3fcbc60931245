//! The form in which texts are written down: one line a language, and a list of all of them for the tests.

/// Declares an enum of texts with the words for each.
macro_rules! texts {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$text_doc:meta])* $text:ident: $english:literal, $dutch:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub enum $name { $($(#[$text_doc])* #[doc = $english] $text,)* }

        impl $name {
            /// The words in each language.
            pub(crate) fn in_each(self) -> $crate::Words {
                match self { $(Self::$text => $crate::Words { english: $english, dutch: $dutch },)* }
            }

            /// Every text with its name.
            #[cfg(test)]
            pub(crate) const ALL: &[(&str, Self)] = &[$((stringify!($text), Self::$text),)*];
        }
    };
}

/// Declares the words for each key of a message.
macro_rules! sentences {
    ($($key:ident: $english:literal, $dutch:literal;)*) => {
        /// The words for `key` in each language.
        pub(crate) fn words(key: base::Key) -> $crate::Words {
            match key { $(base::Key::$key => $crate::Words { english: $english, dutch: $dutch },)* }
        }

        /// Every key with its name.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, base::Key)] = &[$((stringify!($key), base::Key::$key),)*];
    };
}

pub(crate) use sentences;
pub(crate) use texts;

#[cfg(test)]
mod tests;
