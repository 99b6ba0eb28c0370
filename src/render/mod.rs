//! Templates, their contexts, translations and assets; knows nothing of HTTP.
