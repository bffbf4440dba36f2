//! Scoreboards as people see them.

/// Rendered boards of this node.
#[derive(Default)]
pub struct Boards;

impl Boards {
    /// Forgets what was rendered.
    pub fn forget(&self) {}
}
