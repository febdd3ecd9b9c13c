/* Passkeys: what only a script can do. It asks the device and puts its answer into the page's own form; the server
   judges it. Without this file, or without passkeys in the browser, the other ways to sign in are all there. */
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
  const failed = form.querySelector("[data-passkey-failed]");

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  function written(credential) {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: {},
    });
  }

  function send(credential) {
    form.elements.credential.value = written(credential);
    form.submit();
  }

  function create() {
    const options = JSON.parse(form.dataset.options);
    return navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: named(options.excludeCredentials),
      },
    });
  }

  let waiting = null; // The offer in the address field, which ends when the button is pressed.

  async function get(mediation) {
    if (waiting) waiting.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    const answer = await fetch("/api/sign-in/passkey/options", { method: "POST", signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const options = await answer.json();
    return navigator.credentials.get({
      mediation,
      signal,
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: named(options.allowCredentials),
      },
    });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      send(await (form.dataset.passkey === "create" ? create() : get("optional")));
    } catch {
      failed.hidden = false;
    }
  });

  if (form.dataset.passkey !== "get") return;
  form.hidden = false;
  PublicKeyCredential.isConditionalMediationAvailable?.()
    .then((is) => is && get("conditional").then(send))
    .catch(() => {}); // Nobody asked for it, so nobody is told.
})();
