//! Drives a running platform from outside, over HTTP and WebSocket, and holds what it
//! acknowledged against a ledger. Shares no code with the server.

pub mod batches;
pub mod bench;
pub mod client;
pub mod crowd;
pub mod disk;
pub mod drive;
pub mod figure;
pub mod floor;
pub mod growth;
pub mod histogram;
pub mod ledger;
pub mod material;
pub mod meter;
pub mod people;
pub mod platform;
pub mod process;
pub mod rounds;
pub mod scenario;
pub mod services;
pub mod settings;
pub mod sitting;
pub mod stopwatch;
pub mod table;
pub mod torture;
pub mod verify;
