// Sign-in with Ethereum in Chromium, with a wallet that stands in for window.ethereum: ethers signs, and npm siwe reads
// and checks the message as an app would.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Wallet, toUtf8String } from "ethers";
import { SiweMessage } from "siwe";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { ALICE } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

describe("wallets", () => {
  let signet;
  let browser;
  before(async () => {
    signet = await Signet.prepare();
    await signet.enable("ethereum");
    await signet.serve();
    await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
  });

  /** A fresh browser with this wallet; `announced` where it does not take window.ethereum (EIP-6963). */
  async function device(wallet, { chain = "0x1", announced = false, refuses = false } = {}) {
    const page = await visitor(browser);
    const signed = [];
    await page.exposeFunction("walletRequest", async ({ method, params }) => {
      if (method === "eth_requestAccounts") return { result: [wallet.address.toLowerCase()] };
      if (method === "eth_chainId") return { result: chain };
      if (method !== "personal_sign") throw new Error(method);
      if (refuses) return { error: { code: 4001, message: "User rejected the request." } };
      const text = toUtf8String(params[0]);
      const signature = await wallet.signMessage(text);
      signed.push({ text, signature });
      return { result: signature };
    });
    await page.context().addInitScript((announced) => {
      const provider = {
        async request(asked) {
          const { result, error } = await window.walletRequest(asked);
          if (error) throw error;
          return result;
        },
      };
      if (!announced) return void (window.ethereum = provider);
      const detail = { info: { uuid: "1", name: "Example", icon: "data:,", rdns: "example" }, provider };
      window.addEventListener("eip6963:requestProvider", () =>
        window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail })),
      );
    }, announced);
    return { page, signed };
  }

  async function withPassword(page) {
    await page.goto(`${signet.issuer}/login`);
    await page.fill("#username", ALICE.username);
    await page.fill("#password", ALICE.password);
    await page.click("#login-submit");
    await page.waitForURL("**/account");
  }
  async function pressed(page) {
    await page.goto(`${signet.issuer}/login`);
    await page.click("#wallet-button");
  }
  const said = (page, text) => page.locator("#wallet-problem").getByText(text).waitFor();

  test("a wallet is added, signs in, and is removed; siwe understands what it signs", async () => {
    const wallet = Wallet.createRandom();
    const own = await device(wallet);
    await withPassword(own.page);
    await own.page.click("#security");
    await own.page.click("#add-wallet");
    await inspect(own.page, "new-wallet");
    await own.page.click("#wallet-button");
    await own.page.getByText("The wallet is added.").waitFor();
    assert.ok((await own.page.textContent("#wallet-1")).includes(wallet.address), "with its checksum");
    await inspect(own.page, "security-wallet");

    const phone = await device(wallet, { announced: true });
    await pressed(phone.page);
    await phone.page.waitForURL("**/account");
    for (const [{ text, signature }, statement] of [
      [own.signed[0], "Add this wallet to your account."],
      [phone.signed[0], "Sign in."],
    ]) {
      const message = new SiweMessage(text);
      assert.equal(message.toMessage(), text);
      assert.equal(message.statement, statement);
      assert.equal(message.uri, signet.issuer);
      const checked = await message.verify({ signature, domain: new URL(signet.issuer).host, nonce: message.nonce });
      assert.ok(checked.success);
    }
    assert.notEqual(new SiweMessage(own.signed[0].text).nonce, new SiweMessage(phone.signed[0].text).nonce);

    await own.page.click("#remove-wallet-1");
    await own.page.getByText("The wallet is removed.").waitFor();
    const later = await device(wallet);
    await pressed(later.page);
    await later.page.getByText("This wallet does not belong to any account here.").waitFor();
    await inspect(later.page, "sign-in-unknown-wallet");
    for (const one of [own, phone, later]) await one.page.context().close();
  });

  test("what goes wrong in the wallet is said in words, and the password stays", async () => {
    const wallet = Wallet.createRandom();
    const refusing = await device(wallet, { refuses: true });
    await pressed(refusing.page);
    await said(refusing.page, "Nothing was signed. Try again whenever you like.");
    await inspect(refusing.page, "sign-in-wallet-cancelled");
    const elsewhere = await device(wallet, { chain: "0x5" });
    await pressed(elsewhere.page);
    await said(elsewhere.page, "Your wallet is on a network that is not accepted here.");
    const none = await visitor(browser);
    await pressed(none);
    await said(none, "No wallet was found in this browser.");
    await withPassword(none);
    const plain = await visitor(browser, { javaScriptEnabled: false });
    await plain.goto(`${signet.issuer}/login`);
    assert.equal(await plain.isVisible("#wallet-button"), false);
    await withPassword(plain);
    await plain.goto(`${signet.issuer}/account/security/wallet`);
    assert.ok((await plain.textContent("body")).includes("Wallets need JavaScript"));
    for (const page of [refusing.page, elsewhere.page, none, plain]) await page.context().close();
  });
});
