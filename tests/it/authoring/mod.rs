//! Use cases of those who make a contest and of those who register for it, on both databases.

mod banks;
mod contests;
mod locked;
mod office;
mod participants;
mod public_view;
mod returning;
mod staff;
mod tenants;
mod units;
