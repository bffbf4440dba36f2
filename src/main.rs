//! The binary `thiluat`.

fn main() {}
