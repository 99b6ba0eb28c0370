// The peer's state: maps in memory without bounds. Its own adapter keeps a thousand entries and forgets the rest.

const entries = new Map();
const grants = new Map(); // the keys of what hangs from each grant
const uids = new Map();

export class MemoryAdapter {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, payload) {
    const key = `${this.model}:${id}`;
    entries.set(key, payload);
    if (payload.uid && this.model === "Session") uids.set(payload.uid, key);
    if (payload.grantId) {
      if (!grants.has(payload.grantId)) grants.set(payload.grantId, new Set());
      grants.get(payload.grantId).add(key);
    }
  }

  async find(id) {
    return entries.get(`${this.model}:${id}`);
  }

  async findByUid(uid) {
    return entries.get(uids.get(uid));
  }

  async findByUserCode() {
    return undefined; // the device grant is off
  }

  async consume(id) {
    entries.get(`${this.model}:${id}`).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    const key = `${this.model}:${id}`;
    grants.get(entries.get(key)?.grantId)?.delete(key);
    entries.delete(key);
  }

  async revokeByGrantId(grantId) {
    for (const key of grants.get(grantId) ?? []) entries.delete(key);
    grants.delete(grantId);
  }
}
