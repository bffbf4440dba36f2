//! Sessions, codes, staff sign-in, the permission table.
