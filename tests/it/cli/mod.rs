//! The built program, run as people run it.

mod analyse;
mod backups;
mod banks;
mod contests;
mod demo;
mod people;
mod program;
mod proofs;
mod refusals;
mod rules;
