// What the suites of signing in by e-mail stand on: a mail server, Signet that sends through it, and Chromium.
import { after, before } from "node:test";
import { launch } from "./chromium.mjs";
import { Signet } from "./signet.mjs";
import { SmtpSink } from "./smtp.mjs";

/** Begun before the tests of the suite that calls it, and gone after them, with these features besides; `prepare` gets
 * Signet before they begin. */
export function mailSignIn({ settings = {}, features = [], prepare = async () => {} } = {}) {
  const running = {};
  before(async () => {
    running.sink = await SmtpSink.start();
    running.signet = await Signet.prepare({ settings: { ...running.sink.settings(), ...settings } });
    await running.signet.enable("mail_sign_in", ...features);
    await running.signet.serve();
    await prepare(running.signet);
    running.browser = await launch();
  });
  after(async () => {
    await running.browser?.close();
    await running.signet?.stop();
    await running.signet?.remove();
    await running.sink?.stop();
  });
  return running;
}
