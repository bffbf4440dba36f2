//! Live state: caches and fan-out that can be thrown away at any instant.
