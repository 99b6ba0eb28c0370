//! Configuration: `signet.toml`, `SIGNET__SECTION__KEY`, command-line flags, in rising precedence.
