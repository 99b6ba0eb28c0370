//! What `serve` does before the first request, and while it serves.
