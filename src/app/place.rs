//! What the settings of an installation tell use cases.

/// Where an installation stands and what it asks of its staff.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// Scheme and host under which people reach it, without a slash at the end.
    pub address: String,
    /// Whether every member of staff needs a second factor.
    pub second_factor_required: bool,
}

impl Place {
    /// The whole address of a page, whose path begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}
