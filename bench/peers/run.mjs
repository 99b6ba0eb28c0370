// Measures Signet beside node-oidc-provider: the same requests, row by row in turn, and prints the ratios.
//   node bench/peers/run.mjs [WORD…]    only the rows whose names have one of the words; then no page is written
import { generateKeyPairSync, sign } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { CONNECTIONS, measure } from "../lib/load.mjs";
import { headerOf } from "../lib/provider.mjs";
import { API, BenchSignet } from "../lib/signet.mjs";
import { median, number, table } from "../lib/table.mjs";
import { Peer } from "./peer.mjs";

const WORDS = process.argv.slice(2);
const ENGINE = process.env.BENCH_ENGINE ?? "sqlite";
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const WARM_UP = 2;

const ROWS = [
  { name: "discovery", plan: (provider) => provider.discoveryPlan() },
  { name: "client_credentials opaque", plan: (provider) => provider.credentialsPlan(provider.machine, API.opaque) },
  { name: "introspection, opaque", plan: (provider) => provider.introspectionPlan(provider.machine, API.opaque) },
  { name: "userinfo", plan: (provider) => provider.userinfoPlan(provider.web) },
  { name: "refresh, rotating", plan: (provider) => provider.refreshPlan(provider.web) },
  { name: "refresh, equal signatures", plan: (provider) => provider.refreshPlan(provider.webEqual) },
  { name: "refresh, ES256, equal signatures", plan: (provider) => provider.refreshPlan(provider.webES256) },
  { name: "code flow, session exists", plan: (provider) => provider.codePlan(provider.web) },
  { name: "code flow, equal signatures", plan: (provider) => provider.codePlan(provider.webEqual) },
  { name: "code flow, ES256, equal signatures", plan: (provider) => provider.codePlan(provider.webES256) },
].filter(({ name }) => WORDS.length === 0 || WORDS.some((word) => name.includes(word)));

// Ctrl-C ends the children too; what fails by that cleans up.
process.once("SIGINT", () => {});
let signet;
let peer;
try {
  signet = await BenchSignet.start({ name: "Signet", binary: process.env.SIGNET_BIN, engine: ENGINE });
  signet.webEqual = signet.web;
  const accessToken = signet.first.access_token;
  const claims = await signet.userinfo(accessToken);
  const accessTokenAlg = headerOf(accessToken)?.alg;
  if (!accessTokenAlg) throw new Error("Signet's access token is no JWT: the rows of equal signatures would not be equal");
  peer = await Peer.start({ claims, accessTokenAlg });
  const signatures = await checkEqual(claims);

  const found = new Map(ROWS.map(({ name }) => [name, { signet: [], peer: [] }]));
  for (const row of ROWS) for (const provider of [peer, signet]) await measure(provider, row, WARM_UP);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const row of ROWS) {
      for (const [who, provider] of Object.entries({ signet, peer })) {
        const result = await measure(provider, row, SECONDS);
        result.cost = result.cpu + result.database;
        found.get(row.name)[who].push(result);
        console.log(`${row.name}, ${provider.name}: ${result.rate.toFixed(0)}/s, ${result.cost.toFixed(1)} µs CPU`);
      }
    }
  }
  const page = report(found, signatures);
  console.log(`\n${page}`);
  if (WORDS.length === 0) writeFileSync(new URL("../../docs/performance-peers.md", import.meta.url), page);
} finally {
  await peer?.end();
  await signet?.end();
}

/** That both answer alike: the same claims, and signatures where the rows say so. Tells which token is signed how. */
async function checkEqual(claims) {
  const lines = [];
  for (const name of ["web", "webEqual", "webES256"]) {
    const algorithms = [];
    for (const provider of [signet, peer]) {
      const [tokens] = (await provider.signedIn(provider[name])).tokens;
      if (!tokens.refresh_token) throw new Error(`${provider.name} gave ${name} no refresh token`);
      algorithms.push([tokens.id_token, tokens.access_token].map((token) => headerOf(token)?.alg ?? "opaque"));
      if (name === "web" && !isDeepStrictEqual(await provider.userinfo(tokens.access_token), claims)) {
        throw new Error(`${provider.name} tells other claims at userinfo`);
      }
    }
    const [ours, theirs] = algorithms;
    if (name !== "web" && !isDeepStrictEqual(ours, theirs)) throw new Error(`${name}: ${ours} and ${theirs} are not equal`);
    lines.push([name === "web" ? "as each comes" : name === "webEqual" ? "equal signatures" : "ES256, equal signatures", ...ours, ...theirs]);
  }
  return lines;
}

/** CPU microseconds of one RSA signature of 2048 bits, and of one on P-256, by Node's OpenSSL. */
function signatureCosts() {
  const message = Buffer.alloc(700, "x");
  const cost = (key) => {
    const before = process.cpuUsage();
    for (let times = 0; times < 1000; times += 1) sign("sha256", message, key);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  return {
    rs256: cost(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey),
    es256: cost(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey),
  };
}

function report(found, signatures) {
  const rows = [...found].map(([name, { signet: ours, peer: theirs }]) => {
    const of = (list, what) => median(list.map((one) => one[what]));
    // Round by round, so that the range shows how far the ratio can be trusted.
    const range = (what) => ours.map((one, round) => one[what] / theirs[round][what]).sort((a, b) => a - b);
    const told = (what) => {
      const list = range(what);
      return `${median(list).toFixed(2)} (${list[0].toFixed(2)}–${list.at(-1).toFixed(2)})`;
    };
    return [name, number(of(ours, "rate")), number(of(theirs, "rate")), told("rate"),
      number(of(ours, "cost"), 1), number(of(theirs, "cost"), 1), told("cost")];
  });
  const { rs256, es256 } = signatureCosts();
  return `# Beside node-oidc-provider

Made by \`make bench-peers\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0].model.trim()}), ${signet.version} on ${ENGINE}, node-oidc-provider ${peer.version} on Node ${process.version}, ${ROUNDS} rounds of ${SECONDS} s in turn, medians.${process.env.BENCH_NOTE ? `\n**${process.env.BENCH_NOTE}**` : ""}
Signet keeps its state in a durable database; the peer is one process with its state in memory, without bounds. Both get the same requests from the same driver (one wrk thread, ${CONNECTIONS} connections) on the same cores, have RSA keys of 2048 bits and P-256, and answer with the same claims. CPU is user and system of the server for each request${ENGINE === "postgres" ? ", PostgreSQL's processes included" : ""}. Ratios are Signet to the peer, with the lowest and highest round: more requests and less CPU are better.

${table(["request", "Signet/s", "peer/s", "ratio of requests/s", "Signet CPU µs", "peer CPU µs", "ratio of CPU"], rows)}

How the tokens of a code flow and of a refresh are signed:

${table(["rows", "Signet: ID token", "access token", "peer: ID token", "access token"], signatures)}

One signature costs ${rs256.toFixed(0)} µs (RS256) and ${es256.toFixed(0)} µs (ES256) of CPU here, by Node's OpenSSL.
`;
}
