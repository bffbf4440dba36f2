//! Templates: contests to begin others from, shipped with the product or shared by a unit with the units
//! below it. Whoever begins from one gets a copy.

mod list;
mod make;
mod shipped;
mod take;

pub use list::TemplateLine;
pub use make::TemplateNew;
