-- Where a paused request came from in whose browser nobody is signed in: hashes of its address and of the network
-- around it, together with its class of size. Each place keeps so many; the oldest are given up. NULL once somebody
-- has signed in for it.
ALTER TABLE interactions ADD COLUMN place TEXT;
ALTER TABLE interactions ADD COLUMN network TEXT;
CREATE INDEX interactions_place ON interactions (place, id) WHERE place IS NOT NULL;
CREATE INDEX interactions_network ON interactions (network, id) WHERE network IS NOT NULL;
