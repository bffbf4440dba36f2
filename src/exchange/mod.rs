//! Question files and unit lists, in and out: one format a file, formatting only.
