//! A run: the checks, group by group.

use std::{rc::Rc, vec};

use super::{
    check::{Checked, Sheet},
    group::Group,
    groups,
    http::Http,
    plan::{Plan, PlanError},
    probe::Probe,
    provision,
    report::{GroupReport, Report},
    system,
};

/// The checks of one provider, on their way.
#[derive(Debug)]
pub struct Run {
    probe: Probe,
    began: i64,
    left: vec::IntoIter<Group>,
    done: Vec<(Group, Vec<Checked>)>,
}

impl Run {
    /// Reads the provider's documents, and registers clients where the plan says so. A provider that does not answer
    /// is no error here: the first group tells of it.
    ///
    /// # Errors
    /// What is wrong with the plan.
    pub async fn begin(plan: Plan) -> Result<Self, PlanError> {
        plan.check()?;
        let began = system::now();
        let http = Rc::new(Http::new(&plan.trust)?);
        let wanted = plan.groups.clone();
        let probe = Probe::begin(http, plan).await;
        // Without metadata there is one thing to tell, whatever groups were asked for.
        let nothing = probe.metadata.0.is_empty();
        let asked_for = |group: &Group| wanted.is_empty() || wanted.contains(group);
        let runs = |group: &Group| if nothing { *group == Group::Discovery } else { asked_for(group) };
        let left: Vec<Group> = Group::ALL.into_iter().filter(runs).collect();
        Ok(Self { probe, began, left: left.into_iter(), done: Vec::new() })
    }

    /// When it began, as RFC 3339 writes it.
    pub fn began_at(&self) -> String {
        system::rfc3339(self.began)
    }

    /// Runs the next group, and tells what it found; nothing when all are done.
    pub async fn next(&mut self) -> Option<GroupReport> {
        let group = self.left.next()?;
        let mut sheet = Sheet::new(&self.probe.http);
        groups::run(group, &self.probe, &mut sheet).await;
        let checks = sheet.checks;
        let report = GroupReport::of(group, &checks, &self.probe.http);
        self.done.push((group, checks));
        Some(report)
    }

    /// Runs what is left, deletes the clients that were registered, and tells everything.
    pub async fn finish(mut self) -> Report {
        while self.next().await.is_some() {}
        provision::clean_up(&self.probe).await;
        // Told anew: what was learned to be a secret later is hidden in the evidence of the first groups, too.
        let groups = self.done.iter().map(|(group, checks)| GroupReport::of(*group, checks, &self.probe.http));
        Report {
            issuer: self.probe.issuer.clone(),
            began_at: system::rfc3339(self.began),
            ended_at: system::rfc3339(system::now()),
            groups: groups.collect(),
        }
    }
}
