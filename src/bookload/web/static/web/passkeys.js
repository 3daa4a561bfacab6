// Passkeys: what the server asks goes to the device, what the device answers goes back as a form.
// Without this, or in a browser that knows no passkeys, their forms stay hidden.
"use strict";

const known = window.PublicKeyCredential && navigator.credentials;

const bytesOf = (text) => Uint8Array.from(
  atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const textOf = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (found) => (found || []).map((each) => ({ ...each, id: bytesOf(each.id) }));

const made = async (asked) => {
  const publicKey = {
    ...asked,
    challenge: bytesOf(asked.challenge),
    user: { ...asked.user, id: bytesOf(asked.user.id) },
    excludeCredentials: listed(asked.excludeCredentials),
  };
  const found = await navigator.credentials.create({ publicKey });
  return {
    ...named(found),
    response: {
      clientDataJSON: textOf(found.response.clientDataJSON),
      attestationObject: textOf(found.response.attestationObject),
      transports: found.response.getTransports ? found.response.getTransports() : [],
    },
  };
};

const signed = async (asked) => {
  const publicKey = {
    ...asked, challenge: bytesOf(asked.challenge), allowCredentials: listed(asked.allowCredentials),
  };
  const found = await navigator.credentials.get({ publicKey });
  return {
    ...named(found),
    response: {
      clientDataJSON: textOf(found.response.clientDataJSON),
      authenticatorData: textOf(found.response.authenticatorData),
      signature: textOf(found.response.signature),
      userHandle: found.response.userHandle ? textOf(found.response.userHandle) : null,
    },
  };
};

const named = (found) => ({ id: found.id, rawId: textOf(found.rawId), type: found.type, clientExtensionResults: {} });

const WORDS = {
  NotAllowedError: "Nothing was chosen, or it took too long. Try again.",
  InvalidStateError: "This device has a passkey for this account already.",
  SecurityError: "The browser makes no passkeys for this address.",
};

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  if (!known) return;
  form.hidden = false;
  form.parentElement.querySelectorAll("[data-passkey-without]").forEach((each) => { each.hidden = true; });
  const button = form.querySelector("button");
  const words = form.querySelector("[data-passkey-words]");
  const say = (text) => { words.textContent = text; words.hidden = !text; };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    button.disabled = true;
    try {
      const answer = await fetch(form.dataset.passkey, {
        method: "POST", headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      const readable = (answer.headers.get("Content-Type") || "").includes("json");
      const asked = readable ? await answer.json() : { error: "Load this page again, then try once more." };
      if (!asked.publicKey) throw new Error(asked.error);
      const found = await ("passkeyNew" in form.dataset ? made : signed)(asked.publicKey);
      form.elements.answer.value = JSON.stringify(found);
      form.submit();
    } catch (error) {
      say(WORDS[error.name] || error.message || "That did not work. Try again.");
      button.disabled = false;
    }
  });
});
