//! The two folders of migrations tell the same story, and the two schemas they make have the same
//! tables and columns, of types that hold the same.

use crate::support::database::{Place, TestStore};
use sqlx::{PgPool, Row, SqlitePool};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Tables of the keyless response log (docs/adr/0006-answer-log.md).
const ONLY_SQLITE: [&str; 2] = ["answer_log", "answer_sheets"];

/// Column by table, with its type and whether it must be filled in.
type Schema = BTreeMap<(String, String), (String, bool)>;

fn names(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(folder);
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn both_folders_hold_the_same_migrations() {
    let sqlite = names("sqlite");
    assert_eq!(sqlite, names("postgres"));
    for (number, name) in (1..).zip(&sqlite) {
        let expected = format!("{number:04}_");
        assert!(name.starts_with(&expected), "{name} is not number {number}");
    }
}

#[test]
fn every_migration_says_why() {
    for folder in ["sqlite", "postgres"] {
        for name in names(folder) {
            let path = format!("{}/migrations/{folder}/{name}", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("-- "), "{path} begins without a sentence");
        }
    }
}

async fn of_sqlite(fresh: &TestStore) -> Schema {
    let url = format!("sqlite:{}", fresh.place.file().unwrap().display());
    let pool = SqlitePool::connect(&url).await.unwrap();
    let rows = sqlx::query(
        "select t.name, c.name, c.type, c.\"notnull\" from pragma_table_list as t, \
         pragma_table_info(t.name) as c where t.schema = 'main' and t.type = 'table'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    rows.iter()
        .map(|row| {
            let word = |at| row.get::<String, usize>(at).to_lowercase();
            ((word(0), word(1)), (word(2), row.get::<bool, usize>(3)))
        })
        .collect()
}

async fn of_postgres(url: &str) -> Schema {
    let pool = PgPool::connect(url).await.unwrap();
    let rows = sqlx::query(
        "select table_name::text, column_name::text, data_type::text, is_nullable = 'NO' \
         from information_schema.columns where table_schema = 'public'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    rows.iter()
        .map(|row| {
            let word = |at| row.get::<String, usize>(at);
            ((word(0), word(1)), (word(2), row.get::<bool, usize>(3)))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_schemas_have_the_same_tables_and_columns() {
    let Some(postgres) = TestStore::postgres().await else {
        return;
    };
    let sqlite = TestStore::sqlite().await;
    let Place::Postgres(database) = &postgres.place else {
        unreachable!("a PostgreSQL store stands in a PostgreSQL database");
    };
    // The lists that the migrator and SQLite keep for themselves are their own affair.
    let ours = |schema: Schema| -> Schema {
        schema
            .into_iter()
            .filter(|((table, _), _)| !table.starts_with("_sqlx") && !table.starts_with("sqlite_"))
            .filter(|((table, _), _)| !ONLY_SQLITE.contains(&table.as_str()))
            .collect()
    };
    let sqlite = ours(of_sqlite(&sqlite).await);
    let postgres = ours(of_postgres(&database.url()).await);
    let columns = |schema: &Schema| schema.keys().cloned().collect::<BTreeSet<_>>();
    let (left, right) = (columns(&sqlite), columns(&postgres));
    let only: Vec<_> = left.symmetric_difference(&right).collect();
    assert!(only.is_empty(), "in one of the two only: {only:?}");
    assert!(left.len() > 100, "{} columns are too few", left.len());

    for (column, (kind, is_filled)) in &sqlite {
        let (other, other_filled) = &postgres[column];
        let fits = match kind.as_str() {
            "text" => other == "text",
            "integer" => other == "bigint" || other == "boolean",
            "blob" => other == "uuid" || other == "bytea",
            _ => false,
        };
        assert!(fits, "{column:?} is {kind} and {other}");
        // The only key that SQLite gives out by itself is never empty without saying so.
        let is_numbered = column == &("audit_log".to_owned(), "seq".to_owned());
        assert!(
            is_numbered || is_filled == other_filled,
            "{column:?} may be empty in one"
        );
    }
}
