//! Contracts of the live traits. Each is written once and runs on every backend.

mod attempt_cache;
mod fan_out;
mod leases;
mod limits;
mod scoreboards;
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
