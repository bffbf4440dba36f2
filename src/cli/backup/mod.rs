//! `thiluat backup` and `thiluat restore`: a ZIP with a consistent copy of the store and a manifest
//! that says what it is; the installation's key lies beside it, in a file of its own.

mod make;
mod manifest;
mod restore;

pub(super) use make::{BackupArgs, backup};
pub(super) use restore::{RestoreArgs, restore};

/// The copy of the store within the archive.
const STORE: &str = "thiluat.db";
/// The manifest within the archive.
const MANIFEST: &str = "manifest.json";
/// What the name of the key's file ends in.
const KEY: &str = ".key";
