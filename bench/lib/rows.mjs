// The rows of `make bench`: what is asked of Signet, and the parts of the machine's limits that its answer is made of.
import { Browser } from "../../tests/e2e/support/browser.mjs";
import { appWalk, passkeyWalk, signUpWalk } from "./methods.mjs";
import { API } from "./signet.mjs";

/**
 * Parts have the names that `limits once` prints; `route` is the bare axum route. `people`: the row is measured with a
 * million people in the database too. `methods`: on a Signet of its own (methods.mjs), and only this program.
 */
export const ROWS = [
  { name: "discovery", parts: { route: 1 }, plan: (signet) => signet.discoveryPlan() },
  { name: "jwks", parts: { route: 1 }, plan: () => ({ mode: "fixed", path: "/jwks" }) },
  {
    name: "client_credentials RS256",
    parts: { route: 1, rs256_sign: 1 },
    plan: (signet) => signet.credentialsPlan(signet.machine, API.rs256),
  },
  {
    name: "client_credentials ES256",
    parts: { route: 1, es256_sign: 1 },
    plan: (signet) => signet.credentialsPlan(signet.machine, API.es256),
  },
  {
    name: "client_credentials opaque",
    parts: { route: 1, commit_share_of_16: 1 },
    people: true,
    plan: (signet) => signet.credentialsPlan(signet.machine, API.opaque),
  },
  {
    // Two requests, ID token and access token; session, consent, grant, code, user read; grant, code, spent, family written.
    name: "code flow, session exists",
    parts: { route: 2, rs256_sign: 1, es256_sign: 1, read: 5, commit_share_of_16: 4 },
    people: true,
    plan: (signet) => signet.codePlan(signet.web),
  },
  {
    name: "refresh, rotating",
    parts: { route: 1, rs256_sign: 1, es256_sign: 1, read: 1, commit_share_of_16: 1 },
    people: true,
    plan: (signet) => signet.refreshPlan(signet.web),
  },
  {
    name: "refresh, no rotation",
    parts: { route: 1, rs256_sign: 1, es256_sign: 1, read: 1 },
    plan: (signet) => signet.refreshAgainPlan(signet.webNoRotation),
  },
  {
    name: "userinfo",
    // The tokens come again within seconds: they are verified, and only the person is read.
    parts: { route: 1, read: 1 },
    people: true,
    plan: (signet) => signet.userinfoPlan(signet.web),
  },
  {
    // As at userinfo, nothing is read any more.
    name: "introspection, opaque",
    parts: { route: 1 },
    people: true,
    plan: (signet) => signet.introspectionPlan(signet.machine, API.opaque),
  },
  {
    name: "introspection, JWT",
    parts: { route: 1 },
    people: true,
    plan: (signet) => signet.introspectionPlan(signet.machine, API.rs256),
  },
  {
    // The page, its form with the decision, and the way back; consent read and written, grant and code written.
    name: "consent, session exists",
    parts: { route: 3, read: 6, commit_share_of_16: 4 },
    people: true,
    walkers: async (signet, count) => {
      const browsers = await Promise.all(Array.from({ length: count }, async () => (await signet.signedIn(signet.web)).browser));
      return (number) => signet.authorize(browsers[number], signet.web, { more: { prompt: "consent" } });
    },
  },
  {
    name: "password sign-in",
    parts: { argon2id: 1, route: 4, commit_share_of_16: 5, read: 6 },
    people: true,
    walkers: (signet) => () => signet.authorize(new Browser(), signet.web, { person: signet.person() }),
  },
  {
    // Page, options, answer; the challenge spent, the passkey read and written, the session and the code.
    name: "passkey sign-in",
    parts: { route: 3, es256_verify: 1, commit_share_of_16: 4, read: 6 },
    methods: true,
    walkers: (signet) => passkeyWalk(signet),
  },
  {
    // A password, then six digits.
    name: "password and app sign-in",
    parts: { argon2id: 1, route: 3, commit_share_of_16: 6, read: 9 },
    methods: true,
    walkers: (signet) => appWalk(signet),
  },
  {
    // Address, mail sent by SMTP, code, details with a password, consent.
    name: "sign-up with mail",
    parts: { argon2id: 1, route: 5, commit_share_of_16: 12, read: 12 },
    methods: true,
    walkers: (signet) => signUpWalk(signet),
  },
  {
    name: "code flow with sign-in",
    parts: { argon2id: 1, route: 5, rs256_sign: 1, es256_sign: 1, commit_share_of_16: 7, read: 8 },
    people: true,
    walkers: (signet) => async () => {
      const code = await signet.authorize(new Browser(), signet.web, { person: signet.person() });
      await signet.exchange(signet.web, code);
    },
  },
];
