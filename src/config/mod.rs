//! Settings: an embedded, commented default, a file, the environment.
