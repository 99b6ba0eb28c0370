// The web apps of ../apps, one for each library.
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { fileOf } from "../walk.mjs";
import { TOOLS, installed, source } from "./common.mjs";
import { FLASK, PYTHON } from "./printed.mjs";
import { spring } from "./spring.mjs";
import { mcp, mcpWithoutScope } from "./mcp.mjs";
import * as oauth2_proxy from "./oauth2-proxy.mjs";
import { webApp } from "./webapp.mjs";

/** The version that a go.mod names. */
const goModule = (name, folder = "go") => async () => {
  const text = await readFile(source(`${folder}/go.mod`), "utf8");
  return new RegExp(`\\s${name.replaceAll("/", "\\/")} v([^\\s]+)`).exec(text)[1];
};
const goApp = (facts) => webApp({
  needs: "go",
  command: () => [join(TOOLS, "go", facts.name.split("/").at(-1))],
  environment: ({ port }) => ({ LISTEN: `127.0.0.1:${port}` }),
  ...facts,
});
const nodeApp = (facts) => webApp({
  version: () => installed(facts.package ?? facts.name),
  command: () => [process.execPath, source(`node/${facts.file ?? facts.name}.mjs`)],
  ...facts,
});
/** The page's program under node, which takes its port from PORT. */
const nodePage = { file: "app.mjs", command: () => [process.execPath, "app.mjs"] };
const pythonApp = (facts) => webApp({
  version: async () =>
    (await promisify(execFile)(PYTHON, ["-c", `from importlib.metadata import version; print(version("${facts.package ?? facts.name}"))`])).stdout.trim(),
  command: () => [PYTHON, source(`python/${facts.file}`)],
  ...facts,
});

export const APPS = [
  goApp({
    name: "go-oidc",
    version: goModule("github.com/coreos/go-oidc/v3"),
    recipe: "go",
    printed: {
      file: "main.go",
      beside: { "go.mod": await readFile(source("go/go.mod"), "utf8"), "go.sum": await readFile(source("go/go.sum"), "utf8") },
      command: () => ["go", "run", "-mod=mod", "."],
    },
    more: (url) => ({ backchannel_logout_uri: `${url}/backchannel-logout` }),
  }),
  goApp({
    name: "zitadel",
    version: goModule("github.com/zitadel/oidc/v3"),
    recipe: "go",
    lacks: ["told"],
  }),
  goApp({
    name: "cap",
    version: goModule("github.com/hashicorp/cap"),
    recipe: "go",
    lacks: ["refresh", "told", "log out"],
  }),
  nodeApp({ name: "authjs", package: "@auth/core", recipe: "authjs", lacks: ["told"], printed: { ...nodePage, open: "/auth/signin" } }),
  nodeApp({ name: "passport", package: "passport-openidconnect", recipe: "passport", lacks: ["refresh", "told"], printed: nodePage }),
  nodeApp({ name: "express-openid-connect", recipe: "express", printed: { ...nodePage, ready: "/logout" } }),
  pythonApp({
    name: "mozilla-django-oidc",
    file: "django_party.py",
    recipe: "django",
    lacks: ["told"],
    environment: async ({ port, party, client }) => {
      const folder = join(party.signet.directory, `django-${port}`);
      await mkdir(folder);
      for (const name of ["settings.py", "signet_logout.py"]) {
        await writeFile(join(folder, name), fileOf(client.configuration, name));
      }
      return { PRINTED: folder, DATABASE: join(folder, "app.db") };
    },
  }),
  pythonApp({ name: "requests-oauthlib", file: "requests_oauthlib_party.py", recipe: "requests-oauthlib", lacks: ["told"], printed: FLASK }),
  pythonApp({
    name: "Authlib in FastAPI",
    package: "authlib",
    file: "fastapi_party.py",
    recipe: "fastapi",
    lacks: ["told"],
    printed: { file: "app.py", command: (port) => [PYTHON, "-m", "uvicorn", "app:app", "--port", String(port)] },
  }),
  spring,
  oauth2_proxy,
  mcp,
  mcpWithoutScope,
];
