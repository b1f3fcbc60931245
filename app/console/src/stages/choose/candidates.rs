//! The applications among which the person chooses, and what each of them brings into the form. Pure.

use base::ObjectId;
use base::Thumbprint;
use base::Timestamp;
use graph::owner::Owner;
use handoff::Meant;
use survey::ApplicationChoice;
use survey::Facts;
use survey::Marks;
use survey::Obsolete;
use survey::SetUp;

/// Which application is chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Which {
    /// The one at this place of the list.
    There(usize),
    /// One that is to be made.
    New,
    /// None yet: the person has to say.
    Open,
}

/// What an application is to this console.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Made by it.
    Made,
    /// Somebody else's, adopted by it.
    Adopted,
    /// Somebody else's, of the same name.
    Stranger,
}

/// The applications that are there, with what is needed to tell what choosing one means.
#[derive(Clone, Debug)]
pub(crate) struct Candidates {
    set_ups: Vec<SetUp>,
    marks: Marks,
    /// The person, who is not warned of their own ownership.
    me: ObjectId,
    /// When the tenant was looked at.
    at: Timestamp,
    /// What was chosen before.
    before: Option<ApplicationChoice>,
}

impl Candidates {
    /// What was seen in the tenant, ours first. `before` is what was chosen before, if anything was.
    pub(super) fn new(facts: &Facts, marks: &Marks, before: Option<ApplicationChoice>) -> Self {
        Self {
            set_ups: facts.set_ups.clone(),
            marks: marks.clone(),
            me: facts.me.id.clone(),
            at: facts.at,
            before,
        }
    }

    /// All of them; where there is none there is nothing to choose.
    pub(super) fn all(&self) -> &[SetUp] {
        &self.set_ups
    }

    /// What `set_up` is to this console. A made one bears our label and a key of our form, an adopted one our label only.
    pub(super) fn kind(&self, set_up: &SetUp) -> Kind {
        let key = set_up.application.unique_name.as_deref();
        let number = key.and_then(|key| self.marks.number_of(key));
        match (set_up.ours, number) {
            (true, Some(_)) => Kind::Made,
            (true, None) => Kind::Adopted,
            (false, _) => Kind::Stranger,
        }
    }

    /// Which one the form proposes: what was chosen before if it is still there, else the first that this
    /// console made, else a new one. What only bears our label, and a stranger, is never proposed.
    pub(super) fn proposed(&self) -> Which {
        let place = |is_it: &dyn Fn(&SetUp) -> bool| self.set_ups.iter().position(is_it);
        let before = match &self.before {
            Some(ApplicationChoice::Existing { id }) => place(&|one| one.application.id == *id),
            Some(ApplicationChoice::Beside { unique_name }) => {
                // The run may have got as far as making it.
                let made = unique_name.as_deref().and_then(|key| {
                    place(&|one| one.ours && one.application.unique_name.as_deref() == Some(key))
                });
                return made.map_or(Which::New, Which::There);
            }
            Some(ApplicationChoice::Ours) | None => None,
        };
        // An adopted one bears our label only, which anybody may give: it is for the person to choose it.
        let first_of_ours = || place(&|one| self.kind(one) == Kind::Made);
        before
            .or_else(first_of_ours)
            .map_or(Which::New, Which::There)
    }

    /// Which one the form proposes where a colleague filled it in. The colleague could not name it, so where another than the
    /// proposed one may be `meant` none is proposed: a second application, or a change to a wrong one, would come of it.
    pub(super) fn proposed_to_invited(&self, meant: Meant) -> Which {
        let made = |one: &SetUp| self.kind(one) == Kind::Made;
        let ours: Vec<&SetUp> = self.set_ups.iter().filter(|one| one.ours).collect();
        let is_clear = match (meant, self.set_ups.as_slice()) {
            (_, []) => true,
            // What was to be made may have been, since.
            (Meant::Ours, _) => match ours.as_slice() {
                [] => true,
                [one] => made(one),
                _ => false,
            },
            (Meant::Existing, [one]) => made(one),
            (Meant::Existing | Meant::Beside, _) => false,
        };
        if is_clear {
            self.proposed()
        } else {
            Which::Open
        }
    }

    /// The choice that `which` amounts to; nobody sends a form in which it is open.
    pub(super) fn choice(&self, which: Which) -> ApplicationChoice {
        if let Some(set_up) = self.get(which) {
            let id = set_up.application.id.clone();
            return ApplicationChoice::Existing { id };
        }
        match self.key_of_new() {
            Some(key) => ApplicationChoice::Beside {
                unique_name: Some(key.to_owned()),
            },
            None if self.set_ups.iter().any(|one| one.ours) => {
                ApplicationChoice::Beside { unique_name: None }
            }
            None => ApplicationChoice::Ours,
        }
    }

    /// The key that was found for a new one before, as long as nobody else's application bears it.
    fn key_of_new(&self) -> Option<&str> {
        let Some(ApplicationChoice::Beside { unique_name }) = &self.before else {
            return None;
        };
        let mut keys = self
            .set_ups
            .iter()
            .filter_map(|one| one.application.unique_name.as_deref());
        let key = unique_name.as_deref()?;
        keys.all(|taken| taken != key).then_some(key)
    }

    /// The application that is chosen; `None` for a new one.
    fn get(&self, which: Which) -> Option<&SetUp> {
        match which {
            Which::There(place) => self.set_ups.get(place),
            Which::New | Which::Open => None,
        }
    }

    /// The name that the chosen application bears.
    pub(super) fn name(&self, which: Which) -> Option<String> {
        self.get(which)
            .map(|set_up| set_up.application.display_name.clone())
    }

    /// Whether the chosen application keeps its name: `provision` renames only what this console made.
    pub(super) fn keeps_name(&self, which: Which) -> bool {
        self.get(which)
            .is_some_and(|set_up| self.kind(set_up) != Kind::Made)
    }

    /// Thumbprint and end of every certificate of the chosen application that can be kept.
    pub(super) fn certificates(&self, which: Which) -> Vec<(Thumbprint, Timestamp)> {
        self.get(which)
            .map(|set_up| set_up.valid_certificates(self.at))
            .unwrap_or_default()
    }

    /// The permissions that the chosen application declares or holds and that are no longer needed.
    pub(super) fn obsolete(&self, which: Which) -> Vec<Obsolete> {
        self.get(which)
            .map(|set_up| set_up.obsolete.clone())
            .unwrap_or_default()
    }

    /// Who owns the chosen application besides the person; `None` for a new one.
    pub(super) fn other_owners(&self, which: Which) -> Option<Vec<Owner>> {
        let owners = self.get(which)?.owners.iter();
        let others = owners.filter(|owner| owner.id != self.me);
        Some(others.cloned().collect())
    }

    /// Whether nobody would own the chosen application any more once `leaving` are owners no longer.
    pub(super) fn loses_last_owner(&self, which: Which, leaving: &[ObjectId]) -> bool {
        let owners = self.get(which).map_or(&[][..], |set_up| &set_up.owners);
        !owners.is_empty() && owners.iter().all(|owner| leaving.contains(&owner.id))
    }

    /// Whether the chosen application uses the permission for colours already, so that it is proposed again.
    pub(super) fn declares_mailbox_settings(&self, which: Which) -> bool {
        self.get(which)
            .is_some_and(SetUp::declares_mailbox_settings)
    }
}

#[cfg(test)]
mod tests;
