-- Fills a database with sign-ins of two days ago whose code nobody redeemed (:codes is their number): each is a grant
-- that ended after 15 minutes and a code that is kept no longer. One text for both engines.

INSERT INTO grants (id, issuer_id, client_id, user_id, kind, scopes, resources, claims, acr, amr, auth_time, sid, created_at, expires_at, purge_at)
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :codes)
SELECT 'grt_1000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2), issuer_id, client_id, user_id,
       kind, scopes, resources, claims, acr, amr, auth_time, sid, created_at - 172800, created_at - 171900, created_at - 86340
FROM numbers, (SELECT * FROM grants ORDER BY id LIMIT 1) AS first;

INSERT INTO codes (hash, grant_id, client_id, redirect_uri, code_challenge, created_at, expires_at)
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :codes)
SELECT CAST(i * 2654435761 % 4294967296 AS TEXT) || substr(CAST(10000000000 + i AS TEXT), 2),
       'grt_1000000000000000' || substr(CAST(10000000000 + i AS TEXT), 2),
       client_id, 'http://127.0.0.1:9/callback', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
       created_at - 172800, created_at - 172740
FROM numbers, (SELECT client_id, created_at FROM grants ORDER BY id LIMIT 1) AS first;
