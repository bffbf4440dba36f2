//! The command line of the load generator.

use anyhow::Result;
use clap::{Parser, Subcommand};
use loadtest::bench::{self, Scenario};
use loadtest::figure;
use loadtest::floor::{self, Floor};
use loadtest::growth;
use loadtest::meter::Meter;
use loadtest::settings::Settings;
use loadtest::torture;
use std::process::ExitCode;

/// Load, durability and fan-out measurements of a Thi Luật platform.
///
/// Example: loadtest bench --seconds 2 --rounds 5
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Every scenario beside its floor; prints a table and writes OUT/latest.json
    Bench(Settings),
    /// Start attempts: 20 of 600 questions drawn, the paper in the reply
    Start(Settings),
    /// Change the answer of one question of a running attempt; then kill -9 and look
    Save(Settings),
    /// Hand attempts in: marked, placed, with a receipt
    Submit(Settings),
    /// Read the scoreboard, idle and while people hand in
    Board(Settings),
    /// Push the scoreboard to many sockets
    Ws(Settings),
    /// Everything mixed at a fixed rate (--rate), as in a calm hour
    Steady(Settings),
    /// Many signed-in people start within a second while others answer on
    Bell(Settings),
    /// Hand in with the shape of a real contest, whose last minute carries ten times the mean
    LastMinute(Settings),
    /// Many people hand in within a second
    SubmitStorm(Settings),
    /// Newcomers register, start and answer, all at once
    Storm(Settings),
    /// Sockets that never read, beside others that do
    SlowReaders(Settings),
    /// The cost of everything at an eighth, a quarter, half and all of --people; or memory
    Growth {
        /// Instead: resident memory with so many running attempts
        #[arg(long, default_value_t = 0)]
        running: usize,
        #[command(flatten)]
        settings: Settings,
    },
    /// Break things while people sit their papers, and look whether anything acknowledged is lost
    Torture(torture::Settings),
    /// Only the floor: a bare JSON server with bodies of these sizes
    EchoFloor {
        /// Bytes of a request's body
        #[arg(long, default_value_t = 70)]
        request: usize,
        /// Bytes of a reply's body
        #[arg(long, default_value_t = 250)]
        reply: usize,
        #[command(flatten)]
        settings: Settings,
    },
    /// Be the bare server on a free loopback port
    #[command(hide = true)]
    EchoServer,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("loadtest: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Torture(settings) => return torture::run(&settings),
        Command::Bench(settings) => bench::run(&settings, Scenario::All),
        Command::Start(settings) => bench::run(&settings, Scenario::Start),
        Command::Save(settings) => bench::run(&settings, Scenario::Save),
        Command::Submit(settings) => bench::run(&settings, Scenario::Submit),
        Command::Board(settings) => bench::run(&settings, Scenario::Board),
        Command::Ws(settings) => bench::run(&settings, Scenario::Push),
        Command::Steady(settings) => bench::run(&settings, Scenario::Steady),
        Command::Bell(settings) => bench::run(&settings, Scenario::Bell),
        Command::LastMinute(settings) => bench::run(&settings, Scenario::LastMinute),
        Command::SubmitStorm(settings) => bench::run(&settings, Scenario::SubmitStorm),
        Command::Storm(settings) => bench::run(&settings, Scenario::Newcomers),
        Command::SlowReaders(settings) => bench::run(&settings, Scenario::SlowReaders),
        Command::Growth { running, settings } => growth::run(&settings, running),
        Command::EchoFloor {
            request,
            reply,
            settings,
        } => echo_floor(request, reply, &settings),
        Command::EchoServer => serve_echo(),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn echo_floor(request: usize, reply: usize, settings: &Settings) -> Result<()> {
    std::fs::create_dir_all(&settings.out)?;
    let floor = Floor::start(settings.connections(), &settings.out.join("server.log"))?;
    let mut rates = Vec::new();
    let meter = Meter::of_one(floor.server.id());
    for round in 1..=settings.rounds {
        let before = meter.processor_time()?;
        let tally = floor.json(request, reply, settings.period())?;
        let used = meter.processor_time()?.saturating_sub(before);
        let operations = figure::count(tally.latencies.count()).max(1.0);
        println!(
            "round {round}: {:.0}/s, {:.1} µs of server time each, {} errors",
            tally.rate(),
            used.as_secs_f64() * 1e6 / operations,
            tally.errors
        );
        rates.push(tally.rate());
    }
    if let Some(rate) = figure::median(&rates) {
        println!("median {rate:.0}/s, {request} bytes in, {reply} bytes out");
    }
    Ok(())
}

fn serve_echo() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(floor::server::serve())
}
