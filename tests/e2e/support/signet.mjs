// Starts the real binary with a directory and a database of its own, and speaks to its command line.
//   SIGNET_BIN                 the binary
//   SIGNET_TEST_POSTGRES_URL   a server on which databases may be made; needed for the engine `postgres`
import { execFile, spawn } from "node:child_process";
import { randomBytes, webcrypto } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { request } from "./http.mjs";

// Node 18 has it, but not as a global.
globalThis.crypto ??= webcrypto;

const run = promisify(execFile);
const BINARY = resolve(process.env.SIGNET_BIN ?? "target/debug/signet");

// Below the ports that connections going out are given, and others in each process of tests: nobody else takes a port
// before its server listens, or while that is killed and starts again.
const FIRST = 11_000 + (process.pid % 75) * 100;
let taken = 0;

/** A port that nothing listens on. */
export async function freePort() {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = FIRST + (taken % 100);
    taken += 1;
    const server = createServer();
    const free = await new Promise((done) => {
      server.once("error", () => done(false));
      server.listen(port, "127.0.0.1", () => done(true));
    });
    if (!free) continue;
    await new Promise((done) => server.close(done));
    return port;
  }
  throw new Error(`no free port from ${FIRST} on`);
}

async function freshDatabase(engine, directory) {
  if (engine === "sqlite") return `sqlite:${join(directory, "signet.db")}`;
  const server = process.env.SIGNET_TEST_POSTGRES_URL;
  if (!server) throw new Error("SIGNET_TEST_POSTGRES_URL is not set");
  const name = `e2e_${randomBytes(6).toString("hex")}`;
  await run("psql", ["-q", "-d", server, "-c", `CREATE DATABASE ${name}`]);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export class Signet {
  /** Makes directory and database; nothing runs yet. */
  static async prepare({ engine = "sqlite", settings = {} } = {}) {
    const signet = new Signet();
    signet.engine = engine;
    signet.directory = await mkdtemp(join(tmpdir(), "signet-e2e-"));
    signet.port = await freePort();
    signet.issuer = `http://127.0.0.1:${signet.port}`;
    signet.output = "";
    signet.environment = {
      PATH: process.env.PATH,
      HOME: signet.directory,
      SIGNET__ISSUER__URL: signet.issuer,
      SIGNET__SERVER__LISTEN: `127.0.0.1:${signet.port}`,
      SIGNET__SERVER__METRICS_LISTEN: `127.0.0.1:${await freePort()}`,
      // One person signs in in many browsers here; tests/it/login/sessions.rs holds the limit.
      SIGNET__SESSION__MAX: "0",
      SIGNET__MAIL__WELCOME: "false",
      SIGNET__DATABASE__URL: await freshDatabase(engine, signet.directory),
      ...settings,
    };
    return signet;
  }

  /** Another host of this machine as issuer, before it serves: browsers make no passkeys for an address of digits. */
  moveTo(host) {
    this.issuer = `http://${host}:${this.port}`;
    this.environment.SIGNET__ISSUER__URL = this.issuer;
  }

  /** Switches features on before it serves: a server that runs sees them within a second, a test may be faster. */
  async enable(...features) {
    await this.cli("migrate", "up");
    for (const feature of features) await this.cli("feature", "enable", feature);
  }

  static async start(options) {
    const signet = await Signet.prepare(options);
    try {
      await signet.serve();
    } catch (error) {
      await signet.remove();
      throw error;
    }
    return signet;
  }

  /** Starts the server and waits until it says that it is ready. */
  async serve(...args) {
    const child = spawn(BINARY, ["serve", ...args], { cwd: this.directory, env: this.environment });
    this.child = child;
    this.exited = new Promise((done) => child.once("exit", (code, signal) => done(signal ?? code)));
    child.once("error", (error) => (this.output += `${error}\n`));
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (this.output += chunk));
    const until = Date.now() + 30_000;
    while (Date.now() < until) {
      if (child.exitCode !== null || child.pid === undefined) break;
      const answer = await request("GET", `${this.local ?? this.issuer}/health/ready`).catch(() => null);
      if (answer?.status === 200) return;
      await new Promise((done) => setTimeout(done, 20));
    }
    await this.kill();
    throw new Error(`${BINARY} serve did not become ready (exit code ${child.exitCode})\n${this.output}`);
  }

  /** kill -9: no handler runs, nothing is flushed. */
  async kill() {
    this.child?.kill("SIGKILL");
    return this.exited;
  }

  /** Asks it to finish; answers with its exit code, or the signal that ended it. */
  async stop() {
    this.child?.kill("SIGTERM");
    const late = setTimeout(() => this.child?.kill("SIGKILL"), 10_000);
    const how = await this.exited;
    clearTimeout(late);
    return how;
  }

  async remove() {
    if (this.child && this.child.exitCode === null) await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Runs a command beside the server. */
  async cli(...args) {
    const { stdout } = await run(BINARY, args, { cwd: this.directory, env: this.environment });
    return stdout;
  }

  async json(...args) {
    const text = await this.cli(...args, "--json");
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`not JSON from \`signet ${args.join(" ")} --json\`:\n${text}`);
    }
  }

  async file(name, content) {
    const path = join(this.directory, name);
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  }

  async createUser(username, password, claims = {}) {
    const secret = await this.file(`${username}.password`, password);
    const facts = await this.file(`${username}.claims.json`, claims);
    const email = `${username}@example.test`;
    return this.json("user", "create", username, "--email", email, "--password-file", secret, "--claims", facts);
  }

  /** From RFC 7591 metadata. */
  async createClient(metadata, ...flags) {
    const path = await this.file(`client-${randomBytes(4).toString("hex")}.json`, metadata);
    return this.json("client", "create", "--file", path, ...flags);
  }
}
