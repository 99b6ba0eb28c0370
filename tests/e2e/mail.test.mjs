// Every kind of mail that there is, in every language, by a real mail server, read by Python's `email`; links followed.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { html, link, page, read, text } from "./support/mails.mjs";
import { ENGINES } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";
import { SmtpSink } from "./support/smtp.mjs";

const PEOPLE = [
  { username: "alice", locale: "en-GB", subject: "Choose a new password for Northwind", dir: "ltr", lang: "en" },
  { username: "grete", locale: "de", subject: "Neues Passwort für Northwind wählen", dir: "ltr", lang: "de" },
  { username: "amal", locale: "ar-EG", subject: "اختر كلمة مرور جديدة لدى ⁨Northwind⁩", dir: "rtl", lang: "ar" },
  { username: "yuki", locale: "ja-JP", subject: "Northwindの新しいパスワードを設定してください", dir: "ltr", lang: "ja" },
];
const PASSWORD = "a password that was chosen by link";
const LANGUAGES = readdirSync(new URL("../../templates/locales/", import.meta.url)).sort();

/** The kinds of mail that docs/mail.md says can be laid out. */
function documented() {
  const row = readFileSync(new URL("../../docs/mail.md", import.meta.url), "utf8").match(/^\| `KIND\.html`.*?that of one: (.*)\|$/m);
  return [...row[1].matchAll(/`(\w+)`/g)].map(([, kind]) => kind).sort();
}

async function until(what, condition) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${what} did not happen`);
}

/** What every mail to `address` must be. */
function sound(mail, address, issuer, what = mail.headers.subject) {
  assert.deepEqual(mail.defects, [], what);
  assert.equal(mail.type, "multipart/alternative");
  assert.deepEqual(mail.parts.map((part) => [part.type, part.charset]), [["text/plain", "utf-8"], ["text/html", "utf-8"]]);
  for (const { encoding } of mail.parts) assert.match(encoding, /^(7bit|base64|quoted-printable)$/, what);
  for (const name of ["from", "to", "subject", "date", "message-id", "mime-version", "content-type", "auto-submitted"]) {
    assert.equal(mail.names.filter((one) => one === name).length, 1, `${name} in ${mail.names}`);
  }
  assert.deepEqual(mail.names.filter((name) => /^(list-|bcc|cc|received|return-path)/.test(name)), []);
  assert.deepEqual(mail.from, [["Northwind", "no-reply@northwind.example"]]);
  assert.deepEqual(mail.to, [["", address]]);
  assert.equal(mail.headers["auto-submitted"], "auto-generated");
  assert.match(mail.headers["message-id"], /^<evt_[0-9A-Z]{26}@northwind\.example>$/);
  assert.ok(Math.abs(Date.parse(mail.date) - Date.now()) < 300_000, mail.date);
  assert.ok(mail.headers.subject.length > 0 && !mail.headers.subject.includes("=?"), mail.headers.subject);
  assert.equal(mail.headers.subject, page(mail).title, what);
  const links = new Set(page(mail).links);
  assert.deepEqual([...links].filter((link) => new URL(link).origin !== issuer), [], what);
  assert.deepEqual(new Set(text(mail).match(/\b[a-z]+:\/\/\S+|mailto:\S+/g)), links, `${what}: both parts lead to the same`);
  assert.doesNotMatch(html(mail), /<script|<img/);
}

describe("the reader of mails", () => {
  const head = ["From: a@example.com", "To: b@example.com", "Date: Fri, 15 Jan 2027 08:00:00 +0000", "Subject: x"];
  const plain = (body, ...more) => [...head, "MIME-Version: 1.0", ...more, "", body].join("\r\n");
  const typed = (type, encoding) => [`Content-Type: ${type}; charset=utf-8`, `Content-Transfer-Encoding: ${encoding}`];
  const whole = [plain("fine", ...typed("text/plain", "7bit")), plain("<p>fine<br></p>", ...typed("text/html", "7bit"))];
  const broken = {
    "InvalidBase64": plain("Zm9", ...typed("text/plain", "base64")),
    "codec can't decode": plain("=FF", ...typed("text/plain", "quoted-printable")),
    "a line of 999 bytes": plain("x".repeat(999), ...typed("text/plain", "7bit")),
    "a byte beyond 7bit": plain("\u00fc", ...typed("text/plain", "8bit")),
    "a line end of its own": plain("x\ny", ...typed("text/plain", "7bit")),
    "CloseBoundaryNotFound": plain("--b\r\n\r\nx", "Content-Type: multipart/alternative; boundary=b"),
    "to: InvalidHeader": plain("x", ...typed("text/plain", "7bit")).replace("b@example.com", "b@@example.com"),
    "</p> ends nothing": plain("<b></p>", ...typed("text/html", "7bit")),
    "<b> is not ended": plain("<b>", ...typed("text/html", "7bit")),
  };

  test("finds what is wrong with one", async () => {
    assert.deepEqual((await read(whole)).map((mail) => mail.defects), [[], []]);
    const found = await read(Object.values(broken));
    Object.keys(broken).forEach((fault, at) => {
      assert.ok(found[at].defects.some((defect) => defect.toLowerCase().includes(fault.toLowerCase())), `${fault}: ${found[at].defects}`);
    });
  });
});

for (const engine of ENGINES) {
  describe(`mail on ${engine}`, () => {
    test("every kind of mail is whole in every language", async () => {
      const sink = await SmtpSink.start();
      const signet = await Signet.prepare({ engine, settings: sink.settings() });
      // A link in the foot of each mail.
      signet.environment.SIGNET__BRANDING__SUPPORT_URL = `${signet.issuer}/help`;
      try {
        await signet.cli("migrate", "up");
        const counts = new Map();
        // What a mail says does not depend on the engine.
        for (const language of engine === ENGINES[0] ? LANGUAGES : ["en", "ar"]) {
          const before = sink.mails.length;
          const sent = await signet.json("mail", "samples", "ada@northwind.example", "--language", language);
          assert.deepEqual(sent.map((one) => one.kind).sort(), documented());
          const mails = await read(sink.mails.slice(before).map((mail) => mail.raw));
          assert.equal(mails.length, sent.length);
          for (const [at, mail] of mails.entries()) {
            const what = `${sent[at].kind} in ${language}`;
            sound(mail, "ada@northwind.example", signet.issuer, what);
            const { lang, dir, links } = page(mail);
            assert.deepEqual([lang, dir], [language, language === "ar" ? "rtl" : "ltr"], what);
            assert.ok(links.includes(`${signet.issuer}/help`), what);
            const count = counts.get(sent[at].kind) ?? links.length;
            assert.equal(links.length, count, `${what} has other links`);
            counts.set(sent[at].kind, count);
          }
        }
        // The button and the address in full, or no link at all, beside the one in the foot.
        assert.deepEqual([...new Set(counts.values())].sort(), [1, 3]);
        const names = sink.mails.map((mail) => mail.raw.match(/^Message-ID: (.*)$/m)[1].trim());
        assert.equal(new Set(names).size, names.length, "each mail has a Message-ID of its own");
      } finally {
        await signet.remove();
        await sink.stop();
      }
    });

    test("links are mailed in the person's language, followed, and what they did is told", async () => {
      const sink = await SmtpSink.start();
      const signet = await Signet.prepare({ engine, settings: sink.settings() });
      try {
        await signet.serve("--demo", "--setup-mail", "boss@northwind.example");
        await until("the setup link", () => sink.mails.length === 1);
        for (const { username, locale } of PEOPLE) await signet.createUser(username, "some password for now", { locale });
        for (const { username } of PEOPLE) await signet.json("user", "password-link", username, "--mail");
        await signet.json("demo", "link", "--mail");
        await signet.json("mail", "test", "somebody@northwind.example", "--queue");
        const direct = await signet.json("mail", "test", "direct@northwind.example", "--language", "ar");
        assert.deepEqual(direct, { answer: "250 2.0.0 taken", driver: "smtp", state: "sent" });
        await until("eight mails", () => sink.mails.length === 8);
        const all = await read(sink.mails.map((mail) => mail.raw));
        all.forEach((mail, at) => sound(mail, sink.mails[at].to, signet.issuer));
        const to = (address) => all.find((mail) => mail.to[0][1] === address);

        for (const { username, subject, dir, lang } of PEOPLE) {
          const mail = to(`${username}@example.test`);
          assert.equal(mail.headers.subject, subject);
          assert.match(html(mail), new RegExp(`<html lang="${lang}" dir="${dir}">`));
          assert.equal(html(mail).split(`href="${link(mail)}"`).length, 3, "the button and the address in full");
          const browser = new Browser();
          // Whoever looks at links before people do spends nothing.
          for (let looks = 0; looks < 3; looks += 1) await new Browser().open(link(mail));
          await browser.open(link(mail));
          await browser.press("password-submit", { password: PASSWORD, password_again: PASSWORD });
          assert.equal(browser.location.pathname, "/password/done", browser.describe());
        }
        await until("four notices", () => sink.mails.length === 12);
        const notices = await read(sink.mails.slice(8).map((mail) => mail.raw));
        const expected = ["Your Northwind password was changed", "Ihr Passwort bei Northwind wurde geändert", "تغيّرت كلمة مرورك لدى ⁨Northwind⁩", "Northwindのパスワードが変更されました"];
        assert.deepEqual(notices.map((mail) => mail.headers.subject).sort(), expected.sort());
        notices.forEach((mail, at) => sound(mail, sink.mails[8 + at].to, signet.issuer));
        assert.ok(notices.every((mail) => link(mail) === undefined));

        const demo = all.find((mail) => mail.headers.subject === "Sign in to Northwind");
        const browser = new Browser();
        await browser.open(link(demo));
        await browser.press("login-submit");
        assert.equal(browser.location.pathname, "/playground");
        const setup = new Browser();
        await setup.open(link(to("boss@northwind.example")));
        assert.equal(setup.page.status, 200);
        assert.match(text(to("direct@northwind.example")), /البريد يعمل/);

        const listed = await signet.json("mail", "list");
        assert.deepEqual([...new Set(listed.map((one) => one.state))], ["sent"]);
        assert.ok(!JSON.stringify(listed).includes("@"));
        const secrets = [...all, ...notices].map(link).filter(Boolean).map((address) => address.split("token=")[1]);
        for (const secret of secrets) assert.ok(!signet.output.includes(secret), "a link in the log");
        assert.ok(!signet.output.includes("@example.test"), "an address in the log");
      } finally {
        await signet.remove();
        await sink.stop();
      }
    });
  });
}
