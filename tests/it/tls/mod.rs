//! TLS served by Signet itself, on real sockets: versions and suites, new certificates, and what
//! goes wrong on a connection.

mod connections;
mod reload;
mod server;
mod versions;
