// Every mail that there is, by a real mail server, read by Python's `email`, its links followed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { html, link, read, text } from "./support/mails.mjs";
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

async function until(what, condition) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${what} did not happen`);
}

/** What every mail must be. */
function sound(mail, address) {
  assert.deepEqual(mail.defects, [], mail.headers.subject);
  assert.equal(mail.type, "multipart/alternative");
  assert.deepEqual(mail.parts.map((part) => [part.type, part.charset]), [["text/plain", "utf-8"], ["text/html", "utf-8"]]);
  for (const name of ["from", "to", "subject", "date", "message-id", "mime-version", "content-type", "auto-submitted"]) {
    assert.equal(mail.names.filter((one) => one === name).length, 1, `${name} in ${mail.names}`);
  }
  assert.deepEqual(mail.names.filter((name) => /^(list-|bcc|cc|received|return-path)/.test(name)), []);
  assert.deepEqual(mail.from, [["Northwind", "no-reply@northwind.example"]]);
  assert.deepEqual(mail.to, [["", address]]);
  assert.equal(mail.headers["auto-submitted"], "auto-generated");
  assert.match(mail.headers["message-id"], /^<evt_[0-9A-Z]{26}@northwind\.example>$/);
  assert.ok(Math.abs(Date.parse(mail.date) - Date.now()) < 300_000, mail.date);
  assert.ok(mail.longest <= 998, `a line of ${mail.longest}`);
  assert.doesNotMatch(html(mail), /<script|<img|https?:\/\/(?!127\.0\.0\.1)/);
}

for (const engine of ENGINES) {
  describe(`mail on ${engine}`, () => {
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
        all.forEach((mail, at) => sound(mail, sink.mails[at].to));
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
        notices.forEach((mail, at) => sound(mail, sink.mails[8 + at].to));
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
