//! Whether a blueprint can be drawn, and from which questions.

mod candidates;
mod feasible;

pub use candidates::candidates;
pub use feasible::{CellCount, Demand, NotFeasible, check, demands};
