//! The name of a contest in addresses, out of its title.

use crate::domain::text;
use crate::store::{StoreError, UnitOfWork};

/// Longest name in addresses, in characters (api.md 2).
const LONGEST_SLUG: usize = 80;
/// Longest one that is made of a title: people type it from a poster.
const LONGEST_PROPOSED: usize = 50;
/// What a title without letters or digits becomes.
const NAMELESS: &str = "cuoc-thi";

/// A title as a name in addresses: letters without marks and digits, words joined by hyphens.
pub(in crate::app) fn address_of(title: &str) -> String {
    let folded = text::folded(title);
    let words = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut address = String::new();
    for word in words {
        if address.len() + word.len() >= LONGEST_PROPOSED {
            break;
        }
        if !address.is_empty() {
            address.push('-');
        }
        address.push_str(word);
    }
    if address.len() < 2 {
        NAMELESS.to_owned()
    } else {
        address
    }
}

/// A name in addresses that no contest has: the wanted one, or the same with the code of the unit or a
/// number behind it.
pub(in crate::app) async fn free_address(
    work: &mut dyn UnitOfWork,
    wanted: &str,
    unit: Option<&str>,
) -> Result<String, StoreError> {
    let wanted: String = wanted.chars().take(LONGEST_SLUG).collect();
    let unit: String = unit
        .unwrap_or_default()
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let unit = unit.trim_matches('-');
    let mut tried = 0;
    loop {
        let behind = match (tried, unit) {
            (0, _) => String::new(),
            (1, "") => "-2".to_owned(),
            (1, unit) => format!("-{unit}"),
            (n, "") => format!("-{}", n + 1),
            (n, unit) => format!("-{unit}-{n}"),
        };
        let room = LONGEST_SLUG.saturating_sub(behind.len());
        let cut: String = wanted.chars().take(room).collect();
        let address = format!("{}{behind}", cut.trim_end_matches('-'));
        if work.contest_by_slug(&address).await?.is_none() {
            return Ok(address);
        }
        tried += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_what_people_can_type() {
        for (title, address) in [
            (
                "Tìm hiểu pháp luật xã Kỳ Anh 2026",
                "tim-hieu-phap-luat-xa-ky-anh-2026",
            ),
            ("  Đất đai – nhà ở! ", "dat-dai-nha-o"),
            ("???", "cuoc-thi"),
            ("Ơ", "cuoc-thi"),
            ("Luật 36/2024/QH15", "luat-36-2024-qh15"),
        ] {
            assert_eq!(address_of(title), address, "{title}");
        }
        let long = address_of(&"Trật tự an toàn giao thông ".repeat(9));
        assert!(
            long.len() < LONGEST_PROPOSED && !long.ends_with('-'),
            "{long}"
        );
    }
}
