-- When somebody last got what may be shown for a further factor (an app, recovery codes, a passkey, a wallet, codes by text,
-- an identity), also if it is gone again: nothing so fresh stands for a mailbox that was lost. NULL: never, or before this
-- column; the rows that are there tell their age themselves. Growth: as users.
ALTER TABLE users ADD COLUMN factor_added_at BIGINT;
