//! The world outside: guarded HTTP client, remote keys, mail.
