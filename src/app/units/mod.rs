//! Units: bringing the tree in, searching it.
