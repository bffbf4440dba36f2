//! Question banks: questions in and out.
