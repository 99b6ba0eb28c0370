// Auth0's express-openid-connect: sign-in, refresh, logout at Signet, back-channel logout.
import { randomBytes } from "node:crypto";
import express from "express";
import oidc from "express-openid-connect";
import session from "express-session";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, APP_URL, PORT } = process.env;
const app = express();
app.use(oidc.auth({
  issuerBaseURL: ISSUER,
  baseURL: APP_URL,
  clientID: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  secret: randomBytes(32).toString("hex"),
  authRequired: false,
  // Without this it asks for the implicit flow.
  authorizationParams: { response_type: "code", scope: "openid profile email" },
  idpLogout: true,
  // Where it keeps which sessions are over.
  backchannelLogout: { store: new session.MemoryStore() },
}));
app.get("/", (request, response) => response.send("Outside"));
const told = async (request, response) => response.json({
  id_token: request.oidc.idTokenClaims,
  userinfo: await request.oidc.fetchUserInfo(),
  access_token: request.oidc.accessToken.access_token,
});
app.get("/me", (request, response) => (request.oidc.isAuthenticated() ? told(request, response) : response.status(401).json({})));
app.get("/refresh", async (request, response) => {
  await request.oidc.accessToken.refresh();
  await told(request, response);
});
app.listen(Number(PORT), "127.0.0.1");
