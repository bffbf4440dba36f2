//! The files of a package, once it has passed the limits of `package`.

use crate::exchange::finding::Unreadable;
use crate::exchange::package;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most files of a package: one for each question of the largest bank, and its pictures. What they
/// inflate to is bounded as everywhere.
const MAX_ENTRIES: usize = 25_000;

/// The files by their names in the package.
pub(in crate::exchange) type Files = BTreeMap<String, Vec<u8>>;

/// Reads all files.
///
/// # Errors
/// Those of [`package::check_up_to`], which bounds what this takes.
pub(in crate::exchange) fn files(bytes: &[u8]) -> Result<Files, Unreadable> {
    package::check_up_to(bytes, MAX_ENTRIES)?;
    let damaged = || Unreadable::new("import.damaged", "Tệp nén bị hỏng, không đọc được.");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut files = Files::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).map_err(|_| damaged())?;
        let name = entry.name().map_err(|_| damaged())?.into_owned();
        if entry.is_file() {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(|_| damaged())?;
            files.insert(name, content);
        }
    }
    Ok(files)
}

/// The head of one file, for a look at what kind of package it is; nothing if there is none.
pub(in crate::exchange) fn head(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let entry = zip.by_name(name).ok()?;
    let mut head = Vec::new();
    entry.take(256 << 10).read_to_end(&mut head).ok()?;
    Some(head)
}

/// The name in the package that an address from the file `from` means: no step out of the package.
pub(in crate::exchange) fn resolved(from: &str, address: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = if address.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in base.split('/').chain(address.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

/// An address with `%20` as the sign that it stands for.
pub(in crate::exchange) fn unescaped(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or("");
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = address_byte(rest);
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &rest[3..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn address_byte(rest: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = rest else {
        return None;
    };
    let digit = |b: u8| char::from(b).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_in_the_package() {
        assert_eq!(
            resolved("a/b.xml", "../c/d.png").as_deref(),
            Some("c/d.png")
        );
        assert_eq!(resolved("b.xml", "./d.png").as_deref(), Some("d.png"));
        assert_eq!(resolved("a/b.xml", "/d.png").as_deref(), Some("d.png"));
        assert_eq!(resolved("a/b.xml", "../../d.png"), None);
        assert_eq!(unescaped("bi%E1%BB%83n%20b%C3%A1o.png?x=1"), "biển báo.png");
        assert_eq!(unescaped("100%.png%2"), "100%.png%2");
    }
}
