//! The one thread that starts processes.
//!
//! Linux sends the parent-death signal when the *thread* that started a process ends. This one
//! lasts as long as the program, whichever thread asks for a process.

use std::io;
use std::process::{Child, Command};
use std::sync::LazyLock;
use std::sync::mpsc::{Sender, channel};

struct Order {
    command: Command,
    reply: Sender<io::Result<Child>>,
}

static STARTER: LazyLock<Sender<Order>> = LazyLock::new(|| {
    let (orders, queue) = channel::<Order>();
    std::thread::spawn(move || {
        for mut order in queue {
            // Whoever asked may have gone; then nobody wants the process either.
            if let Err(unwanted) = order.reply.send(order.command.spawn())
                && let Ok(mut child) = unwanted.0
            {
                let _ = child.kill();
                let _ = child.wait();
            }
        }
    });
    orders
});

/// Starts a process from the thread that outlives all others.
pub fn start(command: Command) -> io::Result<Child> {
    let (reply, started) = channel();
    let gone = || io::Error::other("the thread that starts processes is gone");
    let order = Order { command, reply };
    STARTER.send(order).map_err(|_| gone())?;
    started.recv().map_err(|_| gone())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_outlives_the_thread_that_asked_for_it() {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "sleep", "60"]);
        let asking = std::thread::spawn(|| start(command).unwrap());
        let mut child = asking.join().unwrap();
        // A death signal would have been sent before the thread could be joined.
        assert!(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error() {
        assert!(start(Command::new("/no/such/program")).is_err());
    }
}
