//! The matrix of a round: a row for each attempt that was handed in, a column for each question that the
//! round draws from, and what the answer brought. Papers are derived and marked a page at a time.

use super::OfficeError;
use super::export::SheetCell;
use super::view::UnitNames;
use crate::app::attempts::latest;
use crate::app::rounds::{Material, brought};
use crate::app::running::round_in_reach;
use crate::app::staff::{Asker, Forbidden, allowed, fresh};
use crate::app::{Absent, App, Language};
use crate::auth::Action;
use crate::domain::{AttemptId, AttemptState, ParticipantId, QuestionId, Response, RoundId, Slot};
use crate::store::{
    Among, HandedIn, PeopleFilter, PeopleOrder, PersonLine, StoreError, UnitOfWork,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Attempts read with one statement.
const PAGE: i64 = 500;

/// A matrix under way.
pub struct MatrixExport {
    /// The headings.
    pub heading: Vec<String>,
    material: Arc<Material>,
    /// Column of a question, by its index in the drawer.
    columns: HashMap<u32, usize>,
    after: (i64, i64),
    units: UnitNames,
    is_done: bool,
}

/// Words before the questions.
fn first_columns(language: Language) -> Vec<String> {
    let words = match language {
        Language::Vietnamese => [
            "Số báo danh",
            "Họ và tên",
            "Mã đơn vị",
            "Đơn vị",
            "Bảng",
            "Lượt",
            "Trạng thái",
            "Bắt đầu",
            "Nộp bài",
            "Thời gian (ms)",
            "Số câu đúng",
            "Số câu",
            "Điểm",
            "Điểm tối đa",
        ],
        Language::English => [
            "Number",
            "Full name",
            "Unit code",
            "Unit",
            "Group",
            "Attempt",
            "State",
            "Started",
            "Handed in",
            "Time (ms)",
            "Correct",
            "Questions",
            "Score",
            "Greatest score",
        ],
    };
    words.map(str::to_owned).to_vec()
}

impl App {
    /// Begins the matrix of a round; that it was made stands in the audit log. While the round is not over
    /// it tells who has answered what rightly, and is for those only who may see results before the
    /// public does.
    pub async fn export_matrix(
        &self,
        asker: impl Into<Asker> + Send,
        round: RoundId,
        language: Language,
    ) -> Result<MatrixExport, OfficeError> {
        let asker = asker.into();
        let actor = asker.actor();
        let early = Action::ReadResults;
        if !actor.may(early) && !actor.may(Action::ExportPeople) {
            return Err(Forbidden(early).into());
        }
        fresh(asker, self.now())?;
        let mut work = self.store.begin().await?;
        let (found, contest) = round_in_reach(&mut *work, actor, round).await?;
        if !found.state.is_over() {
            allowed(actor, early)?;
        }
        let subject = format!("round:{round}");
        let detail = json!({ "contest": contest.id, "state": found.state });
        self.audit(
            &mut *work,
            &actor.to_string(),
            "round.matrix_exported",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        let material = self.material(round).await?;
        let (names, columns) = self.questions_of(&material).await?;
        let mut heading = first_columns(language);
        heading.extend(names);
        Ok(MatrixExport {
            heading,
            material,
            columns,
            after: (0, 0),
            units: UnitNames::default(),
            is_done: false,
        })
    }

    /// The heading of each question, in the order of their codes, and the columns of their indices.
    async fn questions_of(
        &self,
        material: &Material,
    ) -> Result<(Vec<String>, HashMap<u32, usize>), Absent> {
        let drawn = material.drawer.questions();
        let mut ids: Vec<QuestionId> = Vec::with_capacity(drawn.len());
        for question in drawn {
            let bad = |error| StoreError::corrupt("manifests", "document", error);
            ids.push(question.id.parse().map_err(bad)?);
        }
        ids.sort_unstable();
        ids.dedup();
        let mut work = self.store.read().await?;
        let versions = work.versions_of(&ids).await?;
        drop(work);
        let codes: HashMap<String, String> = versions
            .into_iter()
            .filter_map(|version| Some((version.id.to_string(), version.code?)))
            .collect();
        let mut named: Vec<(String, u32)> = (0..)
            .zip(drawn)
            .map(|(index, question)| {
                let code = codes.get(&question.id).unwrap_or(&question.id);
                (format!("{code}@{}", question.version), index)
            })
            .collect();
        named.sort();
        let columns = named
            .iter()
            .enumerate()
            .map(|(column, (_, index))| (*index, column))
            .collect();
        Ok((named.into_iter().map(|(name, _)| name).collect(), columns))
    }

    /// The next rows of a matrix; none at its end.
    pub async fn next_of_matrix(
        &self,
        export: &mut MatrixExport,
    ) -> Result<Option<Vec<Vec<SheetCell>>>, Absent> {
        if export.is_done {
            return Ok(None);
        }
        let round = export.material.round.id;
        let mut work = self.store.read().await?;
        let page = work.handed_in(round, export.after, PAGE).await?;
        let ids: Vec<AttemptId> = page.iter().map(|row| row.attempt.id).collect();
        let mut logs = work.logs_of(&ids).await?;
        let people = people(&mut *work, export, &page).await?;
        drop(work);
        export.is_done = i64::try_from(page.len()).is_ok_and(|found| found < PAGE);
        if let Some(last) = page.last() {
            export.after = (last.number, last.attempt.ordinal);
        }
        let mut rows = Vec::with_capacity(page.len());
        for handed_in in &page {
            let log = logs.remove(&handed_in.attempt.id).unwrap_or_default();
            let person = people.get(&handed_in.attempt.participant);
            rows.push(row(export, handed_in, person, &latest(&log)));
        }
        Ok(Some(rows))
    }
}

/// The people of a page of attempts.
async fn people(
    work: &mut dyn UnitOfWork,
    export: &mut MatrixExport,
    page: &[HandedIn],
) -> Result<HashMap<ParticipantId, PersonLine>, StoreError> {
    let ids: BTreeSet<ParticipantId> = page.iter().map(|row| row.attempt.participant).collect();
    let ids: Vec<ParticipantId> = ids.into_iter().collect();
    let filter = PeopleFilter {
        contest: export.material.round.contest,
        needle: None,
        unit: None,
        group: None,
        progress: None,
    };
    let found = work
        .find_people(
            &filter,
            &Among::Candidates(&ids),
            PeopleOrder::Number,
            None,
            PAGE,
        )
        .await?;
    export.units.read(work, &found).await?;
    Ok(found
        .into_iter()
        .map(|line| (line.person.id, line))
        .collect())
}

fn row(
    export: &MatrixExport,
    handed_in: &HandedIn,
    person: Option<&PersonLine>,
    answers: &BTreeMap<Slot, &Response>,
) -> Vec<SheetCell> {
    let HandedIn {
        attempt,
        number,
        group,
        ..
    } = handed_in;
    let material = &export.material;
    let person = person.map(|line| &line.person);
    let unit = person
        .and_then(|person| person.unit)
        .and_then(|unit| export.units.of(unit));
    let (code, name) = unit.map_or((None, None), |unit| (Some(unit.code), Some(unit.name)));
    let outcome = attempt.outcome.as_ref();
    let of_outcome = |of: fn(&crate::domain::Outcome) -> i64| {
        // A void attempt keeps what was answered, and counts for nothing.
        let counts = outcome.filter(|_| attempt.state != AttemptState::Void);
        counts.map_or(SheetCell::Empty, |outcome| SheetCell::Number(of(outcome)))
    };
    let mut cells = vec![
        SheetCell::Number(*number),
        SheetCell::or_empty(person.map(|person| person.full_name.clone())),
        SheetCell::or_empty(code),
        SheetCell::or_empty(name),
        SheetCell::or_empty(group.clone()),
        SheetCell::Number(attempt.ordinal),
        SheetCell::text(attempt.state.word()),
        SheetCell::text(attempt.started_at.to_string()),
        SheetCell::or_empty(outcome.map(|outcome| outcome.submitted_at.to_string())),
        of_outcome(|outcome| outcome.duration_ms),
        of_outcome(|outcome| outcome.correct),
        of_outcome(|outcome| outcome.questions),
        of_outcome(|outcome| outcome.score),
        of_outcome(|outcome| outcome.max_score),
    ];
    let before = cells.len();
    cells.resize(before + export.columns.len(), SheetCell::Empty);
    let paper = material.paper(*number, attempt.ordinal, group.as_deref());
    for (slot, asked) in (1..).map(Slot).zip(&paper.questions) {
        let marking = material.marking(asked, answers, slot, &material.rulings);
        let points = brought(&marking, material.is_partial());
        if let Some(column) = export.columns.get(&asked.question) {
            cells[before + column] = SheetCell::Number(points);
        }
    }
    cells
}
