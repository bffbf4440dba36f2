//! What is printed: documents made on the spot from plain data, and kept nowhere.

pub mod pdf;
pub mod slips;
