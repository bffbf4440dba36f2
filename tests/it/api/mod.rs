//! The contract over HTTP, on both databases: sitting a paper, and every way to cheat at it.

mod access;
mod bank;
mod boards;
mod desk;
mod drafts;
mod freeze;
mod imports;
mod leaks;
mod media;
mod rosters;
mod rules;
mod running;
mod saving;
mod sites;
mod staff;
mod starting;
mod story;
mod submitting;
mod units;
