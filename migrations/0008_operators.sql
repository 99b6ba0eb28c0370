-- An organization that is deleted takes what was granted and agreed for it along: found without a walk
-- through the tables.
CREATE INDEX grants_organization ON grants (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX sessions_organization ON sessions (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX consents_organization ON consents (organization_key);
