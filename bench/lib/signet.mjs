// A Signet of the bench: the server of tests/e2e with the clients and APIs that the rows use.
import { ALICE, MACHINE, WEB } from "../../tests/e2e/support/people.mjs";
import { cpuOf, cpuOfFamily, memoryOf } from "./process.mjs";
import { Provider } from "./provider.mjs";

const POSTMASTER = Number(process.env.SIGNET_TEST_POSTGRES_PID);
export const API = { rs256: "https://rs256.example.test", es256: "https://es256.example.test", opaque: "https://opaque.example.test" };

/** The support module reads SIGNET_BIN when it is loaded; each binary gets a copy of that module. */
async function serverOf(binary) {
  process.env.SIGNET_BIN = binary;
  const { Signet } = await import(`../../tests/e2e/support/signet.mjs?${encodeURIComponent(binary)}`);
  return Signet;
}

export class BenchSignet extends Provider {
  /**
   * Serves already, with its clients made. `prepareDatabase` may add to the database while the server is down; `host`
   * is that of the issuer; `features` are switched on.
   */
  static async start({ name, binary, engine, settings, prepareDatabase, host, features = [] }) {
    const provider = new BenchSignet();
    const Server = await serverOf(binary);
    Object.assign(provider, { name, engine, person: () => ALICE, server: await Server.prepare({ engine, settings }) });
    if (host) provider.server.moveTo(host);
    try {
      await provider.#forgetUnknownSettings();
      if (features.length > 0) await provider.server.enable(...features);
      provider.version = (await provider.server.cli("--version")).trim();
      await provider.server.serve();
      await provider.#setUp();
      await provider.server.stop();
      await prepareDatabase?.(provider);
      const from = performance.now();
      await provider.server.serve();
      provider.startTime = performance.now() - from;
      provider.idle = provider.memory();
    } catch (error) {
      await provider.end();
      throw error;
    }
    return provider;
  }

  /** An older binary does not know every setting of the tests: those that it refuses by name are taken away. */
  async #forgetUnknownSettings() {
    const said = await this.server.cli("config", "check").catch((error) => `${error.stdout}${error.stderr}`);
    for (const [, name] of said.matchAll(/\(from (SIGNET__\w+)\)\n\s+problem: there is no such key/g)) {
      delete this.server.environment[name];
    }
  }

  async #setUp() {
    const { server } = this;
    const resource = (audience, ...flags) => server.json("resource", "create", audience, ...flags);
    await resource(API.rs256, "--format", "jwt", "--alg", "RS256");
    await resource(API.es256, "--format", "jwt", "--alg", "ES256");
    await resource(API.opaque, "--format", "opaque");
    await server.createUser(ALICE.username, ALICE.password, ALICE.claims);
    this.web = await server.createClient(WEB);
    this.webES256 = await server.createClient({ ...WEB, client_name: "ES256", id_token_signed_response_alg: "ES256" });
    this.webNoRotation = await server.createClient({ ...WEB, client_name: "No rotation", rotate_refresh_tokens: false });
    this.machine = await server.createClient({ ...MACHINE, allowed_resources: Object.values(API) });
    // Consent, a grant and a family of refresh tokens, for whoever copies them.
    this.first = (await this.signedIn(this.web)).tokens[0];
  }

  get issuer() {
    return this.server.issuer;
  }

  get directory() {
    return this.server.directory;
  }

  get databaseUrl() {
    return this.server.environment.SIGNET__DATABASE__URL;
  }

  cpu() {
    return { server: cpuOf(this.server.child.pid), database: this.engine === "postgres" ? cpuOfFamily(POSTMASTER) : 0 };
  }

  memory(what) {
    return memoryOf(this.server.child.pid, what);
  }

  async end() {
    await this.server.kill();
    await this.server.remove();
  }
}
