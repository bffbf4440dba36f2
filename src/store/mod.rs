//! The durable store: the truth.
