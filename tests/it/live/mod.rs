//! Contracts of the live traits, each written once and run on every backend; the hub and sockets.

mod cache;
mod fan_out;
mod hub;
mod leases;
mod limits;
mod redis;
mod scoreboards;
mod session;
mod stand_in;
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

            #[tokio::test]
            async fn redis() {
                if let Some(world) = crate::live::world::World::redis().await {
                    super::$name(world).await;
                }
            }

            #[tokio::test]
            async fn cluster() {
                if let Some(world) = crate::live::world::World::cluster().await {
                    super::$name(world).await;
                }
            }
        }
    )*};
}
use contracts;
