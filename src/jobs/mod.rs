//! Work that runs by itself, on one node at a time.
