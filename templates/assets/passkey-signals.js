// Tells the browser which passkeys are of use here, so that it offers no others, and what the account is called by now.
// Browsers that do not know these signals are told nothing, and nothing is missing.
"use strict";
(() => {
  const told = document.getElementById("passkey-signals");
  const able = window.PublicKeyCredential;
  if (!told || !able) return;
  const { rpId, unknown, user, accepted, name, displayName } = told.dataset;
  const signal = (what, facts) => {
    if (typeof able[what] !== "function") return;
    able[what]({ rpId, ...facts }).catch(() => {});
  };
  if (unknown) signal("signalUnknownCredential", { credentialId: unknown });
  if (user) {
    const all = accepted.split(" ").filter((one) => one);
    signal("signalAllAcceptedCredentialIds", { userId: user, allAcceptedCredentialIds: all });
    signal("signalCurrentUserDetails", { userId: user, name, displayName });
  }
})();
