//! What Linux says about the processor time and memory of servers.

use crate::batches::{Batches, waiting};
use crate::services::{family, page};
use anyhow::{Context, Result};
use std::fs;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Linux counts processor time for programs in hundredths of a second, whatever the kernel's own
/// tick is (`proc(5)`, `USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// Time between two looks at what waits.
const LOOK: Duration = Duration::from_millis(100);

/// Measures a set of servers, each with all its children.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    servers: Vec<u32>,
    nodes: Vec<u32>,
    pages: Vec<SocketAddr>,
}

impl Meter {
    /// Of these servers; their memory is that of `nodes`, which are among them.
    pub fn of(servers: Vec<u32>, nodes: Vec<u32>) -> Self {
        Self {
            servers,
            nodes,
            pages: Vec::new(),
        }
    }

    /// The same, with the pages on which the nodes tell their figures.
    #[must_use]
    pub fn telling(self, pages: Vec<SocketAddr>) -> Self {
        Self { pages, ..self }
    }

    /// Of one process without children.
    pub fn of_one(id: u32) -> Self {
        Self::of(vec![id], vec![id])
    }

    /// Processor time that the servers have used so far, their own and the kernel's for them.
    pub fn processor_time(&self) -> Result<Duration> {
        self.servers
            .iter()
            .map(|id| family_time(*id))
            .sum::<Result<Duration>>()
    }

    /// The part of it that is not the nodes' own: database, live state, balancer.
    pub fn time_behind(&self) -> Result<Duration> {
        let behind = self.servers.iter().filter(|id| !self.nodes.contains(id));
        behind.map(|id| family_time(*id)).sum()
    }

    /// What the nodes count of their writers; one that does not answer counts nothing.
    pub fn batches(&self) -> Batches {
        let pages = self.pages.iter();
        let told = pages.filter_map(|address| page::get(*address, "/metrics").ok());
        told.fold(Batches::default(), |sum, page| {
            sum + Batches::of_page(&page)
        })
    }

    /// Does the work, and looks meanwhile, ten times a second, how many commands wait for the nodes'
    /// writers; gives the mean, if the nodes tell.
    pub fn looking_on<T>(&self, work: impl FnOnce() -> T) -> (T, Option<f64>) {
        let done = AtomicBool::new(false);
        let (sum, looks) = (Mutex::new(0.0), AtomicU32::new(0));
        let came = std::thread::scope(|scope| {
            if !self.pages.is_empty() {
                scope.spawn(|| {
                    while !done.load(Ordering::Acquire) {
                        if let Some(depth) = self.waiting() {
                            *sum.lock().unwrap_or_else(PoisonError::into_inner) += depth;
                            looks.fetch_add(1, Ordering::Relaxed);
                        }
                        std::thread::sleep(LOOK);
                    }
                });
            }
            let came = work();
            done.store(true, Ordering::Release);
            came
        });
        let looks = f64::from(looks.into_inner());
        let sum = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
        (came, (looks > 0.0).then(|| sum / looks))
    }

    fn waiting(&self) -> Option<f64> {
        let pages = self.pages.iter();
        let told = pages.filter_map(|address| page::get(*address, "/metrics").ok());
        told.filter_map(|page| waiting(&page))
            .reduce(|one, other| one + other)
    }

    /// Resident memory of the nodes in MiB.
    pub fn resident_mib(&self) -> Result<f64> {
        self.nodes.iter().map(|id| resident_mib(*id)).sum()
    }
}

/// Processor time of this program alone.
pub fn own_time() -> Result<Duration> {
    Ok(TICK * stat_of(std::process::id())?.used)
}

/// Processor time of a process, of its living descendants, and of those that ended and were waited
/// for.
fn family_time(id: u32) -> Result<Duration> {
    let own = stat_of(id)?;
    let ticks = own.used + own.of_ended_children;
    let children = family::descendants(id);
    // A child that ends between the two looks shows up in its parent the next time.
    let living = children.into_iter().filter_map(|child| {
        let stat = stat_of(child).ok()?;
        Some(stat.used + stat.of_ended_children)
    });
    Ok(TICK * (ticks + living.sum::<u32>()))
}

#[derive(Debug, PartialEq, Eq)]
struct Stat {
    used: u32,
    of_ended_children: u32,
}

fn stat_of(id: u32) -> Result<Stat> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    parsed(&stat).context("/proc/PID/stat has not the form of proc(5)")
}

/// utime + stime and cutime + cstime: the 14th to 17th field, counted after the name, which may
/// hold anything.
fn parsed(stat: &str) -> Option<Stat> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<u32>().ok();
    let used = next()? + next()?;
    let of_ended_children = next()? + next()?;
    Some(Stat {
        used,
        of_ended_children,
    })
}

/// Resident memory of a process in MiB.
fn resident_mib(id: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status"))?;
    let kib = resident_kib(&status).context("/proc/PID/status has no VmRSS")?;
    Ok(f64::from(kib) / 1024.0)
}

fn resident_kib(status: &str) -> Option<u32> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// How many files and sockets this process may have open.
pub fn descriptor_limit() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_blanks_and_brackets_does_not_shift_the_fields() {
        let stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 100 0 0 0 31 11 5 2 20 0 3 0 5 6 7";
        let expected = Stat {
            used: 42,
            of_ended_children: 7,
        };
        assert_eq!(parsed(stat), Some(expected));
    }

    #[test]
    fn this_process_uses_time_and_memory() {
        let meter = Meter::of_one(std::process::id());
        assert!(meter.processor_time().is_ok());
        assert_eq!(meter.time_behind().unwrap(), Duration::ZERO);
        assert!(meter.resident_mib().unwrap() > 0.5);
        assert!(descriptor_limit() > 0);
        assert_eq!(resident_kib("Name:\tx\nVmRSS:\t  2048 kB\n"), Some(2048));
    }

    #[test]
    fn nothing_is_measured_of_strangers() {
        let meter = Meter::default();
        assert_eq!(meter.processor_time().unwrap(), Duration::ZERO);
        assert!(meter.resident_mib().unwrap().abs() < f64::EPSILON);
    }
}
