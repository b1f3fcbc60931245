//! Whether the journal tells the truth: of every run that ended, by what went over the network and by the tenant's rows.

mod fact;

use std::collections::BTreeMap;

use graph::Known;
use graph::Reference;
use graph::Slot;
use provision::Entry;
use provision::History;
use provision::Journal;
use provision::RunId;
use provision::StepId;
use provision::What;
use tenant::directory::Rows;

use self::fact::Fact;
use self::fact::Subject;
use self::fact::holds;
use self::fact::meant;
use crate::Happening;
use crate::Microsoft;

/// What the runs of a journal say, and what is not so. Of each run that ended: every step that was announced is done or is
/// the one that stopped it, and where no request of that step is said to have been carried out, none was. And what the lines
/// say is done stands in the tenant's rows, unless a later line changed or undid it, or may have.
pub fn untruths(microsoft: &Microsoft, history: &History) -> Vec<String> {
    let ended = history.runs.iter().filter(|run| has_ended(run));
    let mut found: Vec<String> = ended.flat_map(|run| untruths_of(microsoft, run)).collect();
    found.extend(not_in_the_rows(microsoft, history));
    found
}

/// A run whose tab was closed says nothing of its last step.
fn has_ended(run: &Journal) -> bool {
    run.is_finished() || run.stop().is_some()
}

fn untruths_of(microsoft: &Microsoft, run: &Journal) -> Vec<String> {
    let stop = run.stop();
    let mut found = Vec::new();
    for entry in &run.entries {
        let What::Intent { step, .. } = &entry.what else {
            continue;
        };
        let stopped_it = stop.is_some_and(|stop| stop.step == *step);
        if !stopped_it && !run.has_done(step) {
            found.push(format!("{step} was announced, and not done"));
        }
    }
    if let Some(stop) = stop.filter(|stop| !stop.sent) {
        let effects = effects_of(microsoft, &run.entries[0].run, &stop.step);
        if effects > 0 {
            found.push(format!("{} took effect {effects} times, unsaid", stop.step));
        }
    }
    found
}

/// How many requests for a step of a run took effect, or may have.
fn effects_of(microsoft: &Microsoft, run: &RunId, step: &StepId) -> usize {
    let mut count = 0;
    let mut is_announced = false;
    for happening in microsoft.happenings().iter() {
        match happening {
            Happening::Noted(entry) => {
                let intent = matches!(&entry.what, What::Intent { step: one, .. } if one == step);
                is_announced = entry.run == *run && intent;
            }
            Happening::Exchanged(exchange) if is_announced && exchange.took_effect() => count += 1,
            Happening::Exchanged(_) => {}
        }
    }
    count
}

/// How it must be. `None` where an announced request may have changed it, and no line says what came of that.
type Facts = BTreeMap<Subject, Option<Fact>>;

fn not_in_the_rows(microsoft: &Microsoft, history: &History) -> Vec<String> {
    let rows = microsoft.rows();
    let others = microsoft.tenant().others_changes().to_vec();
    let facts = facts(history, &rows);
    let told = facts
        .iter()
        .filter_map(|(subject, fact)| Some((subject, fact.as_ref()?)));
    let untrue = told.filter(|((about, _), fact)| !holds(about, fact, &rows, &others));
    untrue
        .map(|(subject, fact)| format!("{subject:?} is not so: {fact:?}"))
        .collect()
}

/// What all lines together say: the last one of each subject counts.
fn facts(history: &History, rows: &Rows) -> Facts {
    let mut facts = Facts::new();
    for run in &history.runs {
        let mut known = Known::new();
        for Entry { what, .. } in &run.entries {
            match what {
                What::Intent { step, .. } => {
                    for (subject, fact) in said(run, step, &known) {
                        if matches!(fact, Fact::Gone) {
                            forget(&mut facts, &subject.0, rows);
                        }
                        facts.insert(subject, None);
                    }
                }
                What::Done {
                    step, ids, void, ..
                } => {
                    for (field, id) in ids {
                        known.insert(Reference::new(step.0.clone(), *field), id.clone());
                    }
                    for (subject, fact) in said(run, step, &known) {
                        if matches!(fact, Fact::Gone) {
                            forget(&mut facts, &subject.0, rows);
                        }
                        // Where there was nothing to do it to, nothing is so by that.
                        facts.insert(subject, (!void).then_some(fact));
                    }
                }
                What::Began { .. } | What::Found(_) | What::Stopped(_) | What::Finished => {}
            }
        }
    }
    facts
}

/// With an application or a service principal goes all that was said of it, and with an application its service principal.
fn forget(facts: &mut Facts, gone: &str, rows: &Rows) {
    let mut deleted = rows.deleted.iter();
    let client = deleted.find(|row| row.id.as_str() == gone);
    let client = client.map_or("", |row| row.app_id.as_str());
    let principals = rows.deleted_service_principals.iter();
    let with_it = principals.filter(|row| row.app_id.as_str() == client || row.id.as_str() == gone);
    let mut names = vec![gone, client];
    for row in with_it {
        names.extend([row.id.as_str(), row.app_id.as_str()]);
    }
    facts.retain(|(about, _), fact| {
        let made = matches!(fact, Some(Fact::Made { id, .. }) if id == gone);
        !made && !names.contains(&about.as_str())
    });
}

/// What it means that a step is done. What it is about is not known yet where the step was announced only.
fn said(run: &Journal, step: &StepId, known: &Known) -> Vec<(Subject, Fact)> {
    let plan = run.beginning().map(|beginning| beginning.plan);
    let mut steps = plan.into_iter().flat_map(|plan| &plan.steps);
    let step = steps.find(|one| one.id == *step);
    let goal = step.and_then(|step| step.action.goal());
    let id = |slot: &Slot| match slot {
        Slot::Text(id) => Some(id.clone()),
        Slot::Pending(reference) => known.get(reference).cloned(),
    };
    goal.and_then(|goal| meant(goal, id, known))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
