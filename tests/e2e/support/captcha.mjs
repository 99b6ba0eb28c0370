// A captcha service that stands in for Turnstile: its script on the page, and where its answers are looked at.
import { createServer } from "node:http";

/** Where its script comes from. */
const SCRIPT = "https://challenges.cloudflare.com/**";
/** What the widget of a person answers. */
const PERSON = "a person";

/** Begun, with the settings by which Signet asks it. `away`: it answers nobody. */
export async function captchaService() {
  const service = { away: false, asked: 0 };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      service.asked += 1;
      if (service.away) return response.writeHead(503).end();
      const success = new URLSearchParams(body).get("response") === PERSON;
      const told = success ? { success } : { success, "error-codes": ["invalid-input-response"] };
      return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(told));
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  service.settings = {
    SIGNET__CAPTCHA__DRIVER: "turnstile",
    SIGNET__CAPTCHA__SITE_KEY: "0x4AAA",
    SIGNET__CAPTCHA__SECRET: "sesame",
    SIGNET__CAPTCHA__VERIFY_URL: `http://127.0.0.1:${server.address().port}/siteverify`,
    SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.0/8",
  };
  service.stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return service;
}

/** Has this browser get the service's script, whose widget answers this; or nothing at all where it is null. */
export async function widget(page, answer = PERSON) {
  const script = `
    const answer = () => {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "cf-turnstile-response", value: ${JSON.stringify(answer)} });
      document.querySelector(".cf-turnstile").append(field);
    };
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", answer);
    else answer();`;
  await page.unroute(SCRIPT);
  await page.route(SCRIPT, (route) => (answer === null ? route.abort() : route.fulfill({ contentType: "text/javascript", body: script })));
}
