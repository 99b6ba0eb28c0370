//! The protocol endpoints, by their specifications.

mod stock_client;
