//! As much of HTML as Entra's pages need: headings, texts, links, lists, and forms with their buttons.

/// A page that was read.
pub(super) struct Document(Vec<Piece>);

/// A form as it stands on a page.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// Where it is sent.
    pub(super) action: String,
    inputs: Vec<Tag>,
    buttons: Vec<Tag>,
}

#[derive(Clone, Debug)]
enum Piece {
    Open(Tag),
    Close(String),
    Text(String),
}

#[derive(Clone, Debug, Default)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute; empty where it is not there.
    fn get(&self, name: &str) -> &str {
        self.attributes
            .iter()
            .find(|(found, _)| found == name)
            .map_or("", |(_, value)| value)
    }

    /// What the control sends.
    fn pair(&self) -> (String, String) {
        (self.get("name").to_owned(), self.get("value").to_owned())
    }
}

impl Document {
    pub(super) fn read(html: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = html;
        while let Some((text, behind)) = rest.split_once('<') {
            push_text(&mut pieces, text);
            let (inside, behind) = split_tag(behind);
            rest = behind;
            match inside.strip_prefix('/') {
                Some(name) => pieces.push(Piece::Close(name.trim().to_ascii_lowercase())),
                None => pieces.push(Piece::Open(tag(inside))),
            }
        }
        push_text(&mut pieces, rest);
        Self(pieces)
    }

    /// Id of the heading.
    pub(super) fn heading(&self) -> Option<&str> {
        self.opened()
            .find(|tag| tag.name == "h1")
            .map(|tag| tag.get("id"))
    }

    /// Where the link with this id leads.
    pub(super) fn link(&self, id: &str) -> Option<String> {
        let mut links = self.opened().filter(|tag| tag.name == "a");
        links
            .find(|tag| tag.get("id") == id)
            .map(|tag| tag.get("href").to_owned())
    }

    /// The entries of the list with this id.
    pub(super) fn list(&self, id: &str) -> Vec<String> {
        let mut entries = Vec::new();
        let mut inside = false;
        for piece in &self.0 {
            match piece {
                Piece::Open(tag) if tag.name == "ul" => inside = tag.get("id") == id,
                Piece::Close(name) if name == "ul" => inside = false,
                Piece::Text(text) if inside => entries.push(text.clone()),
                _ => {}
            }
        }
        entries
    }

    /// All that a person reads on it.
    pub(super) fn text(&self) -> String {
        let texts: Vec<&str> = self
            .0
            .iter()
            .filter_map(|piece| match piece {
                Piece::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        texts.join(" ")
    }

    /// The forms, in order.
    pub(super) fn forms(&self) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        let mut inside = false;
        for piece in &self.0 {
            match (piece, forms.last_mut()) {
                (Piece::Open(tag), _) if tag.name == "form" => {
                    assert_eq!(tag.get("method"), "post", "Entra's forms are sent by POST");
                    inside = true;
                    forms.push(Form {
                        action: tag.get("action").to_owned(),
                        ..Form::default()
                    });
                }
                (Piece::Close(name), _) if name == "form" => inside = false,
                (Piece::Open(tag), Some(form)) if inside && tag.name == "input" => {
                    form.inputs.push(tag.clone());
                }
                (Piece::Open(tag), Some(form)) if inside && tag.name == "button" => {
                    form.buttons.push(tag.clone());
                }
                _ => {}
            }
        }
        forms
    }

    fn opened(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Open(tag) => Some(tag),
            _ => None,
        })
    }
}

impl Form {
    /// What is sent when the button with this id is pressed.
    pub(super) fn pressed_by_id(&self, id: &str) -> Option<Vec<(String, String)>> {
        let button = self.buttons.iter().find(|button| button.get("id") == id)?;
        Some(self.sent(Some(button)))
    }

    /// What is sent when the button of this name whose value fits is pressed.
    pub(super) fn pressed_by_value(
        &self,
        name: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Option<Vec<(String, String)>> {
        let mut buttons = self.buttons.iter();
        let button =
            buttons.find(|button| button.get("name") == name && fits(button.get("value")))?;
        Some(self.sent(Some(button)))
    }

    /// What is sent after `text` was typed into the field of this name.
    pub(super) fn typed(&self, name: &str, text: &str) -> Option<Vec<(String, String)>> {
        let mut fields = self.sent(self.buttons.first());
        let field = fields.iter_mut().find(|(found, _)| found == name)?;
        text.clone_into(&mut field.1);
        Some(fields)
    }

    /// Every field that has a name, and the button that was pressed (HTML Standard, "Constructing the entry list").
    fn sent(&self, button: Option<&Tag>) -> Vec<(String, String)> {
        self.inputs
            .iter()
            .chain(button)
            .filter(|control| !control.get("name").is_empty())
            .map(Tag::pair)
            .collect()
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        pieces.push(Piece::Text(unescaped(text)));
    }
}

/// Splits behind the `>` that ends a tag; one within quotes does not.
fn split_tag(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '>' if !quoted => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    panic!("a tag without an end: {text}");
}

/// Reads a tag whose attribute values are all in double quotes.
fn tag(inside: &str) -> Tag {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    while let Some((name, behind)) = rest.split_once("=\"") {
        let (value, behind) = behind.split_once('"').expect("a closing quote");
        attributes.push((name.trim().to_ascii_lowercase(), unescaped(value)));
        rest = behind;
    }
    Tag {
        name: name.to_ascii_lowercase(),
        attributes,
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
