// Sign-in with Ethereum in Chromium, with a wallet that stands in for window.ethereum: ethers signs, and npm siwe reads
// and checks the message as an app would. A contract's node stands in for one of the chain: ethers reads what it is asked.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { Interface, Wallet, recoverAddress, toUtf8String } from "ethers";
import { SiweMessage } from "siwe";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { ALICE } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

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
