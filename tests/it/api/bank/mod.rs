//! The question bank over HTTP: writing, reviewing, laws, finding, counting, and what rounds draw.

mod banks;
mod drawing;
mod finding;
mod laws;
mod reviewing;
mod statistics;
pub mod world;
mod writing;
