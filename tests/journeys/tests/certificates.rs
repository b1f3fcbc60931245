//! Living with certificates: a new one beside the old, the old one taken off because a person said so, that undone again; and
//! the proof from any shell, which Entra accepts only while the certificate is there.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what helps tests may fail as tests do"
)]

use std::process::Command;
use std::rc::Rc;
use std::time::Duration;

use base::Clock;
use base::Key;
use base::KeyId;
use base::Secret;
use base::Thumbprint;
use handoff::HandOver;
use handoff::ProofCommands;
use http::Request;
use journeys::Errand;
use journeys::Interruption;
use journeys::Loss;
use journeys::Mended;
use journeys::Microsoft;
use journeys::PASSWORD;
use journeys::Page;
use journeys::Person;
use journeys::SeededEntropy;
use journeys::Story;
use journeys::VendorLine;
use journeys::assert_intents_come_first;
use journeys::assert_same_rows;
use journeys::hosted;
use journeys::on_premises;
use journeys::saved_files;
use journeys::untruths;
use journeys::vendor_files;
use journeys::walk;
use journeys::wish;
use keys::AssertionClaims;
use keys::PrivateKey;
use keys::RsaGenerator;
use provision::Purpose;
use serde_json::Value;
use tenant::directory::Change;
use tenant::directory::Rows;
use tenant::rows::Application;
use tenant::rows::KeyCredential;
use tenant::rows::Row;
use tenant::worlds::World;
use vendor::Transport as _;

const KEY: &str = "mytimetable-calendar-push";

/// A tenant with our set-up, which has its first certificate, one that somebody else put there, and a new one.
struct Scene {
    microsoft: Rc<Microsoft>,
    story: Story<'static>,
}

impl Scene {
    /// Our application with the certificate of the first run, one of theirs, and the new one of a second run.
    fn begin() -> Self {
        let scene = Self::with_theirs(Microsoft::begin(World::Taken, 1, &[]));
        let new = Errand::SetUp(wish(hosted(vendor_files().facts)));
        scene.story.play_undisturbed(&new);
        scene
    }

    /// The same without the second run.
    fn with_theirs(microsoft: Rc<Microsoft>) -> Self {
        let story = Story::begin(&microsoft, Person::named("global.admin"));
        story.play_undisturbed(&Errand::SetUp(wish(on_premises())));
        let scene = Self { microsoft, story };
        scene.add_theirs();
        scene
    }

    /// The same without holding anything to the contract: what is not interrupted is held to it.
    fn trusting() -> Self {
        let microsoft = Microsoft::begin(World::Taken, 1, &[]);
        microsoft.trust();
        Self::with_theirs(microsoft)
    }

    /// Somebody puts a certificate of theirs onto our application.
    fn add_theirs(&self) {
        let rows = self.microsoft.rows();
        let others = rows.applications.iter().filter(|row| !is_ours(row));
        let theirs = others.flat_map(|row| &row.key_credentials).next().unwrap();
        let mut row = ours(&rows).clone();
        row.key_credentials.push(theirs.clone());
        self.write(row);
    }

    /// Somebody changes an application; a minute later everybody knows.
    fn write(&self, row: Application) {
        let clock = self.microsoft.clock();
        let change = Change::Put(Row::Application(row));
        self.microsoft.tenant().directory.write(clock.now(), change);
        clock.jump(Duration::from_secs(60));
    }

    fn credentials(&self) -> Vec<KeyCredential> {
        ours(&self.microsoft.rows()).key_credentials.clone()
    }

    fn play(&self, errand: &Errand, interruption: Option<Interruption>) -> usize {
        let done = self.story.play(errand, interruption, |_| Mended::No);
        done.unwrap_or_else(|trouble| panic!("{interruption:?}: {trouble}"))
            .requests
    }
}

fn is_ours(row: &Application) -> bool {
    row.unique_name.as_deref() == Some(KEY)
}

fn ours(rows: &Rows) -> &Application {
    rows.application_by_unique_name(KEY).unwrap()
}

fn old() -> Thumbprint {
    saved_files().facts.thumbprint
}

#[test]
fn a_new_certificate_comes_beside_the_old_and_the_old_goes_when_a_person_says_so() {
    let scene = Scene::begin();
    let before = scene.credentials();
    assert_eq!(before.len(), 3, "the old, theirs, and the new");
    assert_eq!(before[0].custom_key_identifier, old().to_string());
    let new = vendor_files().facts.thumbprint;
    assert_eq!(
        scene.story.history().known_certificates().handed_over,
        [new]
    );

    scene.play(&Errand::Remove(old()), None);
    assert!(
        scene.credentials() == before[1..],
        "theirs and the new one, unchanged"
    );
    assert_intents_come_first(&scene.microsoft);
    assert_eq!(
        scene.story.history().known_certificates().handed_over,
        [new]
    );

    // Whoever asks for it once more finds it gone.
    let written = scene.microsoft.recorded_writes().len();
    scene.play(&Errand::Remove(old()), None);
    assert_eq!(scene.microsoft.recorded_writes().len(), written);
}

#[test]
fn what_was_taken_off_can_be_put_back() {
    let scene = Scene::begin();
    let before = scene.credentials();
    scene.play(&Errand::Remove(old()), None);
    let history = scene.story.history();
    let removal = history.runs.last().and_then(|run| run.beginning()).unwrap();
    assert!(matches!(removal.purpose, Purpose::RemoveCertificate { .. }));
    let undo = Errand::Undo(removal.run.clone());
    scene.play(&undo, None);
    let mut after = scene.credentials();
    // It comes back behind the others.
    after.rotate_right(1);
    assert!(after == before, "the same entries, with the same ids");
    let rows = scene.microsoft.rows();
    scene.play(&undo, None);
    assert_same_rows(&scene.microsoft.rows(), &rows, "undone for good");
}

/// Somebody adds the old certificate once more: what names an entry is its id.
#[test]
fn of_two_entries_of_one_certificate_the_chosen_one_goes() {
    let scene = Scene::begin();
    let rows = scene.microsoft.rows();
    let mut row = ours(&rows).clone();
    row.key_credentials.push(KeyCredential {
        key_id: KeyId::from_random([9; 16]),
        ..row.key_credentials[0].clone()
    });
    scene.write(row);
    let before = scene.credentials();
    scene.play(&Errand::Remove(old()), None);
    assert!(scene.credentials() == before[1..], "the others, unchanged");

    // It stays off while the other one is there, and that is told.
    let history = scene.story.history();
    let removal = history.runs.last().and_then(|run| run.beginning()).unwrap();
    let written = scene.microsoft.recorded_writes().len();
    scene.play(&Errand::Undo(removal.run.clone()), None);
    assert_eq!(scene.microsoft.recorded_writes().len(), written);
    let history = scene.story.history();
    let undoing = history.runs.last().and_then(|run| run.beginning()).unwrap();
    let told = undoing.plan.steps.iter().map(|step| step.sentence.key);
    assert_eq!(told.collect::<Vec<_>>(), [Key::UndoCertificateEntryLost]);

    scene.play(&Errand::Remove(old()), None);
    assert!(scene.credentials() == before[1..3], "the other one too");
    assert_intents_come_first(&scene.microsoft);
}

#[test]
fn a_tab_that_is_closed_at_any_request_leaves_nothing_half_done() {
    let plain = Scene::with_theirs(Microsoft::begin(World::Taken, 1, &[]));
    let remove = Errand::Remove(old());
    let requests = plain.play(&remove, None);
    let end = plain.credentials();
    for after in 0..requests {
        for carried_out in [false, true] {
            let interruption = Interruption {
                loses: Loss::Tab,
                after,
                carried_out,
            };
            let scene = Scene::trusting();
            let before = scene.microsoft.carried_out();
            scene.play(&remove, Some(interruption));
            assert!(scene.credentials() == end, "{interruption:?}");
            let written = scene.microsoft.carried_out() - before;
            assert_eq!(written, 1, "{interruption:?}: taken off once");
            let untrue = untruths(&scene.microsoft, &scene.story.history());
            assert_eq!(untrue, Vec::<String>::new(), "{interruption:?}");
            assert!(scene.story.history().unfinished().is_none());
            assert_intents_come_first(&scene.microsoft);
        }
    }
}

/// What Entra answers to the command for POSIX shells, in which the words are found by such a shell.
fn answer_to(microsoft: &Rc<Microsoft>, command: &Secret<String>) -> Value {
    let curl = r#"
        curl() {
            for word; do
                case "$word" in
                    *@-) printf '%s=%s\n' "${word%@-}" "$(cat)" ;;
                    *) printf '%s\n' "$word" ;;
                esac
            done
        }
        grep() { cat; }
    "#;
    // EXPOSE: to the shell of this test, in a simulated tenant.
    let script = format!("{curl}\n{}", command.expose());
    let words = Command::new("sh").args(["-c", &script]).output().unwrap();
    let words = String::from_utf8(words.stdout).unwrap();
    let mut address = "";
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for word in words.lines() {
        match word.split_once('=') {
            Some((name, value)) => {
                form.append_pair(name, value);
            }
            None if word.starts_with("https://") => address = word,
            None => assert!(["-sS", "--data-urlencode"].contains(&word), "{word}"),
        }
    }
    let request = Request::post(address)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form.finish().into_bytes())
        .unwrap();
    let mut line = VendorLine(Rc::clone(microsoft));
    let answer = line.send(request).unwrap();
    serde_json::from_slice(answer.body()).unwrap()
}

/// The proof that the page signs for this hand-over with the pair that it made.
fn proof(microsoft: &Microsoft, hand_over: &HandOver) -> Secret<String> {
    let files = saved_files();
    let entropy = SeededEntropy::new("proof", 1);
    let crypto = RsaGenerator::new(&entropy);
    let commands = ProofCommands {
        token_endpoint: format!(
            "https://login.microsoftonline.com/{}/oauth2/v2.0/token",
            hand_over.tenant_id
        ),
        graph: "https://graph.microsoft.com".to_owned(),
        client_id: hand_over.client_id.clone(),
    };
    let claims = AssertionClaims {
        token_endpoint: commands.token_endpoint.clone(),
        client_id: commands.client_id.clone(),
        now: microsoft.clock().now(),
    };
    let password = Secret::new(PASSWORD.to_owned());
    let signed = async {
        // EXPOSE: the encrypted file of this test is opened.
        let pem = files.key_pem.expose();
        let key = PrivateKey::from_encrypted_pem(pem, &password, &crypto).await;
        keys::sign_assertion(&claims, &files.facts, &key.unwrap(), &crypto, &entropy).await
    };
    commands.curl(&pollster::block_on(signed).unwrap())
}

#[test]
fn entra_accepts_the_proof_while_the_certificate_is_there() {
    let microsoft = Microsoft::begin(World::University, 1, &[]);
    let page = Page::open(&microsoft, 1);
    let walked = walk(&page, &Person::named("global.admin"), &on_premises());
    microsoft.clock().jump(Duration::from_secs(60));
    let command = proof(&microsoft, &walked.hand_over);
    let answer = answer_to(&microsoft, &command);
    assert_eq!(answer["token_type"], "Bearer", "{answer}");

    microsoft.clock().jump(Duration::from_secs(16 * 60));
    let late = answer_to(&microsoft, &command);
    let said = late["error_description"].as_str().unwrap();
    assert!(said.starts_with("AADSTS700024"), "{said}");

    let mut row = ours(&microsoft.rows()).clone();
    row.key_credentials.clear();
    let now = microsoft.clock().now();
    let change = Change::Put(Row::Application(row));
    microsoft.tenant().directory.write(now, change);
    microsoft.clock().jump(Duration::from_secs(60));
    let refused = answer_to(&microsoft, &proof(&microsoft, &walked.hand_over));
    let said = refused["error_description"].as_str().unwrap();
    assert!(said.starts_with("AADSTS700027"), "{said}");
}
