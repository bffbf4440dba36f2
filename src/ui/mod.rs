//! The embedded web application.
