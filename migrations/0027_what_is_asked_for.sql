-- What may be asked for so often (GCRA): when everything that was taken will be worked off, in milliseconds. Growth as
-- before: one row a rule and key; 0 where failures are counted instead.
ALTER TABLE limits ADD COLUMN worked_off BIGINT NOT NULL DEFAULT 0;
