// Asks a wallet to sign the message that we write, and sends the signature in a form. Without this script the form stays
// hidden, and nothing is missing.
"use strict";
(() => {
  const form = document.getElementById("wallet-form");
  const problem = document.getElementById("wallet-problem");
  if (!form) return;
  let busy = false;
  /** Wallets that say that they are there (EIP-6963); one that has taken window.ethereum need not (EIP-1193). */
  const announced = [];
  window.addEventListener("eip6963:announceProvider", (event) => announced.push(event.detail.provider));
  window.dispatchEvent(new Event("eip6963:requestProvider"));

  function say(what) {
    const text = what && form.dataset[what];
    problem.textContent = text || "";
    problem.hidden = !text;
  }
  const hex = (text) => "0x" + Array.from(new TextEncoder().encode(text), (one) => one.toString(16).padStart(2, "0")).join("");

  async function sign() {
    const wallet = window.ethereum || announced[0];
    if (!wallet) return "none";
    const [address] = await wallet.request({ method: "eth_requestAccounts" });
    const chain = Number(await wallet.request({ method: "eth_chainId" }));
    const asked = new URL(form.dataset.options, location.href);
    asked.searchParams.set("address", address);
    asked.searchParams.set("chain", chain);
    const answer = await fetch(asked, { headers: { Accept: "application/json" } });
    if (answer.status === 422) return "chain";
    if (!answer.ok) return "failed";
    const { message, sealed } = await answer.json();
    form.elements.namedItem("signature").value = await wallet.request({ method: "personal_sign", params: [hex(message), address] });
    form.elements.namedItem("sealed").value = sealed;
    const remember = document.getElementById("remember");
    const kept = form.elements.namedItem("remember");
    if (remember && kept) kept.value = remember.checked ? "yes" : "";
    HTMLFormElement.prototype.submit.call(form);
    return null;
  }
  document.getElementById("wallet-button").addEventListener("click", async () => {
    if (busy) return;
    busy = true;
    say(null);
    // EIP-1193: its person said no.
    const what = await sign().catch((error) => (error.code === 4001 ? "cancelled" : "failed"));
    if (what) {
      busy = false;
      say(what);
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) busy = false;
  });
  form.hidden = false;
})();
