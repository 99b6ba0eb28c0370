// Passkeys: makes one, or signs in with one by a button and from the browser's own list of names. What the browser
// answers goes to us in a form; without this script the form stays hidden, and nothing is missing.
"use strict";
(() => {
  // Whether the form of the password may say that a passkey could be made here.
  const able = document.getElementById("can-passkey");
  const platform = navigator.credentials && window.PublicKeyCredential && PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable;
  if (able && platform) {
    platform.call(PublicKeyCredential).then((is) => { able.value = is ? "yes" : ""; }, () => {});
  }

  const form = document.getElementById("passkey-form");
  const problem = document.getElementById("passkey-problem");
  if (!form || !window.PublicKeyCredential || !navigator.credentials) {
    if (problem && form) say("unsupported");
    return;
  }
  /** Challenges live for five minutes. */
  const RENEWED = 4 * 60 * 1000;
  let busy = false;
  let waiting = null;

  function say(what) {
    const text = what && form.dataset[what];
    problem.textContent = text || "";
    problem.hidden = !text;
  }
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(""))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  /** The options as the browser wants them: binary, and without what is not said. */
  function read(json) {
    const options = JSON.parse(json, (_, value) => (value === null ? undefined : value));
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of [options.allowCredentials, options.excludeCredentials]) {
      for (const one of list || []) one.id = bytes(one.id);
    }
    return options;
  }

  function send(credential, sealed) {
    const { response } = credential;
    const told = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      told.attestationObject = text(response.attestationObject);
      told.transports = response.getTransports ? response.getTransports() : [];
    } else {
      told.authenticatorData = text(response.authenticatorData);
      told.signature = text(response.signature);
      told.userHandle = response.userHandle ? text(response.userHandle) : null;
    }
    const answer = { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: told, clientExtensionResults: {} };
    form.elements.namedItem("sealed").value = sealed;
    const remember = document.getElementById("remember");
    if (remember) form.elements.namedItem("remember").value = remember.checked ? "yes" : "";
    post(answer);
  }
  function post(answer) {
    form.elements.namedItem("answer").value = JSON.stringify(answer);
    HTMLFormElement.prototype.submit.call(form);
  }
  function failed(error) {
    busy = false;
    say({ NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" }[error.name] || "failed");
  }
  /** What the browser is asked for; none where nobody is asked any more. */
  async function offered() {
    const response = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
    if (response.status >= 400 && response.status < 500) return;
    if (!response.ok) throw new Error("nothing is offered");
    return response.json();
  }

  async function create() {
    try {
      send(await navigator.credentials.create({ publicKey: read(form.dataset.create) }), form.dataset.sealed);
    } catch (error) {
      failed(error);
    }
  }
  async function get() {
    if (waiting) waiting.abort();
    try {
      const offer = await offered();
      // The page that follows says how things stand.
      if (!offer) return post({});
      send(await navigator.credentials.get({ publicKey: read(offer.public_key) }), offer.sealed);
    } catch (error) {
      failed(error);
      suggest();
    }
  }
  /** The browser offers passkeys among the names, until one is chosen or the button is pressed. */
  async function suggest() {
    const able = PublicKeyCredential.isConditionalMediationAvailable;
    if (!document.querySelector("input[autocomplete~=webauthn]") || !able || !(await able.call(PublicKeyCredential))) return;
    for (;;) {
      const mine = new AbortController();
      waiting = mine;
      const timer = setTimeout(() => mine.abort("renew"), RENEWED);
      try {
        const offer = await offered();
        if (!offer) return;
        const asked = { publicKey: read(offer.public_key), mediation: "conditional", signal: mine.signal };
        const credential = await navigator.credentials.get(asked);
        busy = true;
        return send(credential, offer.sealed);
      } catch {
        if (mine.signal.reason !== "renew") return;
      } finally {
        clearTimeout(timer);
      }
    }
  }

  const start = form.dataset.create ? create : get;
  document.getElementById("passkey-button").addEventListener("click", () => {
    if (busy) return;
    busy = true;
    say(null);
    start();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) busy = false;
  });
  form.hidden = false;
  if (start === get) suggest();
})();
