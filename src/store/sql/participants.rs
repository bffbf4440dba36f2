//! Participants in SQL.

use super::Work;
use super::db::{self, Db};
use super::people::{TermRow, put_terms, terms_of};
use super::row::{Bytes, count, date, document, hash, instant, json};
use crate::domain::running::sort_name;
use crate::domain::{ContestId, Participant, ParticipantId, UnitId, text};
use crate::store::{NewParticipant, Participants, StoreError};
use async_trait::async_trait;
use serde::Serialize;
use sqlx::QueryBuilder;
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
pub(super) struct ParticipantRow {
    id: Uuid,
    contest_id: Uuid,
    number: i64,
    alias: String,
    group_code: Option<String>,
    unit_id: Option<Uuid>,
    full_name: String,
    birth_date: Option<String>,
    fields: String,
    consents: String,
    guardian: Option<String>,
    created_at: i64,
    extra_time_s: Option<i64>,
    code_mac: Vec<u8>,
}

impl TryFrom<ParticipantRow> for Participant {
    type Error = StoreError;
    fn try_from(row: ParticipantRow) -> Result<Self, StoreError> {
        const TABLE: &str = "participants";
        Ok(Self {
            id: ParticipantId(row.id),
            contest: ContestId(row.contest_id),
            number: row.number,
            alias: row.alias,
            group: row.group_code,
            unit: row.unit_id.map(UnitId),
            full_name: row.full_name,
            birth_date: date(TABLE, "birth_date", row.birth_date.as_deref())?,
            fields: document(TABLE, "fields", &row.fields)?,
            consents: document(TABLE, "consents", &row.consents)?,
            guardian: row
                .guardian
                .map(|text| document(TABLE, "guardian", &text))
                .transpose()?,
            created_at: instant(row.created_at),
            extra_time_s: u32::try_from(row.extra_time_s.unwrap_or(0))
                .map_err(|error| StoreError::corrupt(TABLE, "extra_time_s", error))?,
        })
    }
}

/// Identities looked for with one statement; SQLite takes 32,766 parameters.
const IDENTITIES: usize = 5_000;

/// The columns of [`ParticipantRow`].
pub(super) const COLUMNS: &str = "id, contest_id, number, alias, group_code, unit_id, full_name, \
    birth_date, fields, consents, guardian, created_at, extra_time_s, code_mac";

/// Adds people of one contest, in that order, and gives the numbers of those who were added: all but
/// those whose identity the contest holds already. Its row is locked from here on, so that no number
/// is skipped and none is seen that is given back.
pub(super) async fn admit(
    conn: &mut <Db as sqlx::Database>::Connection,
    contest: ContestId,
    people: &[&NewParticipant],
) -> Result<Vec<(ParticipantId, i64)>, StoreError> {
    let mut seen = HashSet::with_capacity(people.len());
    let fresh = people.iter().filter(|new| seen.insert(new.identity));
    let rows: Vec<PersonRow> = fresh.map(|new| PersonRow::from(*new)).collect();
    let most = count(rows.len());
    let (last,): (i64,) = sqlx::query_as::<Db, _>(
        "update contests set last_number = last_number + $2 where id = $1 returning last_number",
    )
    .bind(contest.0)
    .bind(most)
    .fetch_one(&mut *conn)
    .await?;
    let sql = sqlx::AssertSqlSafe(format!(
        "with v as ({}) insert into participants (id, contest_id, number, alias, group_code, \
         unit_id, full_name, folded_name, birth_date, fields, consents, guardian, identity, \
         code_mac, created_at, sort_name, referral_id) \
         select v.id, $1, $2 + row_number() over (order by v.at), v.alias, v.group_code, v.unit, \
         v.full_name, v.folded_name, v.birth_date, v.fields, v.consents, v.guardian, v.identity, \
         v.code_mac, v.created_at, v.sort_name, v.referral from v where not exists \
             (select 1 from participants as p \
             where p.contest_id = $1 and p.identity = v.identity) \
         returning id, number",
        db::PERSON_ROWS
    ));
    let query = sqlx::query_as::<Db, (Uuid, i64)>(sql)
        .bind(contest.0)
        .bind(last - most);
    let added = db::bind_people(query, &rows).fetch_all(&mut *conn).await?;
    let registered: HashSet<Uuid> = added.iter().map(|(id, _)| *id).collect();
    let terms: Vec<TermRow> = people
        .iter()
        .map(|new| &new.participant)
        .filter(|person| registered.contains(&person.id.0))
        .flat_map(terms_of)
        .collect();
    put_terms(conn, contest, &terms).await?;
    let given_back = most - count(added.len());
    if given_back > 0 {
        sqlx::query("update contests set last_number = last_number - $2 where id = $1")
            .bind(contest.0)
            .bind(given_back)
            .execute(&mut *conn)
            .await?;
    }
    let numbered = added
        .into_iter()
        .map(|(id, number)| (ParticipantId(id), number));
    Ok(numbered.collect())
}

/// The numbers of those of these people who are registered.
pub(super) async fn numbers_of(
    conn: &mut <Db as sqlx::Database>::Connection,
    people: &[ParticipantId],
) -> Result<Vec<(ParticipantId, i64)>, StoreError> {
    let ids: Vec<Uuid> = people.iter().map(|person| person.0).collect();
    let sql = sqlx::AssertSqlSafe(format!(
        "select id, number from participants where {}",
        db::ids_in("id", "$1")
    ));
    let rows: Vec<(Uuid, i64)> = sqlx::query_as::<Db, _>(sql)
        .bind(db::ids(&ids))
        .fetch_all(conn)
        .await?;
    let numbered = rows.into_iter();
    Ok(numbered
        .map(|(id, number)| (ParticipantId(id), number))
        .collect())
}

/// A person as the rows parameter of [`db::PERSON_ROWS`] holds him.
#[derive(Serialize)]
pub(super) struct PersonRow<'a> {
    pub(super) id: ParticipantId,
    pub(super) alias: &'a str,
    pub(super) group_code: Option<&'a str>,
    pub(super) unit: Option<UnitId>,
    pub(super) full_name: &'a str,
    pub(super) folded_name: String,
    pub(super) birth_date: Option<String>,
    pub(super) fields: String,
    pub(super) consents: String,
    pub(super) guardian: Option<String>,
    pub(super) identity: Bytes<'a>,
    pub(super) code_mac: Bytes<'a>,
    pub(super) created_at: i64,
    pub(super) sort_name: String,
    pub(super) referral: Option<UnitId>,
}

impl<'a> From<&'a NewParticipant> for PersonRow<'a> {
    fn from(new: &'a NewParticipant) -> Self {
        let person = &new.participant;
        Self {
            id: person.id,
            alias: &person.alias,
            group_code: person.group.as_deref(),
            unit: person.unit,
            full_name: &person.full_name,
            folded_name: text::folded(&person.full_name),
            birth_date: person.birth_date.map(|date| date.to_string()),
            fields: json(&person.fields),
            consents: json(&person.consents),
            guardian: person.guardian.as_ref().map(json),
            identity: Bytes(&new.identity),
            code_mac: Bytes(&new.code_mac),
            created_at: person.created_at.micros(),
            sort_name: sort_name(&person.full_name),
            referral: new.referral,
        }
    }
}

#[async_trait]
impl Participants for Work {
    async fn add_participant(&mut self, new: &NewParticipant) -> Result<i64, StoreError> {
        let contest = new.participant.contest;
        let admitted = admit(&mut self.tx, contest, &[new]).await?;
        let (_, number) = admitted.first().ok_or(StoreError::Conflict)?;
        Ok(*number)
    }

    async fn add_participants(
        &mut self,
        contest: ContestId,
        people: &[NewParticipant],
    ) -> Result<Vec<(ParticipantId, i64)>, StoreError> {
        let people: Vec<&NewParticipant> = people.iter().collect();
        admit(&mut self.tx, contest, &people).await
    }

    async fn identities_held(
        &mut self,
        contest: ContestId,
        identities: &[[u8; 32]],
    ) -> Result<Vec<[u8; 32]>, StoreError> {
        let mut held = Vec::new();
        for chunk in identities.chunks(IDENTITIES) {
            let mut query: QueryBuilder<Db> =
                QueryBuilder::new("select identity from participants where contest_id = ");
            query.push_bind(contest.0).push(" and identity in (");
            let mut list = query.separated(", ");
            for identity in chunk {
                list.push_bind(identity.to_vec());
            }
            query.push(")");
            let rows: Vec<(Vec<u8>,)> = query.build_query_as().fetch_all(&mut *self.tx).await?;
            for (identity,) in rows {
                held.push(hash("participants", "identity", &identity)?);
            }
        }
        Ok(held)
    }

    async fn participant(&mut self, id: ParticipantId) -> Result<Option<Participant>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {COLUMNS} from participants where id = $1"));
        sqlx::query_as::<Db, ParticipantRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Participant::try_from)
            .transpose()
    }

    async fn participant_by_identity(
        &mut self,
        contest: ContestId,
        identity: &[u8; 32],
    ) -> Result<Option<(Participant, [u8; 32])>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS} from participants where contest_id = $1 and identity = $2"
        ));
        sqlx::query_as::<Db, ParticipantRow>(sql)
            .bind(contest.0)
            .bind(identity.to_vec())
            .fetch_optional(&mut *self.tx)
            .await?
            .map(|row| {
                let mac = hash("participants", "code_mac", &row.code_mac)?;
                Ok((Participant::try_from(row)?, mac))
            })
            .transpose()
    }

    async fn set_sign_in_code(
        &mut self,
        id: ParticipantId,
        code_mac: &[u8; 32],
    ) -> Result<(), StoreError> {
        sqlx::query("update participants set code_mac = $2 where id = $1")
            .bind(id.0)
            .bind(code_mac.to_vec())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn complete_participant(
        &mut self,
        person: &Participant,
        before: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError> {
        self.rewrite_person(person, None, before).await
    }

    async fn participants_of(
        &mut self,
        contest: ContestId,
    ) -> Result<Vec<Participant>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS} from participants where contest_id = $1 order by number"
        ));
        sqlx::query_as::<Db, ParticipantRow>(sql)
            .bind(contest.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Participant::try_from)
            .collect()
    }

    async fn count_participants(&mut self, contest: ContestId) -> Result<i64, StoreError> {
        let (count,): (i64,) =
            sqlx::query_as::<Db, _>("select count(*) from participants where contest_id = $1")
                .bind(contest.0)
                .fetch_one(&mut *self.tx)
                .await?;
        Ok(count)
    }
}
