//! The tree of units over HTTP: looked through, changed, merged, brought in, and asked into.

mod importing;
mod registering;
mod tree;
pub mod world;
