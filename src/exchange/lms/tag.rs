//! Tags of Moodle. One of them is ours: `muc-do-3` carries the level of a question.

use super::taking::Taking;

const LEVEL: &str = "muc-do-";

/// Most tags that are looked at: what is told has to be read by a person.
const MAX_TAGS: usize = 50;

/// The tag for a level from 1 to 5; nothing for an unknown one.
pub(in crate::exchange) fn of_level(level: u8) -> Option<String> {
    (1..=5).contains(&level).then(|| format!("{LEVEL}{level}"))
}

/// The level that tags name, 0 = none; other tags are told as not kept.
pub(in crate::exchange) fn level<'t>(
    taking: &mut Taking,
    tags: impl Iterator<Item = &'t str>,
) -> u8 {
    let mut level = 0;
    let tags = tags.map(str::trim).filter(|tag| !tag.is_empty());
    for tag in tags.take(MAX_TAGS) {
        let named = tag.strip_prefix(LEVEL).and_then(|level| level.parse().ok());
        match named.filter(|level| (1..=5).contains(level)) {
            Some(named) => level = named,
            None => {
                let shown: String = tag.chars().take(60).collect();
                taking.warn("import.tag_not_kept", format!("Không giữ thẻ “{shown}”."));
            }
        }
    }
    level
}
