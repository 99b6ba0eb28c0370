-- When the address of somebody who has no account yet was proven. Growth as before: the row of the proof.
ALTER TABLE mail_proofs ADD COLUMN proven_at BIGINT;
