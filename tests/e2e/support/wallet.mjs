// A wallet that stands in for window.ethereum.
import { toUtf8String } from "ethers";
import { person } from "./chromium.mjs";

/** A fresh browser with this wallet, in each of its tabs; `announced` where it does not take window.ethereum (EIP-6963). */
export async function deviceOf(browser, wallet, { chain = "0x1", announced = false, refuses = false } = {}) {
  const page = await person(browser);
  const signed = [];
  await page.context().exposeFunction("walletRequest", async ({ method, params }) => {
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
