// Auth.js (@auth/express over @auth/core), as its own guides have it: the person from the ID token, refresh by the jwt
// callback, and a logout that goes on to Signet.
import { ExpressAuth, getSession } from "@auth/express";
import express from "express";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, APP_URL, PORT } = process.env;
const RENEW = new Set();

/** https://authjs.dev/guides/refresh-token-rotation */
async function renewed(token) {
  const answer = await fetch(`${ISSUER}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: token.refresh_token }),
  });
  const tokens = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(tokens));
  return { ...token, access_token: tokens.access_token, refresh_token: tokens.refresh_token ?? token.refresh_token };
}

const config = {
  trustHost: true,
  secret: process.env.AUTH_SECRET,
  providers: [{
    id: "signet",
    name: "Signet",
    type: "oidc",
    issuer: ISSUER,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
  }],
  callbacks: {
    async jwt({ token, account, profile }) {
      if (account) {
        const { access_token, refresh_token, id_token } = account;
        return { ...token, id: profile.sub, access_token, refresh_token, id_token, profile };
      }
      return RENEW.delete(token.id) ? renewed(token) : token;
    },
    session: ({ session, token }) => ({ ...session, ...token }),
  },
};

const app = express();
app.set("trust proxy", true);
// Express 4 has the path "/auth/*" here.
app.use("/auth", ExpressAuth(config));
app.get("/", (request, response) => response.send("Outside"));

/** A page with the form that Auth.js wants to be posted, with its token against forgery. */
const form = (action) => async (request, response) => {
  const answer = await fetch(`${APP_URL}/auth/csrf`, { headers: { cookie: request.headers.cookie ?? "" } });
  const { csrfToken } = await answer.json();
  for (const cookie of answer.headers.getSetCookie()) response.append("set-cookie", cookie);
  const { pathname, back } = action;
  response.send(`<form method="post" action="${pathname}"><input type="hidden" name="csrfToken" value="${csrfToken}">
    <input type="hidden" name="callbackUrl" value="${APP_URL}${back(request)}"><button id="go">Go</button></form>`);
};
app.get("/login", form({ pathname: "/auth/signin/signet", back: () => "/me" }));
app.get("/logout", async (request, response) => {
  const { id_token } = await getSession(request, config);
  response.cookie("hint", id_token, { httpOnly: true });
  return form({ pathname: "/auth/signout", back: () => "/goodbye" })(request, response);
});
app.get("/goodbye", (request, response) => {
  const hint = /(?:^|; )hint=([^;]*)/.exec(request.headers.cookie ?? "")?.[1];
  response.clearCookie("hint");
  const query = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: `${APP_URL}/` });
  response.redirect(`${ISSUER}/logout?${query}`);
});
const me = async (request, response) => {
  const session = await getSession(request, config);
  if (!session) return response.status(401).json({});
  // What Auth.js shows the app: all of it from the ID token.
  response.json({ id_token: session.profile, userinfo: session.user, access_token: session.access_token });
};
app.get("/me", me);
app.get("/refresh", async (request, response) => {
  RENEW.add((await getSession(request, config)).id);
  // The session's cookie is written by Auth.js's own address.
  const answer = await fetch(`${APP_URL}/auth/session`, { headers: { cookie: request.headers.cookie } });
  for (const cookie of answer.headers.getSetCookie()) response.append("set-cookie", cookie);
  const session = await answer.json();
  response.json({ id_token: session.profile, userinfo: session.user, access_token: session.access_token });
});
app.listen(Number(PORT), "127.0.0.1");
