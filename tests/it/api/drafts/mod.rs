//! Contests that are still being written, packages and templates, over HTTP on both databases.

mod access;
mod keeping;
mod managed;
mod packages;
mod publishing;
mod rehearsing;
mod templates;
mod text;
mod world;
