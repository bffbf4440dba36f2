//! Finding people: by name, number, telephone, unit, group and how far they have come.
//!
//! What was typed, a unit, who sits and who is excluded lead by an index to few people, or else are met
//! so often that going along the order finds a page of them soon. So a page looks at a bounded number of
//! people in a contest of any size; where the bound is reached first, the page is shorter than asked for
//! and its cursor goes on behind it.

use super::OfficeError;
use super::view::{PersonView, UnitNames};
use crate::app::running::{Faults, round_named};
use crate::app::staff::allowed;
use crate::app::tenancy::contest_of;
use crate::app::{App, FieldFault};
use crate::auth::{Action, Actor};
use crate::domain::{Attempt, Contest, ContestId, ParticipantId, text};
use crate::store::{
    Among, Needle, PeopleFilter, PeopleOrder, PeoplePlace, PersonLine, Progress, StoreError,
    UnitOfWork,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// People of a page, if nothing is said, and at the most.
const USUAL: usize = 50;
const MOST: usize = 200;
/// Longest text that is looked for.
const LONGEST: usize = 100;
/// Up to so many people an index leads to; more are met along the order.
const FEW: usize = 2_000;
/// People along the order that are looked at with one statement, and how many statements.
const WINDOW: i64 = 10_000;
const WINDOWS: usize = 4;

/// How far people have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// Have begun nothing that counts.
    Registered,
    /// Sit an attempt.
    Sitting,
    /// Have handed in.
    HandedIn,
    /// Were taken out of the contest.
    Excluded,
}

/// Whom to find; all of it has to be met.
#[derive(Debug, Clone, Default)]
pub struct PeopleQuery {
    /// Words of the name without regard to tone marks, a number, or last digits of a telephone number.
    pub q: Option<String>,
    /// Code of a unit; those below it belong to it.
    pub unit: Option<String>,
    /// Code of a group.
    pub group: Option<String>,
    /// Code of the round whose attempts count for `state`; none: all rounds.
    pub round: Option<String>,
    /// How far they have come.
    pub state: Option<PersonState>,
    /// `number`, `-number`, `name`, `-name`, `created_at` or `-created_at`; the last two are the order
    /// of numbers, which are given at registration.
    pub sort: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// People of a page.
    pub limit: Option<usize>,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PeopleList {
    /// People.
    pub items: Vec<PersonView>,
    /// Gives the next people; a page may be short, or empty, and still have one. Null: there are none.
    pub next_cursor: Option<String>,
    /// How many there are; null where one would have to count them one by one.
    pub total: Option<i64>,
}

fn fault(pointer: &str, code: &'static str, vietnamese: &str, english: &str) -> FieldFault {
    FieldFault {
        pointer: pointer.to_owned(),
        code,
        vietnamese: vietnamese.to_owned(),
        english: english.to_owned(),
    }
}

/// What was typed: digits with the signs that people write between them, or words.
fn needle(typed: &str) -> Option<Needle> {
    let typed: String = typed.chars().take(LONGEST).collect();
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let between = |c: char| c.is_whitespace() || matches!(c, '+' | '.' | '-' | '(' | ')');
    if !digits.is_empty() && typed.chars().all(|c| c.is_ascii_digit() || between(c)) {
        return Some(Needle::Digits(digits));
    }
    let words = text::folded(&typed).replace('\0', "");
    (!words.is_empty()).then_some(Needle::Words(words))
}

fn order(sort: Option<&str>) -> Option<PeopleOrder> {
    match sort {
        None | Some("number" | "created_at") => Some(PeopleOrder::Number),
        Some("-number" | "-created_at") => Some(PeopleOrder::NumberDown),
        Some("name") => Some(PeopleOrder::Name),
        Some("-name") => Some(PeopleOrder::NameDown),
        Some(_) => None,
    }
}

impl App {
    /// A page of the people of a contest.
    pub async fn find_participants(
        &self,
        actor: Actor,
        slug: &str,
        query: &PeopleQuery,
    ) -> Result<PeopleList, OfficeError> {
        allowed(actor, Action::ReadParticipants)?;
        let mut work = self.store.read().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let mut faults = Vec::new();
        let order = order(query.sort.as_deref()).unwrap_or_else(|| {
            faults.push(fault(
                "/sort",
                "field.invalid",
                "Chỉ xếp được theo number, name hoặc created_at (thêm dấu - để đảo ngược).",
                "Order is by number, name or created_at (with - for the other way round).",
            ));
            PeopleOrder::default()
        });
        let after = match cursor(&mut *work, contest.id, query.cursor.as_deref()).await? {
            Ok(after) => after,
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        let filter = filter(&mut *work, &contest, query, &mut faults).await?;
        if !faults.is_empty() {
            return Err(Faults(faults).into());
        }
        let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
        let page = page(&mut *work, &filter, order, after, limit).await?;
        let items = lines(&mut *work, &page.people).await?;
        Ok(PeopleList {
            items,
            next_cursor: page.next.map(|place| place.number.to_string()),
            total: page.total,
        })
    }
}

/// The place behind which a page begins. A cursor is a number: names have no business in addresses.
async fn cursor(
    work: &mut dyn UnitOfWork,
    contest: ContestId,
    given: Option<&str>,
) -> Result<Result<Option<PeoplePlace>, FieldFault>, StoreError> {
    let Some(given) = given.filter(|given| !given.is_empty()) else {
        return Ok(Ok(None));
    };
    let place = match given.parse() {
        Ok(number) => work.place_of(contest, number).await?,
        Err(_) => None,
    };
    let unknown = || {
        fault(
            "/cursor",
            "field.invalid",
            "Con trỏ trang không đúng; hãy mở lại danh sách từ đầu.",
            "This is not a cursor of the list; please begin it anew.",
        )
    };
    Ok(place.map(Some).ok_or_else(unknown))
}

async fn filter(
    work: &mut dyn UnitOfWork,
    contest: &Contest,
    query: &PeopleQuery,
    faults: &mut Vec<FieldFault>,
) -> Result<PeopleFilter, StoreError> {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let mut unit = None;
    if let Some(code) = said(&query.unit) {
        unit = work.unit_by_code(&code).await?.map(|unit| unit.id);
        if unit.is_none() {
            faults.push(fault(
                "/unit",
                "unit.unknown",
                "Không có đơn vị này; hãy tìm và chọn trong danh sách.",
                "There is no such unit; please search and choose from the list.",
            ));
        }
    }
    let rounds = match said(&query.round) {
        None => work.rounds_of(contest.id).await?,
        Some(code) => match round_named(work, contest.id, &code, "/round").await? {
            Ok(round) => vec![round],
            Err(fault) => {
                faults.push(fault);
                Vec::new()
            }
        },
    };
    let rounds = rounds.into_iter().map(|round| round.id).collect();
    let progress = query.state.map(|state| match state {
        PersonState::Registered => Progress::Registered,
        PersonState::Sitting => Progress::Sitting,
        PersonState::HandedIn => Progress::HandedIn,
        PersonState::Excluded => Progress::Excluded,
    });
    Ok(PeopleFilter {
        contest: contest.id,
        needle: query.q.as_deref().and_then(needle),
        unit,
        group: said(&query.group),
        progress: progress.map(|progress| (progress, rounds)),
    })
}

struct Page {
    people: Vec<PersonLine>,
    next: Option<PeoplePlace>,
    total: Option<i64>,
}

impl Page {
    /// One person more than asked for says that there is a next page.
    fn cut(mut people: Vec<PersonLine>, limit: usize, total: Option<i64>) -> Self {
        let goes_on = people.len() > limit;
        people.truncate(limit);
        let last = people.last().filter(|_| goes_on);
        Self {
            next: last.map(|line| line.place.clone()),
            people,
            total,
        }
    }
}

async fn page(
    work: &mut dyn UnitOfWork,
    filter: &PeopleFilter,
    order: PeopleOrder,
    after: Option<PeoplePlace>,
    limit: usize,
) -> Result<Page, StoreError> {
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let holds_all = filter.needle.is_none()
        && filter.unit.is_none()
        && filter.group.is_none()
        && filter.progress.is_none();
    if holds_all {
        let total = work.registered(filter.contest).await?;
        let among = Among::UpTo(None);
        let people = work
            .find_people(filter, &among, order, after.as_ref(), wanted)
            .await?;
        return Ok(Page::cut(people, limit, Some(total)));
    }
    if let Some(few) = work.people_candidates(filter, FEW).await? {
        let total = work.count_candidates(filter, &few).await?;
        let among = Among::Candidates(&few);
        let people = work
            .find_people(filter, &among, order, after.as_ref(), wanted)
            .await?;
        return Ok(Page::cut(people, limit, Some(total)));
    }
    let mut people: Vec<PersonLine> = Vec::new();
    let mut from = after;
    for _ in 0..WINDOWS {
        let end = work
            .place_beyond(filter.contest, order, from.as_ref(), WINDOW)
            .await?;
        let missing = wanted - i64::try_from(people.len()).unwrap_or(0);
        let among = Among::UpTo(end.as_ref());
        let found = work
            .find_people(filter, &among, order, from.as_ref(), missing)
            .await?;
        people.extend(found);
        if people.len() > limit || end.is_none() {
            return Ok(Page::cut(people, limit, None));
        }
        from = end;
    }
    Ok(Page {
        people,
        next: from,
        total: None,
    })
}

async fn lines(
    work: &mut dyn UnitOfWork,
    people: &[PersonLine],
) -> Result<Vec<PersonView>, StoreError> {
    let ids: Vec<ParticipantId> = people.iter().map(|line| line.person.id).collect();
    let mut attempts: HashMap<ParticipantId, Vec<Attempt>> = HashMap::new();
    for attempt in work.attempts_of_people(&ids).await? {
        attempts
            .entry(attempt.participant)
            .or_default()
            .push(attempt);
    }
    let mut units = UnitNames::default();
    units.read(work, people).await?;
    let own = |id| attempts.get(&id).map_or(&[][..], Vec::as_slice);
    Ok(people
        .iter()
        .map(|line| PersonView::of(line, own(line.person.id), &units))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_told_from_words() {
        let digits = |text: &str| Some(Needle::Digits(text.to_owned()));
        let words = |text: &str| Some(Needle::Words(text.to_owned()));
        assert_eq!(needle(" 0912 345.678 "), digits("0912345678"));
        assert_eq!(needle("+84 (90) 1-2"), digits("849012"));
        assert_eq!(needle("  Ánh   ĐÀO "), words("anh dao"));
        assert_eq!(needle("lớp 10A"), words("lop 10a"));
        assert_eq!(needle(" + "), words("+"));
        assert_eq!(needle("  "), None);
    }
}
