//! What has to hold of a database before the platform trusts it with an acknowledgement
//! (security.md 3.1): without it an ack would promise what a power cut takes back.

use super::StoreError;
use std::path::Path;

/// Settings of PostgreSQL that are looked at.
pub(super) const OF_POSTGRES: &str = "select name, setting from pg_settings where name in \
    ('fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names')";

/// Judges what [`OF_POSTGRES`] found.
pub(super) fn of_postgres(settings: &[(String, String)]) -> Result<(), StoreError> {
    let setting = |wanted: &str| {
        let found = settings.iter().find(|(name, _)| name == wanted);
        found.map_or("", |(_, value)| value.as_str())
    };
    for name in ["fsync", "full_page_writes"] {
        if setting(name) == "off" {
            return Err(StoreError::Unsafe(format!(
                "PostgreSQL runs with {name} = off; set {name} = on and start again"
            )));
        }
    }
    let has_standby = !setting("synchronous_standby_names").is_empty();
    match setting("synchronous_commit") {
        "off" => Err(StoreError::Unsafe(
            "PostgreSQL runs with synchronous_commit = off, also as a setting of the role or the \
             database; set synchronous_commit = on and start again"
                .into(),
        )),
        "local" if has_standby => Err(StoreError::Unsafe(
            "PostgreSQL names synchronous standbys but does not wait for them, because \
             synchronous_commit = local; set synchronous_commit = on, or clear \
             synchronous_standby_names"
                .into(),
        )),
        _ => Ok(()),
    }
}

/// Judges what `pragma journal_mode` and `pragma synchronous` found.
pub(super) fn of_sqlite(journal: &str, synchronous: i64) -> Result<(), StoreError> {
    if journal != "wal" {
        return Err(StoreError::Unsafe(format!(
            "SQLite keeps its journal in mode {journal} instead of wal; is the data folder on a \
             file system without shared memory?"
        )));
    }
    if synchronous < 2 {
        return Err(StoreError::Unsafe(format!(
            "SQLite flushes less than every commit (synchronous = {synchronous}, FULL is 2)"
        )));
    }
    Ok(())
}

/// File systems that lie on another machine, by the number that `statfs` gives them: SQLite's locks
/// and its shared memory hold on one machine only.
const OF_THE_NETWORK: [(u32, &str); 12] = [
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB 2"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x564C, "NCP"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x7461_636F, "OCFS2"),
];

/// Refuses a database file on a file system of the network.
pub(super) fn of_file(file: &Path) -> Result<(), StoreError> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // A folder that isn't there is told of when the file is opened.
    let Ok(found) = rustix::fs::statfs(folder) else {
        return Ok(());
    };
    // The kernel's number has 32 bits, in whatever type it comes.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of 32 bits"
    )]
    let kind = found.f_type as u32;
    match network(kind) {
        None => Ok(()),
        Some(name) => Err(StoreError::Unsafe(format!(
            "{} lies on a network file system ({name}), where SQLite can't keep its promises; \
             choose a data folder on a disk of this machine, or PostgreSQL",
            folder.display()
        ))),
    }
}

fn network(kind: u32) -> Option<&'static str> {
    let found = OF_THE_NETWORK.iter().find(|(number, _)| *number == kind);
    found.map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(settings: &[(&str, &str)]) -> Result<(), String> {
        let settings: Vec<_> = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        of_postgres(&settings).map_err(|refused| refused.to_string())
    }

    #[test]
    fn a_server_that_forgets_is_refused_by_the_name_of_the_setting() {
        let sound = [
            ("fsync", "on"),
            ("full_page_writes", "on"),
            ("synchronous_commit", "on"),
            ("synchronous_standby_names", ""),
        ];
        assert_eq!(judged(&sound), Ok(()));
        for (at, (name, _)) in sound.iter().enumerate().take(3) {
            let mut settings = sound;
            settings[at].1 = "off";
            let refused = judged(&settings).unwrap_err();
            assert!(refused.contains(&format!("{name} = off")), "{refused}");
        }
    }

    #[test]
    fn to_wait_for_the_own_disk_only_is_enough_without_a_standby() {
        let mut settings = [
            ("synchronous_commit", "local"),
            ("synchronous_standby_names", ""),
        ];
        assert_eq!(judged(&settings), Ok(()));
        settings[1].1 = "ANY 1 (*)";
        let refused = judged(&settings).unwrap_err();
        assert!(refused.contains("synchronous_commit = local"), "{refused}");
        settings[0].1 = "remote_apply";
        assert_eq!(judged(&settings), Ok(()));
    }

    #[test]
    fn a_file_that_flushes_too_seldom_is_refused() {
        assert!(of_sqlite("wal", 2).is_ok() && of_sqlite("wal", 3).is_ok());
        for (journal, synchronous) in [("wal", 1), ("wal", 0), ("delete", 2)] {
            let refused = of_sqlite(journal, synchronous);
            assert!(matches!(refused, Err(StoreError::Unsafe(_))), "{refused:?}");
        }
    }

    #[test]
    fn only_file_systems_of_the_network_are_refused() {
        assert_eq!(network(0x6969), Some("NFS"));
        let here = [0xEF53, 0x0102_1994, 0x794C_7630, 0x9123_683E];
        assert!(here.iter().all(|kind| network(*kind).is_none()));
        assert!(of_file(&std::env::temp_dir().join("thiluat.db")).is_ok());
        assert!(of_file(Path::new("thiluat.db")).is_ok());
    }
}
