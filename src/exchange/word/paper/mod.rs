//! From the lines of a paper to its questions. Nothing here knows XML or archives: what goes in is
//! text with looks, what comes out are drafts.
//!
//! 1. [`marks`] tells by its first words what a line is.
//! 2. [`sections`] cuts the paper into questions and collects the keys that stand apart.
//! 3. [`block`] reads one question: stem, options, key, explanation, citations.
//! 4. [`emphasis`] decides over the whole file whether bold, underline, colour, highlight or a star
//!    is the key.
//! 5. [`settle`] brings the sources of each key together and makes the draft.

pub(super) mod block;
pub(super) mod emphasis;
pub(super) mod key_list;
pub(super) mod letters;
pub(super) mod lines;
pub(super) mod marks;
mod options;
pub(super) mod sections;
pub(super) mod settle;
pub(super) mod tail;
pub(super) mod words;
