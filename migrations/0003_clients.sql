-- What belongs to the operator of clients and APIs. One text for both engines.

-- Members of a client that registered itself, as its operator set them: a JSON object by their
-- registered names. What the client registers later is held to it (RFC 7592 §2.2). Grows by a value for
-- each member that the operator named, in the row of the client.
ALTER TABLE clients ADD COLUMN operator_set TEXT NOT NULL DEFAULT '{}';

-- Which scopes of an API clients may ask people for that registered themselves: a JSON array; NULL where
-- the API is not open to them. Grows with the API's own list.
ALTER TABLE resource_servers ADD COLUMN open_scopes TEXT;
-- What a request for the API without scope asks for: a JSON array.
ALTER TABLE resource_servers ADD COLUMN default_scopes TEXT NOT NULL DEFAULT '[]';
