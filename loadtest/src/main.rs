//! Drives a running platform from outside.

fn main() {}
