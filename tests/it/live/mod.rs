//! Contracts of the live traits, each written once and run on every backend; the hub and sockets.

mod attempt_cache;
mod fan_out;
mod hub;
mod leases;
mod limits;
mod scoreboards;
mod session;
mod topics;
mod websocket;
mod world;

/// Makes a test of each contract on each backend: `contracts! { name_of_contract, … }`.
macro_rules! contracts {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn memory() {
                super::$name(crate::live::world::World::memory()).await;
            }
        }
    )*};
}
use contracts;
