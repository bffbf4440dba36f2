//! `thiluat-proof/1`: the public bundle of a closed round, and its verifier (algorithms.md 2).
//!
//! A bundle holds everything from which papers, marks, places and the lot of a round follow, and no
//! name. [`verify`] computes all of it again from the text of a bundle; a bundle of many attempts is
//! read in parts with a [`Verifier`]. Either names the first [`Difference`].

mod bundle;
mod material;
mod outside;
mod rows;
mod spot;
mod text;
mod verifier;

pub use bundle::{
    AttemptFile, AttemptRow, Bundle, Decision, FORMAT, LotPart, Participant, PublicKey, Question,
    ROWS_PER_FILE, ResponseRow, ResultPart, StandingPart, Voided,
};
pub use outside::{GivenReceipt, Outside};
pub use rows::Rows;
pub use spot::{Difference, Spot};
pub use text::{digest, read, read_rows};
pub use verifier::{Verified, Verifier};

/// Verifies a bundle that is one JSON file.
pub fn verify(text: &str, outside: &Outside) -> Result<Verified, Difference> {
    let bundle = read(text)?;
    let Some(attempts) = &bundle.attempts else {
        return Err(Difference::form("it has no attempts"));
    };
    if bundle.attempt_files.is_some() {
        return Err(Difference::form("attempt_files belong to a ZIP"));
    }
    let verifier = Verifier::new(&bundle, outside)?;
    let rows = verifier.rows(attempts)?;
    verifier.finish(vec![rows], &digest(text)?)
}
