//! Staff in SQL.

use super::Work;
use super::db::Db;
use super::row::{added_one, instant, word};
use super::sessions::StaffSessionRow;
use crate::domain::{Role, Staff, StaffId, StaffLinkId, Timestamp, UnitId, text};
use crate::store::{AtWork, Listed, Nearby, StaffFilter, StaffMembers, StaffSession, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct StaffRow {
    id: Uuid,
    email: String,
    name: String,
    role: String,
    unit_id: Option<Uuid>,
    password_hash: String,
    created_at: i64,
    disabled_at: Option<i64>,
    factors: i64,
}

impl TryFrom<StaffRow> for Staff {
    type Error = StoreError;
    fn try_from(row: StaffRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: StaffId(row.id),
            email: row.email,
            name: row.name,
            role: word("staff", "role", &row.role, Role::of)?,
            unit: row.unit_id.map(UnitId),
            password_hash: row.password_hash,
            created_at: instant(row.created_at),
            disabled_at: row.disabled_at.map(instant),
            has_second_factor: row.factors > 0,
        })
    }
}

/// The columns of [`StaffRow`], of the table `staff as s`.
const COLUMNS: &str = "s.id, s.email, s.name, s.role, s.unit_id, s.password_hash, s.created_at, \
    s.disabled_at, (select count(*) from staff_totp as f \
    where f.staff_id = s.id and f.on_since is not null) as factors";

#[derive(sqlx::FromRow)]
struct AtWorkRow {
    #[sqlx(flatten)]
    staff: StaffRow,
    token_hash: Vec<u8>,
    expires_at: i64,
    session_seen_at: i64,
    session_id: Option<Uuid>,
    signed_in_at: Option<i64>,
    fresh_at: Option<i64>,
    address: Option<String>,
    agent: Option<String>,
    unit_code: Option<String>,
    unit_name: Option<String>,
    unread: i64,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    staff: StaffRow,
    seen_at: Option<i64>,
    unit_code: Option<String>,
    unit_name: Option<String>,
    link_id: Option<Uuid>,
    link_expires_at: Option<i64>,
}

impl TryFrom<ListedRow> for Listed {
    type Error = StoreError;
    fn try_from(row: ListedRow) -> Result<Self, StoreError> {
        Ok(Self {
            staff: row.staff.try_into()?,
            unit: row.unit_code.zip(row.unit_name),
            seen_at: row.seen_at.map(instant),
            invitation: row
                .link_id
                .zip(row.link_expires_at)
                .map(|(id, at)| (StaffLinkId(id), instant(at))),
        })
    }
}

/// What of a list fits: $1 the top unit, $2 and $3 the words, $4 the role, $5 the state.
const FITS: &str = "($1 is null or s.unit_id in (select id from below)) \
    and ($2 = '' or coalesce(s.folded, lower(s.name)) like $3 escape '\\' \
        or s.email like $3 escape '\\') \
    and (cast($4 as text) is null or s.role = $4) \
    and (cast($5 as text) is null or $5 = case when s.disabled_at is not null then 'disabled' \
        when s.password_hash = '' then 'invited' else 'active' end)";

const BELOW: &str = "with recursive below (id) as (select id from units where id = $1 \
    union select u.id from units as u join below as b on u.parent_id = b.id)";

const LISTED: &str = "s.seen_at, u.code as unit_code, u.name as unit_name, l.id as link_id, \
    l.expires_at as link_expires_at from staff as s left join units as u on u.id = s.unit_id \
    left join staff_links as l on l.staff_id = s.id and l.kind = 'invitation'";

fn pattern(folded: &str) -> String {
    let literal = folded
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{literal}%")
}

#[async_trait]
impl StaffMembers for Work {
    async fn add_staff(&mut self, staff: &Staff) -> Result<(), StoreError> {
        let added = sqlx::query(
            "insert into staff (id, email, name, role, unit_id, password_hash, created_at, folded, \
             disabled_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (email) do nothing",
        )
        .bind(staff.id.0)
        .bind(&staff.email)
        .bind(&staff.name)
        .bind(staff.role.word())
        .bind(staff.unit.map(|unit| unit.0))
        .bind(&staff.password_hash)
        .bind(staff.created_at.micros())
        .bind(text::folded(&staff.name))
        .bind(staff.disabled_at.map(Timestamp::micros))
        .execute(&mut *self.tx)
        .await?;
        added_one(added.rows_affected())
    }

    async fn put_staff(&mut self, staff: &Staff) -> Result<(), StoreError> {
        sqlx::query(
            "update staff set name = $2, role = $3, unit_id = $4, password_hash = $5, folded = $6, \
             disabled_at = $7 where id = $1",
        )
        .bind(staff.id.0)
        .bind(&staff.name)
        .bind(staff.role.word())
        .bind(staff.unit.map(|unit| unit.0))
        .bind(&staff.password_hash)
        .bind(text::folded(&staff.name))
        .bind(staff.disabled_at.map(Timestamp::micros))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn staff_by_email(&mut self, email: &str) -> Result<Option<Staff>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS} from staff as s where s.email = $1"
        ));
        sqlx::query_as::<Db, StaffRow>(sql)
            .bind(email)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Staff::try_from)
            .transpose()
    }

    async fn staff_member(&mut self, id: StaffId) -> Result<Option<Staff>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {COLUMNS} from staff as s where s.id = $1"));
        sqlx::query_as::<Db, StaffRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Staff::try_from)
            .transpose()
    }

    async fn staff_at_work(&mut self, token_hash: &[u8; 32]) -> Result<Option<AtWork>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS}, w.token_hash, w.expires_at, w.seen_at as session_seen_at, \
             w.id as session_id, w.signed_in_at, w.fresh_at, w.address, w.agent, \
             u.code as unit_code, u.name as unit_name, (select count(*) from staff_notices as n \
             where n.staff_id = s.id and n.read_at is null and n.shown = $2) as unread \
             from staff_sessions as w join staff as s on s.id = w.staff_id \
             left join units as u on u.id = s.unit_id where w.token_hash = $1"
        ));
        let row: Option<AtWorkRow> = sqlx::query_as::<Db, AtWorkRow>(sql)
            .bind(token_hash.to_vec())
            .bind(true)
            .fetch_optional(&mut *self.tx)
            .await?;
        row.map(|row| {
            let session = StaffSession::try_from(StaffSessionRow {
                token_hash: row.token_hash,
                staff_id: row.staff.id,
                expires_at: row.expires_at,
                seen_at: row.session_seen_at,
                id: row.session_id,
                signed_in_at: row.signed_in_at,
                fresh_at: row.fresh_at,
                address: row.address,
                agent: row.agent,
            })?;
            Ok(AtWork {
                session,
                staff: row.staff.try_into()?,
                unit: row.unit_code.zip(row.unit_name),
                unread: row.unread,
            })
        })
        .transpose()
    }

    async fn count_staff(&mut self) -> Result<i64, StoreError> {
        let (count,): (i64,) = sqlx::query_as::<Db, _>("select count(*) from staff")
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(count)
    }

    async fn count_top_administrators(&mut self) -> Result<i64, StoreError> {
        let (count,): (i64,) = sqlx::query_as::<Db, _>(
            "select count(*) from staff where role = $1 and unit_id is null \
             and disabled_at is null and password_hash <> ''",
        )
        .bind(Role::Administrator.word())
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(count)
    }

    async fn saw_staff(&mut self, id: StaffId, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("update staff set seen_at = $2 where id = $1")
            .bind(id.0)
            .bind(at.micros())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn remove_invited(&mut self, id: StaffId) -> Result<bool, StoreError> {
        sqlx::query(
            "delete from staff_links where staff_id = $1 \
             and exists (select 1 from staff where id = $1 and password_hash = '')",
        )
        .bind(id.0)
        .execute(&mut *self.tx)
        .await?;
        let removed = sqlx::query("delete from staff where id = $1 and password_hash = ''")
            .bind(id.0)
            .execute(&mut *self.tx)
            .await?;
        Ok(removed.rows_affected() > 0)
    }

    async fn find_staff(&mut self, filter: &StaffFilter) -> Result<Vec<Listed>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{BELOW} select {COLUMNS}, {LISTED} where {FITS} \
             and ($6 is null or (coalesce(s.folded, lower(s.name)), s.id) > \
             (select coalesce(a.folded, lower(a.name)), a.id from staff as a where a.id = $6)) \
             order by coalesce(s.folded, lower(s.name)), s.id limit $7"
        ));
        sqlx::query_as::<Db, ListedRow>(sql)
            .bind(filter.within.map(|unit| unit.0))
            .bind(&filter.folded)
            .bind(pattern(&filter.folded))
            .bind(filter.role.map(Role::word))
            .bind(filter.state.map(crate::domain::StaffState::word))
            .bind(filter.after.map(|id| id.0))
            .bind(filter.limit)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Listed::try_from)
            .collect()
    }

    async fn count_found_staff(&mut self, filter: &StaffFilter) -> Result<i64, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{BELOW} select count(*) from staff as s where {FITS}"
        ));
        let (count,): (i64,) = sqlx::query_as::<Db, _>(sql)
            .bind(filter.within.map(|unit| unit.0))
            .bind(&filter.folded)
            .bind(pattern(&filter.folded))
            .bind(filter.role.map(Role::word))
            .bind(filter.state.map(crate::domain::StaffState::word))
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(count)
    }

    async fn listed_staff(&mut self, id: StaffId) -> Result<Option<Listed>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {COLUMNS}, {LISTED} where s.id = $1"));
        sqlx::query_as::<Db, ListedRow>(sql)
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(Listed::try_from)
            .transpose()
    }

    async fn staff_above(&mut self, unit: Option<UnitId>) -> Result<Vec<Nearby>, StoreError> {
        // A tree that had been broken into a circle ends the walk by its depth.
        let rows: Vec<(Uuid, String, i64)> = sqlx::query_as::<Db, _>(
            "with recursive above (id, parent_id, steps) as (\
             select id, parent_id, cast(0 as bigint) from units where id = $1 \
             union all select u.id, u.parent_id, a.steps + 1 from units as u \
             join above as a on u.id = a.parent_id where a.steps < 64) \
             select s.id, s.role, coalesce(min(a.steps), 1000) as distance from staff as s \
             left join above as a on a.id = s.unit_id \
             where s.disabled_at is null and s.password_hash <> '' \
             and (s.unit_id is null or a.id is not null) group by s.id, s.role",
        )
        .bind(unit.map(|unit| unit.0))
        .fetch_all(&mut *self.tx)
        .await?;
        rows.into_iter()
            .map(|(id, role, distance)| {
                Ok(Nearby {
                    id: StaffId(id),
                    role: word("staff", "role", &role, Role::of)?,
                    distance,
                })
            })
            .collect()
    }

    async fn staff_within(&mut self, top: UnitId) -> Result<Vec<StaffId>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{BELOW} select id from staff where unit_id in (select id from below)"
        ));
        let rows: Vec<(Uuid,)> = sqlx::query_as::<Db, _>(sql)
            .bind(top.0)
            .fetch_all(&mut *self.tx)
            .await?;
        Ok(rows.into_iter().map(|(id,)| StaffId(id)).collect())
    }
}
