//! What is drawn on the spot from plain data, and kept nowhere: papers and pictures that the platform
//! hands out.

pub mod card;
pub mod pdf;
pub mod poster;
pub mod slips;
