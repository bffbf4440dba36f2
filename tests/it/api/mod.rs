//! The contract over HTTP, on both databases: sitting a paper, and every way to cheat at it.

mod bank;
mod boards;
mod desk;
mod freeze;
mod imports;
mod leaks;
mod media;
mod rules;
mod saving;
mod sites;
mod starting;
mod story;
mod submitting;
