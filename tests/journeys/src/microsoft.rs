//! The other side: Entra and Graph of one simulated tenant, at their real addresses, and a record of all that passed.

use std::cell::Cell;
use std::cell::Ref;
use std::cell::RefCell;
use std::cell::RefMut;
use std::rc::Rc;
use std::time::Duration;

use base::Clock;
use base::Timestamp;
use http::Request;
use http::Response;
use tenant::Tenant;
use tenant::contract;
use tenant::contract::Contract;
use tenant::directory::Rows;
use tenant::faults::Fault;
use tenant::record::Recorded;
use tenant::worlds::World;
use url::Url;

use crate::Exchange;
use crate::Happening;
use crate::JumpingClock;
use crate::Sender;
use crate::traffic::changes;

/// Address of Entra.
pub(crate) const LOGIN: &str = "https://login.microsoftonline.com";
/// Address of Graph.
pub(crate) const GRAPH: &str = "https://graph.microsoft.com";

/// When journeys begin, unless a test says otherwise.
pub const START: &str = "2026-11-23T08:00:00Z";

/// How long a request takes one way.
const LATENCY: Duration = Duration::from_millis(40);

/// Entra and Graph of one tenant.
pub struct Microsoft {
    tenant: RefCell<Tenant>,
    clock: Rc<JumpingClock>,
    contract: Contract,
    is_judged: Cell<bool>,
    happenings: RefCell<Vec<Happening>>,
}

impl Microsoft {
    /// A tenant that begins as `world` at [`START`].
    pub fn begin(world: World, seed: u64, faults: &[Fault]) -> Rc<Self> {
        let start = START.parse().expect("a constant");
        Self::begin_at(start, world, seed, faults)
    }

    /// A tenant that begins as `world` at `start`.
    pub fn begin_at(start: Timestamp, world: World, seed: u64, faults: &[Fault]) -> Rc<Self> {
        let mut tenant = Tenant::new(world, seed, LOGIN, GRAPH, start);
        for fault in faults {
            tenant.add_fault(*fault);
        }
        Rc::new(Self {
            tenant: RefCell::new(tenant),
            clock: Rc::new(JumpingClock::at(start)),
            contract: Contract::new(),
            is_judged: Cell::new(true),
            happenings: RefCell::default(),
        })
    }

    /// The clock of everybody in this journey.
    pub fn clock(&self) -> Rc<JumpingClock> {
        Rc::clone(&self.clock)
    }

    /// From now on nothing is held to the contract, which takes a third of the time: for runs of which there are many of a
    /// kind, and others are held to it.
    pub fn trust(&self) {
        self.is_judged.set(false);
    }

    /// The tenant, to look at or to change behind everybody's back.
    pub fn tenant(&self) -> RefMut<'_, Tenant> {
        self.tenant.borrow_mut()
    }

    /// All rows as they are, whoever knows of them already.
    pub fn rows(&self) -> Rows {
        self.tenant.borrow().directory.primary().clone()
    }

    /// The writes to Graph as the tenant itself recorded them, refused ones included.
    pub fn recorded_writes(&self) -> Vec<Recorded> {
        let tenant = self.tenant.borrow();
        let is_write = |recorded: &&Recorded| {
            recorded.path.starts_with("/v1.0/") && changes(&recorded.method, &recorded.body)
        };
        tenant.recorded.iter().filter(is_write).cloned().collect()
    }

    /// How many of them were carried out and said so.
    pub fn carried_out(&self) -> usize {
        let writes = self.recorded_writes();
        let done = writes
            .iter()
            .filter(|write| (200..300).contains(&write.status));
        done.count()
    }

    /// The sign-in name of somebody who has a mailbox.
    pub fn mailbox(&self) -> String {
        let rows = self.rows();
        let user = rows
            .users
            .iter()
            .find(|user| user.mailbox.as_deref() == Some("user"));
        user.expect("every world has mailboxes")
            .user_principal_name
            .clone()
    }

    /// All that happened so far, in order.
    pub fn happenings(&self) -> Ref<'_, [Happening]> {
        Ref::map(self.happenings.borrow(), Vec::as_slice)
    }

    /// All requests so far, in order.
    pub fn exchanges(&self) -> Vec<Exchange> {
        let exchange = |happening: &Happening| match happening {
            Happening::Exchanged(exchange) => Some((**exchange).clone()),
            Happening::Noted(_) => None,
        };
        self.happenings
            .borrow()
            .iter()
            .filter_map(exchange)
            .collect()
    }

    /// The requests so far by which the page asked Graph to change something, whatever came of them.
    pub fn writes(&self) -> Vec<Exchange> {
        let mut exchanges = self.exchanges();
        exchanges.retain(|exchange| exchange.sender == Sender::Page && exchange.is_write());
        exchanges
    }

    /// Notes that something happened.
    pub(crate) fn note(&self, happening: Happening) {
        self.happenings.borrow_mut().push(happening);
    }

    /// Answers a request, and holds both to the contract.
    ///
    /// # Panics
    ///
    /// Where somebody asks another host, or request or answer do not fit Microsoft's schemas.
    pub(crate) fn answer(&self, sender: Sender, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let url: Url = request.uri().to_string().parse().expect("a whole address");
        check_host(&url);
        let asked = request.clone();
        self.clock.jump(LATENCY);
        let at = self.clock.now();
        let response = tenant::handle(&mut self.tenant.borrow_mut(), request, at);
        self.clock.jump(LATENCY);
        let (status, answered) = self.outcome(&response);
        let exchange = Exchange {
            at,
            sender,
            method: asked.method().clone(),
            url,
            headers: asked.headers().clone(),
            body: asked.into_body(),
            status,
            answered,
            answer_headers: response.headers().clone(),
            answer: response.body().clone(),
        };
        // Of an answer that never came only the request can be held to anything.
        match (self.is_judged.get(), tenant::is_lost(&response)) {
            (true, true) => self.check_request(&exchange),
            (true, false) => self.check(&exchange),
            (false, _) => {}
        }
        self.note(Happening::Exchanged(Box::new(exchange)));
        response
    }

    /// The status that the tenant itself noted for the request that it answered last, and whether its answer arrived.
    fn outcome(&self, response: &Response<Vec<u8>>) -> (u16, bool) {
        let tenant = self.tenant.borrow();
        let recorded = tenant.recorded.last();
        recorded.map_or((response.status().as_u16(), true), |recorded| {
            (recorded.status, recorded.answered)
        })
    }

    fn check_request(&self, exchange: &Exchange) {
        if exchange.is_of_graph() && exchange.method != http::Method::OPTIONS {
            let (method, path) = (exchange.method.as_str(), exchange.path_and_query());
            let held = self.contract.check_request(method, &path, &exchange.body);
            assert_eq!(held, Ok(()), "{method} {path}");
        }
    }

    /// Preflights are the browser's and in no metadata; Entra has none.
    fn check(&self, exchange: &Exchange) {
        if !exchange.is_of_graph() || exchange.method == http::Method::OPTIONS {
            return;
        }
        let (method, path) = (exchange.method.as_str(), exchange.path_and_query());
        // Nobody here sends a wrong request on purpose, so a request that was refused must be right too.
        let request = self.contract.check_request(method, &path, &exchange.body);
        let both = self.contract.check(&contract::Exchange {
            method,
            path_and_query: &path,
            request: &exchange.body,
            status: exchange.status,
            response: &exchange.answer,
        });
        if let Err(faults) = request.and(both) {
            panic!(
                "{:?} against the contract: {method} {path}\n{}\n{}: {}\n{faults:#?}",
                exchange.sender,
                String::from_utf8_lossy(&exchange.body),
                exchange.status,
                String::from_utf8_lossy(&exchange.answer),
            );
        }
    }
}

/// Entra and Graph are two hosts, and there is no third.
fn check_host(url: &Url) {
    let is_graph = ["/v1.0/", "/beta/"]
        .iter()
        .any(|version| url.path().starts_with(version));
    let meant = if is_graph { GRAPH } else { LOGIN };
    assert_eq!(
        url.origin().ascii_serialization(),
        meant,
        "who is asked for {}",
        url.path()
    );
}
