//! Staff over HTTP: signing in, second factors, invitations, ways back, who else there is, and what they
//! and other systems are told.

mod factor;
mod hooks;
mod inviting;
mod managing;
mod notices;
mod post;
mod recovering;
mod signing;
mod stepping;
mod world;
