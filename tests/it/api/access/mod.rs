//! Who may do what, held against the one table of routes (security.md 1, rows 22 and 23): every route of
//! staff is called by nobody, by a participant, by every role, and by staff of another unit.

mod bodies;
mod calls;
mod matrix;
mod others;
mod page;
mod rows;
mod world;
