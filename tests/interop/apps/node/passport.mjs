// passport-openidconnect. It knows no PKCE, sends a nonce when told to, reads no discovery, and has no call for refresh
// and logout; the logout here is the address that any app can build.
import { randomBytes } from "node:crypto";
import express from "express";
import session from "express-session";
import passport from "passport";
import OpenIDConnectStrategy from "passport-openidconnect";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, APP_URL, PORT } = process.env;
passport.use("signet", new OpenIDConnectStrategy({
  issuer: ISSUER,
  authorizationURL: `${ISSUER}/authorize`,
  tokenURL: `${ISSUER}/token`,
  userInfoURL: `${ISSUER}/userinfo`,
  clientID: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  callbackURL: `${APP_URL}/oauth2/redirect`,
  scope: ["profile", "email"],
  nonce: true,
  // Otherwise the person has an id and nothing else.
  skipUserProfile: false,
}, (issuer, userinfo, fromIdToken, context, idToken, accessToken, refreshToken, answer, done) => {
  const claims = JSON.parse(Buffer.from(idToken.split(".")[1], "base64url"));
  done(null, { id_token: claims, userinfo: { sub: userinfo.id, name: userinfo.displayName }, access_token: accessToken, hint: idToken });
}));
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret: randomBytes(32).toString("hex"), resave: false, saveUninitialized: false }));
app.use(passport.session());
app.get("/", (request, response) => response.send("Outside"));
app.get("/login", passport.authenticate("signet"));
app.get("/oauth2/redirect", passport.authenticate("signet", { successRedirect: "/me", failureMessage: true }));
app.get("/me", (request, response) => response.status(request.user ? 200 : 401).json(request.user ?? {}));
app.get("/logout", (request, response, next) => {
  const query = new URLSearchParams({ id_token_hint: request.user.hint, post_logout_redirect_uri: `${APP_URL}/` });
  request.logout((error) => (error ? next(error) : response.redirect(`${ISSUER}/logout?${query}`)));
});
app.listen(Number(PORT), "127.0.0.1");
