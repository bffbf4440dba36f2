//! Contracts of the durable store. Each is written once and runs on both databases.

mod answer_log;
mod attempts;
mod audit;
mod banks;
mod contests;
mod crowds;
mod desk;
mod durability;
mod laws;
mod out_of_reach;
mod participants;
mod questions;
mod results;
mod rounds;
mod rules;
mod schema;
mod sessions;
mod settings;
mod sites;
mod staff;
mod transactions;
mod units;
mod world;
mod writer;
