//! The bytes in which a board is kept.
//!
//! A sorted set in which every score is 0 is ordered by its members' bytes. A member is
//! `section (16) · key (48) · participant (16)`, all of one length, so the order of bytes is the
//! order of keys within a section, no number passes through a double, and counting a range of
//! members gives a place. The section of everybody is all zeros and comes first.
//!
//! A row is `key (48) · attempts (4) · number of sections (1) · sections (16 each) · JSON`; without
//! sections the person is only counted.

use crate::domain::{ParticipantId, RankKey};
use crate::live::{BoardEntry, BoardFilter, BoardRow};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(super) const SECTION: usize = 16;
pub(super) const KEY: usize = 48;
pub(super) const PERSON: usize = 16;
/// Of a row: its key and its attempts.
const HEAD: usize = KEY + 4;

pub(super) type Section = [u8; SECTION];
pub(super) type KeyBytes = [u8; KEY];

/// The name of a section: zeros for everybody, otherwise a hash of what it narrows to.
pub(super) fn section(filter: &BoardFilter) -> Section {
    let mut out = [0; SECTION];
    if *filter == BoardFilter::default() {
        return out;
    }
    let mut hash = Sha256::new();
    match filter.unit {
        Some(unit) => {
            hash.update([1]);
            hash.update(unit.0.as_bytes());
        }
        None => hash.update([0]),
    }
    match &filter.group {
        Some(group) => {
            hash.update([1]);
            hash.update(group.as_bytes());
        }
        None => hash.update([0]),
    }
    out.copy_from_slice(&hash.finalize()[..SECTION]);
    out
}

/// A key so that smaller keys are smaller bytes: big-endian, the sign bit turned over.
pub(super) fn key_bytes(key: RankKey) -> KeyBytes {
    let mut out = [0; KEY];
    for (bytes, number) in out.chunks_exact_mut(8).zip(key.0) {
        bytes.copy_from_slice(&(number.cast_unsigned() ^ (1 << 63)).to_be_bytes());
    }
    out
}

/// A row with what is needed to find its members again.
pub(super) fn row_bytes(entry: &BoardEntry) -> Vec<u8> {
    let sections: Vec<Section> = BoardFilter::of_row(&entry.row)
        .filter(|_| entry.listed)
        .map(|filter| section(&filter))
        .collect();
    let mut out = Vec::with_capacity(320);
    out.extend_from_slice(&key_bytes(entry.key));
    out.extend_from_slice(&entry.attempts.to_be_bytes());
    out.push(u8::try_from(sections.len()).expect("a row is in four sections at most"));
    out.extend(sections.iter().flatten());
    serde_json::to_writer(&mut out, &entry.row).expect("strings and numbers always serialise");
    out
}

/// The members of a row, for filling a board without Lua.
pub(super) fn members(row: &[u8], participant: ParticipantId) -> Vec<Vec<u8>> {
    let sections = usize::from(row[HEAD]);
    row[HEAD + 1..HEAD + 1 + sections * SECTION]
        .chunks_exact(SECTION)
        .map(|section| [section, &row[..KEY], &participant.0.as_bytes()[..]].concat())
        .collect()
}

/// Key and participant of a member.
pub(super) fn read_member(member: &[u8]) -> Option<(KeyBytes, ParticipantId)> {
    let (key, person) = member.get(SECTION..)?.split_at_checked(KEY)?;
    let person: [u8; PERSON] = person.try_into().ok()?;
    let id = ParticipantId(Uuid::from_bytes(person));
    Some((key.try_into().ok()?, id))
}

/// The display data of a row.
pub(super) fn read_row(row: &[u8]) -> Option<BoardRow> {
    let sections = usize::from(*row.get(HEAD)?);
    serde_json::from_slice(row.get(HEAD + 1 + sections * SECTION..)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number() -> impl Strategy<Value = i64> {
        prop_oneof![any::<i64>(), -2..3_i64, Just(i64::MIN), Just(i64::MAX)]
    }

    proptest! {
        #[test]
        fn bytes_keep_the_order_of_keys(a in prop::array::uniform6(number()), b in prop::array::uniform6(number())) {
            let order = RankKey(a).cmp(&RankKey(b));
            prop_assert_eq!(key_bytes(RankKey(a)).cmp(&key_bytes(RankKey(b))), order);
        }
    }

    #[test]
    fn a_member_and_a_row_read_as_they_were_written() {
        let entry = BoardEntry {
            participant: ParticipantId(Uuid::from_u128(7)),
            attempts: 2,
            listed: true,
            key: RankKey([-3, 1, 0, 0, 0, i64::MAX]),
            row: BoardRow {
                name: "Đ***".to_owned(),
                unit: None,
                unit_name: None,
                group: Some("can-bo".to_owned()),
                score: 3,
                max_score: 5,
                duration_ms: None,
            },
        };
        let row = row_bytes(&entry);
        assert_eq!(read_row(&row), Some(entry.row));
        let members = members(&row, entry.participant);
        assert_eq!(members.len(), 2, "everybody, and the group");
        for member in members {
            let read = read_member(&member);
            assert_eq!(read, Some((key_bytes(entry.key), entry.participant)));
        }
        assert_eq!(read_member(b"short"), None);
        assert_eq!(read_row(b"short"), None);
    }
}
