//! What the tables promise, on both engines.
