//! Running a contest: people, time and attempts that are given, monitor, announcements, incidents, tables.

mod announcements;
mod exclusion;
mod grants;
mod monitor;
mod people;
mod tables;
mod world;
