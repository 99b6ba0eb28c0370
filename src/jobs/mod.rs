//! Background work: the claim loop and one file per job.
