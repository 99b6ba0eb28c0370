// Sign-in with Ethereum in Chromium, with a wallet that stands in for window.ethereum: ethers signs, and npm siwe reads
// and checks the message as an app would. A contract's node stands in for one of the chain: ethers reads what it is asked.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { Interface, Wallet, recoverAddress } from "ethers";
import { SiweMessage } from "siwe";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { mailSignIn } from "./support/mail-sign-in.mjs";
import { code, next } from "./support/mails.mjs";
import { ALICE } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";
import { deviceOf } from "./support/wallet.mjs";

const ERC_1271 = new Interface(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);

/** A node that knows one contract, which signs as its owner does, with a mark of its own before it. */
async function nodeOf(contract, owner) {
  const answer = ({ method, params: [{ to, data }] }) => {
    assert.equal(method, "eth_call");
    if (to !== contract.toLowerCase()) return { result: "0x" };
    const [hash, signature] = ERC_1271.decodeFunctionData("isValidSignature", data);
    const isOwners = signature.startsWith("0x02") && recoverAddress(hash, `0x${signature.slice(4)}`) === owner;
    if (!isOwners) return { error: { code: 3, message: "execution reverted" } };
    return { result: ERC_1271.encodeFunctionResult("isValidSignature", ["0x1626ba7e"]) };
  };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const asked = JSON.parse(text);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id: asked.id, ...answer(asked) }));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

describe("wallets", () => {
  let signet;
  let browser;
  let node;
  const owner = Wallet.createRandom();
  const contract = {
    address: Wallet.createRandom().address,
    signMessage: async (text) => `0x02${(await owner.signMessage(text)).slice(2)}`,
  };
  before(async () => {
    node = await nodeOf(contract.address, owner.address);
    signet = await Signet.prepare({
      settings: {
        SIGNET__ETHEREUM__CONTRACT_WALLETS: "true",
        SIGNET__ETHEREUM__NODES: `[{ chain = 1, url = "http://127.0.0.1:${node.address().port}" }]`,
        SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.1/32",
      },
    });
    await signet.enable("ethereum");
    await signet.serve();
    await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
    node?.close();
  });

  const device = (wallet, how) => deviceOf(browser, wallet, how);
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

  test("a wallet that is a contract is asked on its chain, and signs in", async () => {
    const own = await device(contract);
    await withPassword(own.page);
    await own.page.goto(`${signet.issuer}/account/security/wallet`);
    await own.page.click("#wallet-button");
    await own.page.getByText("The wallet is added.").waitFor();
    const phone = await device(contract);
    await pressed(phone.page);
    await phone.page.waitForURL("**/account");
    const thief = await device({ address: contract.address, signMessage: (text) => Wallet.createRandom().signMessage(text) });
    await pressed(thief.page);
    await thief.page.getByText("This signature does not hold.").waitFor();
    await inspect(thief.page, "sign-in-contract-not-signed");
    for (const one of [own, phone, thief]) await one.page.context().close();
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

describe("accounts that are made by a wallet", () => {
  const running = mailSignIn({
    settings: { SIGNET__SIGN_UP__MODE: "open", SIGNET__ETHEREUM__SIGN_UP: "true" },
    features: ["ethereum"],
  });

  async function pressed(wallet) {
    const { page } = await deviceOf(running.browser, wallet);
    await page.goto(`${running.signet.issuer}/login`);
    await page.click("#wallet-button");
    return page;
  }

  test("the address is proven, the wallet is said to be one's own, and signs in from then on", async () => {
    const wallet = Wallet.createRandom();
    const page = await pressed(wallet);
    await page.waitForURL("**/sign-up?*");
    assert.ok((await page.textContent("#wallet")).includes(wallet.address), "with its checksum");
    await inspect(page, "sign-up-wallet");
    const before = running.sink.mails.length;
    await page.fill("#email", "grace@example.test");
    await page.click("#sign-up-send");
    await page.waitForSelector("#mail-number");
    await page.fill("#code", code(await next(running.sink, before, "grace@example.test")));
    await page.click("#code-submit");
    await page.waitForSelector("#sign-up-submit");
    assert.ok((await page.textContent("#way-in")).includes(wallet.address));
    await inspect(page, "sign-up-details-wallet");
    await page.click("#sign-up-submit");
    await page.waitForSelector("#way-in-mine-error");
    await inspect(page, "sign-up-details-wallet-unsaid");
    await page.check("#way-in-mine");
    await page.click("#sign-up-submit");
    await page.waitForURL("**/account");
    const later = await pressed(wallet);
    await later.waitForURL("**/account");
    for (const one of [page, later]) await one.context().close();
  });
});
