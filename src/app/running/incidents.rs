//! Incidents: what staff note while a contest runs, for the report. Written once, never changed.

use super::{By, Faults, note, round_named};
use crate::app::running::AnnounceError;
use crate::app::staff::allowed;
use crate::app::tenancy::contest_of;
use crate::app::{App, FieldFault};
use crate::auth::{Action, Actor};
use crate::domain::running::Incident;
use crate::domain::{IncidentId, RoundId, Timestamp};
use crate::entropy;
use serde::Serialize;
use serde_json::json;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Longest note, in characters.
const LONGEST: usize = 4_000;

/// Why nothing was noted or told: the same causes as for an announcement.
pub type IncidentError = AnnounceError;

/// An incident to be noted.
#[derive(Debug, Clone, Default)]
pub struct NewIncident {
    /// When it happened; none: now.
    pub at: Option<Timestamp>,
    /// What happened.
    pub text: String,
    /// Code of the round that it is about.
    pub round: Option<String>,
}

/// An incident as staff read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IncidentView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: IncidentId,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// When it was written down.
    #[schema(value_type = String, format = DateTime)]
    pub written_at: Timestamp,
    /// By whom; null: by command.
    pub by: Option<By>,
    /// What happened.
    pub text: String,
    /// Code of the round; null: the whole contest.
    pub round: Option<String>,
}

/// Incidents of a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IncidentList {
    /// In the order in which they happened.
    pub items: Vec<IncidentView>,
    /// There is no further page.
    pub next_cursor: Option<String>,
}

impl App {
    /// Notes what happened.
    pub async fn note_incident(
        &self,
        actor: Actor,
        slug: &str,
        new: &NewIncident,
    ) -> Result<IncidentView, IncidentError> {
        allowed(actor, Action::Announce)?;
        let mut work = self.store.begin().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let now = self.now();
        let mut faults: Vec<FieldFault> = Vec::new();
        let text = note("/text", &new.text, LONGEST).unwrap_or_else(|fault| {
            faults.push(fault);
            String::new()
        });
        let mut round = None;
        if let Some(code) = &new.round {
            match round_named(&mut *work, contest.id, code, "/round").await? {
                Ok(found) => round = Some(found),
                Err(fault) => faults.push(fault),
            }
        }
        let at = new.at.unwrap_or(now);
        if at > now {
            faults.push(FieldFault {
                pointer: "/at".to_owned(),
                code: "field.range",
                vietnamese: "Thời điểm này chưa tới.".to_owned(),
                english: "This instant has not come yet.".to_owned(),
            });
        }
        if !faults.is_empty() {
            return Err(Faults(faults).into());
        }
        let incident = Incident {
            id: entropy::id(&*self.entropy, now, IncidentId::new),
            contest: contest.id,
            round: round.as_ref().map(|round| round.id),
            at,
            text,
            made_by: actor.to_string(),
            written_at: now,
        };
        work.add_incident(&incident).await?;
        let by = By::read(&mut *work, &incident.made_by).await?;
        let subject = format!("contest:{}", contest.id);
        let detail = json!({ "incident": incident.id, "round": incident.round });
        self.audit(
            &mut *work,
            &actor.to_string(),
            "contest.incident_noted",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(view(incident, by, round.map(|round| round.rules.code)))
    }

    /// What was noted of a contest.
    pub async fn incidents(&self, actor: Actor, slug: &str) -> Result<IncidentList, IncidentError> {
        allowed(actor, Action::ReadMonitor)?;
        let mut work = self.store.read().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let rounds = work.rounds_of(contest.id).await?;
        let codes: HashMap<RoundId, String> = rounds
            .into_iter()
            .map(|round| (round.id, round.rules.code))
            .collect();
        let mut names: HashMap<String, Option<By>> = HashMap::new();
        let mut items = Vec::new();
        for incident in work.incidents_of(contest.id).await? {
            if !names.contains_key(&incident.made_by) {
                let by = By::read(&mut *work, &incident.made_by).await?;
                names.insert(incident.made_by.clone(), by);
            }
            let by = names.get(&incident.made_by).cloned().flatten();
            let round = incident.round.and_then(|id| codes.get(&id).cloned());
            items.push(view(incident, by, round));
        }
        Ok(IncidentList {
            items,
            next_cursor: None,
        })
    }
}

fn view(incident: Incident, by: Option<By>, round: Option<String>) -> IncidentView {
    IncidentView {
        id: incident.id,
        at: incident.at,
        written_at: incident.written_at,
        by,
        text: incident.text,
        round,
    }
}
