//! Pictures and papers that the platform hands out, drawn from plain data.

pub mod card;
