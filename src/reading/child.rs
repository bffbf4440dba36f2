//! The process that reads one file and ends.

use super::message::{Order, Picture, Reply, Told, Wanted};
use crate::domain::import::{ImportItem, ItemState};
use crate::exchange::{
    Entry, Format, QuestionFile, Unreadable, read_keys, read_questions, read_roster, read_units,
    read_with_keys,
};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

/// Memory that reading may take, in bytes of address space.
const MEMORY: u64 = 512 << 20;
/// Seconds of the processor.
const CPU_S: u64 = 10;

/// Limits this process, reads an order and its files from `input`, and says on `output` what the file
/// holds. Nothing else is opened, and no address is ever followed.
///
/// # Errors
/// When an end of a pipe is gone, or the limits can't be set: then nothing is read.
pub fn run_child(mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    for (resource, limit) in [
        (Resource::As, MEMORY),
        (Resource::Cpu, CPU_S),
        // No file can be written, whatever a parser might be talked into.
        (Resource::Fsize, 0),
        (Resource::Core, 0),
    ] {
        let limit = Rlimit {
            current: Some(limit),
            maximum: Some(limit),
        };
        setrlimit(resource, limit)?;
    }
    let mut line = String::new();
    input.read_line(&mut line)?;
    let order: Order = serde_json::from_str(&line).map_err(io::Error::other)?;
    let mut bytes = vec![0; order.len];
    input.read_exact(&mut bytes)?;
    let mut key = vec![0; order.key_len];
    input.read_exact(&mut key)?;
    let read = match &order.wanted {
        Wanted::Questions => read(&order, &bytes, &key).map(|told| Reply::Read(Box::new(told))),
        Wanted::Units => read_units(&bytes, &order.name).map(Reply::Units),
        Wanted::Roster(own) => read_roster(&bytes, &order.name, own).map(Reply::Roster),
    };
    let reply = match read {
        Ok(reply) => reply,
        Err(why) => Reply::Refused {
            code: why.code.to_owned(),
            detail: why.detail,
            at: why.at,
        },
    };
    serde_json::to_writer(&mut output, &reply).map_err(io::Error::other)?;
    output.flush()
}

fn read(order: &Order, bytes: &[u8], key: &[u8]) -> Result<Told, Unreadable> {
    let format = order.format.as_deref().and_then(Format::of);
    let file: QuestionFile = match &order.key_name {
        None => read_questions(bytes, &order.name, format)?,
        Some(name) => {
            let keys = read_keys(key, name)?;
            read_with_keys(bytes, &order.name, format, &keys)?
        }
    };
    let mut media = BTreeMap::new();
    let mut items = Vec::with_capacity(file.entries.len());
    for (position, mut entry) in (1..).zip(file.entries) {
        if let Some(draft) = &mut entry.draft {
            for medium in std::mem::take(&mut draft.media) {
                media.insert(medium.digest.clone(), medium);
            }
        }
        items.push(item(position, entry));
    }
    Ok(Told {
        format: file.format.word().to_owned(),
        code: file.code,
        title: file.title,
        items,
        remarks: file.remarks.into_iter().map(Into::into).collect(),
        media: media.values().map(Picture::from).collect(),
    })
}

fn item(position: i64, entry: Entry) -> ImportItem {
    ImportItem {
        position,
        at: entry.at.to_string(),
        source: entry.source,
        state: match entry.refusal {
            Some(_) => ItemState::Refused,
            None => ItemState::Taken,
        },
        draft: entry.draft,
        warnings: entry.warnings.into_iter().map(Into::into).collect(),
        refusal: entry.refusal.map(Into::into),
    }
}
