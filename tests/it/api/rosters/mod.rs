//! Class lists become participants with codes, and codes become slips of paper.

mod slips;
mod taking;
