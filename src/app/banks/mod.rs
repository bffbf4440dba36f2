//! Question banks: questions in and out, found, counted, looked at and changed by the thousand.

mod bulk;
mod contents;
mod drawable;
mod export;
mod facets;
mod import;
mod list;
mod make;
mod quality;
mod search;
mod shelf;
mod stored;
mod supply;

pub use bulk::{BulkDone, BulkSet};
pub use contents::BankContents;
pub(in crate::app) use contents::as_draft;
pub(in crate::app) use drawable::{Drawable, TWO_PEOPLE, Verdicts, drawable, drawable_of};
pub use export::BankExportError;
pub use facets::{Facets, FindingFacet, KindFacet, LawFacet, LevelFacet, StatusFacet, TopicFacet};
pub use import::{
    BadBank, BankImport, BankImportError, BankImported, BankTaken, PlacedDraft, ReadImport,
};
pub(in crate::app) use import::{bank_to_fill, is_bank_code};
pub use list::{BankLine, BankList, StatusCounts};
pub use make::{BankCard, BankChange};
pub use quality::{AlikePair, KeyLetter, Quality, QualityFinding};
pub(in crate::app) use search::citation;
pub use search::{QuestionLine, QuestionList, QuestionQuery};
pub use shelf::QuestionUse;
pub(in crate::app) use shelf::{Item, Shelf, figures, told, use_of};
pub(in crate::app) use stored::version;
pub use supply::{CellSupply, Feasibility, Supply, SupplyCell, SupplyLaw, SupplyRow};
