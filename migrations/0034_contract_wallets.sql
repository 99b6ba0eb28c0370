-- Wallets that are contracts (EIP-1271): the chain on which one signs, since at the same address of another chain there may
-- be somebody else's. NULL: a key signs, whatever the chain. Growth: as wallets.
ALTER TABLE wallets ADD COLUMN contract_chain BIGINT;
