-- The web origins of each client (CORS): a request with an Origin costs one look here, however many
-- clients there are. The rows of clients that are there already are written right after this script.
CREATE TABLE client_origins (
    origin TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    PRIMARY KEY (origin, client_id)
);
CREATE INDEX client_origins_client ON client_origins (client_id);
