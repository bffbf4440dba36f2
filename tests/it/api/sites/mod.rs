//! What other sites have of a contest: who may show it, what they read, whom links bring.

mod allowed;
mod feeds;
mod links;
mod shares;
mod widget;
mod world;
