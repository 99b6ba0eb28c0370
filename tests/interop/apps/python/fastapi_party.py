"""Authlib in FastAPI."""

import os
import secrets

import uvicorn
from authlib.integrations.starlette_client import OAuth
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.middleware.sessions import SessionMiddleware

ISSUER, APP_URL = os.environ["ISSUER"], os.environ["APP_URL"]
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=secrets.token_hex(32))
oauth = OAuth()
oauth.register(
    "signet",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=ISSUER + "/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
)
TOKENS = {}  # by session: more than a cookie holds


@app.get("/")
async def outside():
    return PlainTextResponse("Outside")


@app.get("/login")
async def login(request: Request):
    return await oauth.signet.authorize_redirect(request, APP_URL + "/callback")


@app.get("/callback")
async def callback(request: Request):
    request.session["id"] = secrets.token_hex(16)
    TOKENS[request.session["id"]] = await oauth.signet.authorize_access_token(request)
    return RedirectResponse("/me")


async def told(tokens):
    info = await oauth.signet.userinfo(token=tokens)
    return {"id_token": tokens["userinfo"], "userinfo": info, "access_token": tokens["access_token"]}


@app.get("/me")
async def me(request: Request):
    tokens = TOKENS.get(request.session.get("id"))
    return await told(tokens) if tokens else JSONResponse({}, 401)


@app.get("/refresh")
async def refresh(request: Request):
    old = TOKENS[request.session["id"]]
    new = await oauth.signet.fetch_access_token(grant_type="refresh_token", refresh_token=old["refresh_token"])
    TOKENS[request.session["id"]] = {**old, **new}
    return await told(TOKENS[request.session["id"]])


@app.get("/logout")
async def logout(request: Request):
    tokens = TOKENS.pop(request.session.pop("id"))
    return await oauth.signet.logout_redirect(request, post_logout_redirect_uri=APP_URL + "/", id_token_hint=tokens["id_token"])


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
