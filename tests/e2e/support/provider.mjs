// node oidc-provider as somebody else's provider: its own pages, without a script, on which one is whoever one presses.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";
import { freePort } from "./signet.mjs";

const CLIENT = { id: "signet", secret: "a secret between two providers" };

export class OtherProvider {
  /** `people` by what they are called on its page: the claims of each. */
  static async start({ people, host = "127.0.0.1", port } = {}) {
    const other = new OtherProvider();
    other.people = people;
    other.port = port ?? (await freePort());
    other.issuer = `http://${host}:${other.port}`;
    other.client = CLIENT;
    other.seen = [];
    other.callbacks = [];
    return other;
  }

  /** The arguments of `signet upstream create NAME`. */
  async creation(signet, name, ...more) {
    const secret = await signet.file(`${name}.secret`, this.client.secret);
    this.callbacks.push(`${signet.issuer}/sign-in/upstream/${name}/callback`);
    return [
      "upstream", "create", name, "--issuer", this.issuer, "--client-id", this.client.id, "--client-secret-file", secret,
      ...more,
    ];
  }

  async listen() {
    const by = new Map(Object.values(this.people).map((claims) => [claims.sub, claims]));
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: this.client.id,
          client_secret: this.client.secret,
          redirect_uris: this.callbacks,
          grant_types: ["authorization_code"],
          response_types: ["code"],
        },
      ],
      cookies: { keys: [randomBytes(32).toString("hex")] },
      pkce: { required: () => true },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => by.get(sub) }),
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "given_name", "preferred_username"] },
      // What it knows stands in the ID token, as with most providers.
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    });
    provider.on("server_error", (_, error) => console.error(error));
    const answer = provider.callback();
    this.server = createServer((request, response) => {
      if (!request.url.startsWith("/interaction/")) return answer(request, response);
      this.interact(provider, request, response).catch((error) => {
        console.error(error);
        response.writeHead(500).end(String(error));
      });
    });
    await new Promise((done) => this.server.listen(this.port, "127.0.0.1", done));
  }

  async interact(provider, request, response) {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    const pressed = new URL(request.url, this.issuer).searchParams.get("as");
    if (prompt.name === "consent") {
      const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
      grant.addOIDCScope(params.scope);
      return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
    }
    if (pressed === "nobody") {
      const error = { error: "access_denied", error_description: "End-User aborted interaction" };
      return provider.interactionFinished(request, response, error);
    }
    if (pressed === "refused") {
      const error = { error: "not_on_duty", error_description: "Nobody signs in at this hour" };
      return provider.interactionFinished(request, response, error);
    }
    if (pressed) {
      return provider.interactionFinished(request, response, { login: { accountId: this.people[pressed].sub } });
    }
    this.seen.push({ ...params });
    const { pathname } = new URL(request.url, this.issuer);
    const all = [...Object.keys(this.people), "nobody", "refused"];
    const links = all.map((one) => `<p><a id="as-${one}" href="${pathname}?as=${one}">${one}</a>`);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang=en><title>The other provider</title><h1>Who are you?</h1>${links.join("")}`);
  }

  async stop() {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}
