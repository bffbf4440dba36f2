//! The services that tests are given, by the variables that name them.

use std::time::Duration;
use thiluat::entropy::{OsEntropy, token};

/// How long a step of Redis may take in tests: a test machine that is busy is no reason to give it
/// up.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Where one Redis is.
pub fn redis_url() -> Option<String> {
    service_url("TEST_REDIS_URL")
}

/// Where a Redis Cluster is.
pub fn redis_cluster_url() -> Option<String> {
    service_url("TEST_REDIS_CLUSTER_URL")
}

/// A key prefix that no other test has.
pub fn own_prefix() -> String {
    format!("test-{}", token(&OsEntropy, b"0123456789abcdef", 16))
}

/// The address that a variable names.
///
/// # Panics
/// If it names none and `REQUIRE_SERVICES` is 1.
fn service_url(variable: &str) -> Option<String> {
    let url = std::env::var(variable).ok();
    if url.is_none() {
        let required = std::env::var("REQUIRE_SERVICES").is_ok_and(|value| value == "1");
        assert!(!required, "{variable} is not set, and REQUIRE_SERVICES=1");
        println!("skipped: {variable} is not set");
    }
    url
}
