//! Group commit on SQLite; the same promises on PostgreSQL where they make sense.
