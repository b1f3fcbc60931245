//! What has become of the last set-up, looked up on a later visit.

use std::time::Duration;

use base::Clock;
use base::Message;
use base::Tokens;
use base::Transport;
use graph::Graph;
use graph::GraphError;
use survey::CertificateChoice;
use survey::Marks;
use survey::Wish;

use super::Drift;
use super::drift;
use crate::Desired;
use crate::History;
use crate::added_since;
use crate::observe;

/// So often one looks before something is said to have changed, this far apart.
const LOOKS: u32 = 3;
const PAUSE: Duration = Duration::from_secs(1);

/// What has become of a set-up since its last run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Since {
    /// What would have to change for all to be as it was set up, if anything.
    pub drift: Option<Drift>,
    /// What others added.
    pub added: Vec<Message>,
}

/// Looks what has become of the last set-up of `history`; nothing where there was none.
///
/// # Errors
///
/// [`GraphError`] where the tenant could not be observed.
pub async fn look_since<T: Transport, K: Tokens, C: Clock>(
    graph: &Graph<T, K, C>,
    history: &History,
    marks: &Marks,
) -> Result<Since, GraphError> {
    let mut since = Since::default();
    let wish = history.last_wish().map(|(_, wish)| wish);
    let Some(desired) = wish.and_then(|wish| standing(wish, marks)) else {
        return Ok(since);
    };
    // A copy of the directory may lag behind: one look in which nothing has changed is enough to say so.
    for look in 1..=LOOKS {
        let observed = observe(graph, &desired.marks, &desired.application).await?;
        since.added = added_since(history, &observed);
        since.drift = drift(history, &desired, &observed);
        if since.drift.is_none() {
            break;
        }
        if look < LOOKS {
            graph.clock().sleep(PAUSE).await;
        }
    }
    Ok(since)
}

/// The wish whose plan the drift is: what was wished, its certificate to be kept now that it was done. `None` where the wish
/// no longer fits the form.
pub fn wish_again(wish: &Wish, marks: &Marks) -> Option<Wish> {
    let desired = Desired::new(&wish.choice, marks, wish.made.as_ref()).ok()?;
    let mut choice = wish.choice.clone();
    choice.certificate = CertificateChoice::Keep {
        thumbprint: desired.thumbprint(),
    };
    Some(Wish { choice, made: None })
}

fn standing(wish: &Wish, marks: &Marks) -> Option<Desired> {
    let again = wish_again(wish, marks)?;
    Desired::new(&again.choice, marks, None).ok()
}
