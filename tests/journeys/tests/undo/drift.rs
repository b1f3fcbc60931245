//! What a later visit shows of what has changed since the last set-up: after others were there, and after a certificate was
//! taken off and put back.

use base::Key;
use journeys::Errand;
use journeys::Page;
use journeys::Person;
use journeys::Scene;
use journeys::hosted;
use journeys::put;
use journeys::saved_files;
use journeys::vendor_files;
use provision::Drift;
use tenant::rows::Application;
use tenant::worlds::World;

use super::ADMINISTRATOR;
use super::deeds::federated;
use super::ours;

/// What somebody sees who comes back.
struct Since {
    drift: Option<Drift>,
    added: Vec<Key>,
}

impl Since {
    /// Whether a certificate has to be chosen first, where anything has changed.
    fn needs_certificate(&self) -> Option<bool> {
        self.drift.as_ref().map(|drift| drift.needs_certificate)
    }
}

/// What somebody who comes back does here.
trait Later {
    /// Looks at the tenant on a new visit.
    fn seen_by(&self, name: &'static str) -> Since;

    fn seen(&self) -> Since {
        self.seen_by(ADMINISTRATOR)
    }

    fn assert_nothing_changed(&self, case: &str) {
        let since = self.seen();
        assert_eq!((since.drift, since.added), (None, vec![]), "{case}");
    }

    /// Somebody changes our application.
    fn changed(&self, change: impl FnOnce(&mut Application));

    fn take_ours_off(&self);
}

impl Later for Scene {
    fn seen_by(&self, name: &'static str) -> Since {
        let page = Page::open(&self.microsoft, 7);
        let signed_in = page.sign_in(&Person::named(name)).unwrap();
        let history = self.story.history();
        let looking = provision::look_since(&signed_in.graph, &history, &page.marks);
        let since = pollster::block_on(looking).unwrap();
        Since {
            drift: since.drift,
            added: since.added.into_iter().map(|message| message.key).collect(),
        }
    }

    fn changed(&self, change: impl FnOnce(&mut Application)) {
        let mut row = ours(&self.microsoft.rows()).clone();
        change(&mut row);
        self.somebody(put(row));
    }

    fn take_ours_off(&self) {
        let remove = Errand::Remove(saved_files().facts.thumbprint);
        self.story.play_undisturbed(&remove);
    }
}

#[test]
fn a_federated_credential_is_told_to_whoever_may_see_it() {
    let scene = Scene::with_set_up(World::University);
    scene.assert_nothing_changed("nobody was there");
    assert_eq!(
        scene.seen_by("privileged.role.admin").added,
        [Key::AddedFederatedUnseen]
    );
    scene.changed(|row| row.federated_identity_credentials.push(federated()));
    for person in [ADMINISTRATOR, "app.admin"] {
        assert_eq!(scene.seen_by(person).added, [Key::AddedFederated]);
    }
    // The next plan is made in sight of it.
    scene.set_up(hosted(vendor_files().facts));
    scene.assert_nothing_changed("it was there when the last plan was made");
    // Under the same id and name it can be made to accept another one's tokens.
    scene.changed(|row| {
        let credential = &mut row.federated_identity_credentials[0];
        credential.subject = Some("project:another".to_owned());
    });
    assert_eq!(scene.seen().added, [Key::AddedFederated]);
}

fn opened_to_others(row: &mut Application) {
    row.sign_in_audience = "AzureADMultipleOrgs".to_owned();
}

#[test]
fn after_a_certificate_was_put_back_the_set_up_stands_as_before() {
    let scene = Scene::with_set_up(World::Taken);
    scene.take_ours_off();
    scene.assert_nothing_changed("it was taken off here");
    let removal = scene.last_run().beginning().unwrap().run.clone();
    scene.undo_since(removal);
    scene.assert_nothing_changed("it was put back");
    scene.changed(opened_to_others);
    assert_eq!(scene.seen().needs_certificate(), Some(false));
    scene.changed(|row| row.key_credentials.clear());
    assert_eq!(scene.seen().needs_certificate(), Some(true));
}

/// The plan for what was wished would be blocked at the certificate: with another one it sets the rest right too.
#[test]
fn after_a_certificate_was_taken_off_the_rest_is_set_right_with_another() {
    let scene = Scene::with_set_up(World::Taken);
    scene.take_ours_off();
    scene.changed(opened_to_others);
    let drift = scene.seen().drift.unwrap();
    assert!(drift.needs_certificate);
    assert!(drift.plan.approve().is_ok(), "without the certificate");
    scene.set_up(hosted(vendor_files().facts));
    let audience = ours(&scene.microsoft.rows()).sign_in_audience.clone();
    assert_eq!(audience, "AzureADMyOrg");
    scene.assert_nothing_changed("set right");
}
