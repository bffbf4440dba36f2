//! Templates of contests that units keep and share.

use super::StoreError;
use crate::domain::{ContestTemplate, TemplateBank, TemplateId, UnitId};
use async_trait::async_trait;

/// Templates of contests.
#[async_trait]
pub trait Templates {
    /// Keeps a new template with its banks.
    async fn add_template(
        &mut self,
        template: &ContestTemplate,
        banks: &[TemplateBank],
    ) -> Result<(), StoreError>;
    /// The template of that id.
    async fn template(&mut self, id: TemplateId) -> Result<Option<ContestTemplate>, StoreError>;
    /// The banks that come with it.
    async fn template_banks(&mut self, id: TemplateId) -> Result<Vec<TemplateBank>, StoreError>;
    /// Templates that staff of a unit may begin from, newest first, at most so many: those of the unit
    /// and of the units below it, and what units above it and the platform share. Without a unit: all.
    async fn templates_for(
        &mut self,
        unit: Option<UnitId>,
        limit: i64,
    ) -> Result<Vec<ContestTemplate>, StoreError>;
    /// Removes a template; false: it was not there.
    async fn remove_template(&mut self, id: TemplateId) -> Result<bool, StoreError>;
}
