//! Several nodes over one store.

mod contest;
mod disturbed;
