//! Use cases: what a person or a job can do.
