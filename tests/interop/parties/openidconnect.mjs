// The Rust crate `openidconnect`; ../openidconnect.rs walks, compiled as an example of the package `signet-bench`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { request } from "../../e2e/support/http.mjs";
import { AFTER_LOGOUT, REDIRECT, WEB, elsewhere } from "./common.mjs";

export const name = "openidconnect";
export async function version() {
  const lock = await readFile(new URL("../../../Cargo.lock", import.meta.url), "utf8");
  return /name = "openidconnect"\nversion = "([^"]+)"/.exec(lock)[1];
}

export async function walk(party) {
  const program = process.env.OPENIDCONNECT ?? "target/debug/examples/interop_openidconnect";
  const discovered = await request("GET", `${party.issuer}/.well-known/openid-configuration`);
  const facts = {
    issuer: party.issuer,
    redirect_uri: REDIRECT,
    after_logout: AFTER_LOGOUT,
    name: party.person.claims.name,
    end_session_endpoint: JSON.parse(discovered.text).end_session_endpoint,
  };
  if (!party.registering) {
    const { client_id, client_secret } = await party.client(WEB);
    Object.assign(facts, { client_id, client_secret });
  }
  await elsewhere(party, program, [], {}, {
    facts: async () => facts,
    // RFC 7592 section 2.2: everything that is to stay is sent again.
    "add post_logout_redirect_uri": async (uri) => {
      const { text } = await party.manage("GET", party.registered);
      const metadata = { ...JSON.parse(text), post_logout_redirect_uris: [uri] };
      for (const gone of ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"]) {
        delete metadata[gone];
      }
      const answer = await party.manage("PUT", party.registered, metadata);
      assert.equal(answer.status, 200, answer.text);
      // The access token may have been replaced.
      Object.assign(party.registered, JSON.parse(answer.text));
      return {};
    },
  });
}
