//! SQL and nothing else: one file per table family, free functions over `&mut Conn`.
