//! A server as a child process, and what Linux says about its processor time and memory.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// Linux counts processor time for programs in hundredths of a second, whatever the kernel's own
/// tick is (`proc(5)`, `USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// A running server, killed when it goes out of scope.
pub struct Server {
    child: Child,
    /// Kept open, so that a server that prints more does not find a broken pipe.
    _stdout: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts a server whose first line on stdout is `listening on http://HOST:PORT`, and waits
    /// for that line. What it logs goes to `log`.
    pub fn spawn(command: &mut Command, log: &Path) -> Result<Self> {
        let log_file = File::options().create(true).append(true).open(log)?;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log_file)
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let stdout = child.stdout.take().expect("stdout was asked to be a pipe");
        let mut stdout = BufReader::new(stdout);
        let mut first = String::new();
        stdout.read_line(&mut first)?;
        let address = first
            .trim()
            .strip_prefix("listening on http://")
            .and_then(|address| address.parse().ok());
        let Some(address) = address else {
            let _ = child.kill();
            let _ = child.wait();
            let said = fs::read_to_string(log).unwrap_or_default();
            bail!("the server did not say where it listens but '{first}'; its log: {said}");
        };
        Ok(Self {
            child,
            _stdout: stdout,
            address,
        })
    }

    /// Kills it outright, as a power cut would.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// Processor time that a process has used so far, its own and the kernel's for it.
pub fn processor_time(id: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    let ticks = ticks_of(&stat).context("/proc/PID/stat has not the form of proc(5)")?;
    Ok(TICK * ticks)
}

/// utime + stime: the 14th and 15th field, counted after the name, which may hold anything.
fn ticks_of(stat: &str) -> Option<u32> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some(user + system)
}

/// Resident memory of a process in MiB.
pub fn resident_mib(id: u32) -> Result<f64> {
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
        let stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 100 0 0 0 31 11 0 0 20 0 3 0 5 6 7";
        assert_eq!(ticks_of(stat), Some(42));
    }

    #[test]
    fn this_process_uses_time_and_memory() {
        assert!(processor_time(std::process::id()).is_ok());
        assert!(resident_mib(std::process::id()).unwrap() > 0.5);
        assert!(descriptor_limit() > 0);
        assert_eq!(resident_kib("Name:\tx\nVmRSS:\t  2048 kB\n"), Some(2048));
    }
}
