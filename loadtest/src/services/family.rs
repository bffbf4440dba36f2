//! A process and its descendants, as `/proc` shows them.

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;

/// All descendants of a process that are alive, parents before their children.
pub fn descendants(id: u32) -> Vec<u32> {
    let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|child: u32| Some((child, parent_of(child)?)))
        .collect();
    let mut found = vec![id];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        next += 1;
        let children = parents.iter().filter(|(_, of)| *of == parent);
        found.extend(children.map(|(child, _)| *child));
    }
    found.remove(0);
    found
}

/// Whether a process runs; one that ended and was not yet waited for does not.
pub fn lives(id: u32) -> bool {
    parent_of(id).is_some()
}

/// Sends a signal to one process.
pub fn signal(id: u32, signal: Signal) -> Result<()> {
    let pid = i32::try_from(id).ok().and_then(Pid::from_raw);
    let pid = pid.with_context(|| format!("{id} is not a process id"))?;
    kill_process(pid, signal).with_context(|| format!("cannot signal process {id}"))
}

fn parent_of(id: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // After the name, which may hold anything: state, parent.
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace();
    let state = fields.next()?;
    (state != "Z" && state != "X").then(|| fields.next()?.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_a_parent_and_lives() {
        let me = std::process::id();
        assert!(lives(me));
        let parent = parent_of(me).unwrap();
        assert!(descendants(parent).contains(&me));
        assert!(!descendants(me).contains(&me));
        assert!(!lives(u32::MAX));
    }
}
