//! All people of a contest as a table, a page at a time: a million of them never sit in memory.

use super::OfficeError;
use super::view::UnitNames;
use crate::app::staff::{Asker, allowed, fresh};
use crate::app::tenancy::contest_of;
use crate::app::{Absent, App, Language};
use crate::auth::Action;
use crate::domain::contest::Field;
use crate::domain::{Attempt, Contest, ParticipantId};
use crate::store::{
    Among, PeopleFilter, PeopleOrder, PeoplePlace, PersonLine, StoreError, UnitOfWork,
};
use serde_json::json;
use std::collections::HashMap;

/// People read with one statement.
const PAGE: i64 = 1_000;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetCell {
    /// Text; never computed by who opens the table.
    Text(String),
    /// A number.
    Number(i64),
    /// Nothing.
    Empty,
}

impl SheetCell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn or_empty(text: Option<String>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }
}

/// An export under way.
pub struct PeopleExport {
    /// The headings.
    pub heading: Vec<String>,
    contest: Contest,
    language: Language,
    after: Option<PeoplePlace>,
    units: UnitNames,
    is_done: bool,
}

/// What people read of a field of the form.
fn label(field: &Field, language: Language) -> String {
    let known = match (field.key.as_str(), language) {
        ("full_name", Language::Vietnamese) => "Họ và tên",
        ("full_name", Language::English) => "Full name",
        ("birth_date", Language::Vietnamese) => "Ngày sinh",
        ("birth_date", Language::English) => "Date of birth",
        ("phone", Language::Vietnamese) => "Số điện thoại",
        ("phone", Language::English) => "Phone",
        ("unit", Language::Vietnamese) => "Mã đơn vị",
        ("unit", Language::English) => "Unit code",
        ("occupation", Language::Vietnamese) => "Nghề nghiệp",
        ("occupation", Language::English) => "Occupation",
        ("sex", Language::Vietnamese) => "Giới tính",
        ("sex", Language::English) => "Sex",
        ("residence", Language::Vietnamese) => "Nơi ở",
        ("residence", Language::English) => "Residence",
        ("email", Language::Vietnamese) => "Thư điện tử",
        ("email", Language::English) => "E-mail",
        ("id_number", Language::Vietnamese) => "Số căn cước",
        ("id_number", Language::English) => "Identity number",
        ("code", Language::Vietnamese) => "Mã",
        ("code", Language::English) => "Code",
        _ => field.label.as_deref().unwrap_or(&field.key),
    };
    known.to_owned()
}

fn heading(contest: &Contest, language: Language) -> Vec<String> {
    let (first, last): (&[&str], &[&str]) = match language {
        Language::Vietnamese => (
            &["Số báo danh", "Bí danh"],
            &[
                "Tên đơn vị",
                "Bảng",
                "Đồng ý",
                "Người giám hộ",
                "Điện thoại người giám hộ",
                "Đăng ký lúc",
                "Số lượt thi",
                "Trạng thái lượt mới nhất",
                "Bị loại",
            ],
        ),
        Language::English => (
            &["Number", "Alias"],
            &[
                "Unit",
                "Group",
                "Consents",
                "Guardian",
                "Guardian's phone",
                "Registered at",
                "Attempts",
                "State of the newest attempt",
                "Excluded",
            ],
        ),
    };
    let fields = contest.file.registration.fields.iter();
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let mut heading: Vec<String> = owned(first);
    heading.extend(fields.map(|field| label(field, language)));
    heading.extend(owned(last));
    heading
}

impl App {
    /// Begins an export of all people of a contest; that it was made stands in the audit log.
    pub async fn export_participants(
        &self,
        asker: impl Into<Asker> + Send,
        slug: &str,
        language: Language,
    ) -> Result<PeopleExport, OfficeError> {
        let asker = asker.into();
        let actor = asker.actor();
        allowed(actor, Action::ExportPeople)?;
        fresh(asker, self.now())?;
        let mut work = self.store.begin().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let subject = format!("contest:{}", contest.id);
        let detail = json!({ "people": work.registered(contest.id).await? });
        self.audit(
            &mut *work,
            &actor.to_string(),
            "participants.exported",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(PeopleExport {
            heading: heading(&contest, language),
            contest,
            language,
            after: None,
            units: UnitNames::default(),
            is_done: false,
        })
    }

    /// The next rows of an export; none at its end.
    pub async fn next_participants(
        &self,
        export: &mut PeopleExport,
    ) -> Result<Option<Vec<Vec<SheetCell>>>, Absent> {
        if export.is_done {
            return Ok(None);
        }
        let mut work = self.store.read().await?;
        let filter = PeopleFilter {
            contest: export.contest.id,
            needle: None,
            unit: None,
            group: None,
            progress: None,
        };
        let order = PeopleOrder::Number;
        let people = work
            .find_people(
                &filter,
                &Among::UpTo(None),
                order,
                export.after.as_ref(),
                PAGE,
            )
            .await?;
        export.units.read(&mut *work, &people).await?;
        let attempts = attempts(&mut *work, &people).await?;
        drop(work);
        export.is_done = i64::try_from(people.len()).is_ok_and(|found| found < PAGE);
        export.after = people.last().map(|line| line.place.clone());
        let none = Vec::new();
        let rows = people.iter().map(|line| {
            let own = attempts.get(&line.person.id).unwrap_or(&none);
            row(export, line, own)
        });
        Ok(Some(rows.collect()))
    }
}

async fn attempts(
    work: &mut dyn UnitOfWork,
    people: &[PersonLine],
) -> Result<HashMap<ParticipantId, Vec<Attempt>>, StoreError> {
    let ids: Vec<ParticipantId> = people.iter().map(|line| line.person.id).collect();
    let mut own: HashMap<ParticipantId, Vec<Attempt>> = HashMap::new();
    for attempt in work.attempts_of_people(&ids).await? {
        own.entry(attempt.participant).or_default().push(attempt);
    }
    Ok(own)
}

fn row(export: &PeopleExport, line: &PersonLine, attempts: &[Attempt]) -> Vec<SheetCell> {
    let person = &line.person;
    let mut cells = vec![
        SheetCell::Number(person.number),
        SheetCell::text(&person.alias),
    ];
    for field in &export.contest.file.registration.fields {
        cells.push(SheetCell::or_empty(person.fields.get(&field.key).cloned()));
    }
    let unit = person.unit.and_then(|unit| export.units.of(unit));
    let consents: Vec<&str> = person
        .consents
        .iter()
        .map(|consent| consent.purpose.as_str())
        .collect();
    let guardian = person.guardian.as_ref();
    let named = guardian.map(|guardian| format!("{} ({})", guardian.full_name, guardian.relation));
    let excluded = match (line.excluded_at.is_some(), export.language) {
        (false, _) => SheetCell::Empty,
        (true, Language::Vietnamese) => SheetCell::text("có"),
        (true, Language::English) => SheetCell::text("yes"),
    };
    let last = attempts
        .last()
        .map(|attempt| attempt.state.word().to_owned());
    cells.extend([
        SheetCell::or_empty(unit.map(|unit| unit.name)),
        SheetCell::or_empty(person.group.clone()),
        SheetCell::text(consents.join(", ")),
        SheetCell::or_empty(named),
        SheetCell::or_empty(guardian.map(|guardian| guardian.phone.clone())),
        SheetCell::text(person.created_at.to_string()),
        SheetCell::Number(i64::try_from(attempts.len()).unwrap_or(i64::MAX)),
        SheetCell::or_empty(last),
        excluded,
    ]);
    cells
}
