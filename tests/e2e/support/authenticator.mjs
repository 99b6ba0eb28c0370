// Chromium's virtual authenticator: what a device has that unlocks by a finger.

/** That of a page, with these passkeys; what becomes of them, and whether it still knows its person's finger. */
export async function authenticatorOf(page, keys = []) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable", { enableUI: false });
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  for (const credential of keys) await cdp.send("WebAuthn.addCredential", { authenticatorId, credential });
  const verified = (isUserVerified) => cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  const kept = async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  return { verified, kept };
}
