-- Fills a database with people (:people is their number), each a copy of the first person with one consent, one grant
-- and one family of refresh tokens of that person. One text for both engines; `substr` of a number above ten
-- digits writes it with leading zeros. Their subjects come in no order, as random ones do.

INSERT INTO users (id, sub, username, username_key, email, email_key, email_verified_at, claims, created_at, updated_at)
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :people)
SELECT 'usr_0000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2),
       'person-' || CAST(i * 2654435761 % 4294967296 AS TEXT),
       'person-' || CAST(i AS TEXT), 'person-' || CAST(i AS TEXT),
       'person-' || CAST(i AS TEXT) || '@example.test', 'person-' || CAST(i AS TEXT) || '@example.test',
       created_at, '{"name":"One of a Million","locale":"en-GB"}', created_at, updated_at
FROM numbers, (SELECT created_at, updated_at FROM users WHERE username_key = 'alice') AS alice;

INSERT INTO credentials (id, user_id, kind, secret, created_at, updated_at)
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :people)
SELECT 'crd_0000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2),
       'usr_0000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2),
       kind, secret, created_at, updated_at
FROM numbers, (SELECT kind, secret, created_at, updated_at FROM credentials) AS first;

INSERT INTO consents (id, issuer_id, user_id, client_id, organization_key, scopes, claims, resources, created_at, updated_at)
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :people)
SELECT 'cns_0000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2), issuer_id,
       'usr_0000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2),
       client_id, organization_key, scopes, claims, resources, created_at, updated_at
FROM numbers, (SELECT * FROM consents ORDER BY id LIMIT 1) AS first;

INSERT INTO grants (id, issuer_id, client_id, user_id, kind, scopes, resources, claims, acr, amr, auth_time, sid, created_at, expires_at)
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :people)
SELECT 'grt_0000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2), issuer_id, client_id,
       'usr_0000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2),
       kind, scopes, resources, claims, acr, amr, auth_time, sid, created_at, expires_at
FROM numbers, (SELECT * FROM grants ORDER BY id LIMIT 1) AS first;

INSERT INTO refresh_families (id, grant_id, client_id, key_sealed, generation, created_at, rotated_at, idle_expires_at, expires_at)
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :people)
SELECT 'fam_0000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2),
       'grt_0000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2),
       client_id, key_sealed, generation, created_at, rotated_at, idle_expires_at, expires_at
FROM numbers, (SELECT * FROM refresh_families ORDER BY id LIMIT 1) AS first;
