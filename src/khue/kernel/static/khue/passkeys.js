/* The one thing on the site that needs script: a form that asks the browser for a key before it is sent. */
(function () {
  "use strict";

  function bytes(text) {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
    return Uint8Array.from(atob(padded), function (letter) { return letter.charCodeAt(0); });
  }

  function text(buffer) {
    if (!buffer) return undefined;
    const letters = Array.from(new Uint8Array(buffer), function (byte) { return String.fromCharCode(byte); });
    return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function known(list) {
    return (list || []).map(function (key) { return Object.assign({}, key, { id: bytes(key.id) }); });
  }

  function asked(options, kind) {
    const given = options.publicKey || options;
    const wanted = Object.assign({}, given, { challenge: bytes(given.challenge) });
    if (kind === "create") {
      wanted.user = Object.assign({}, given.user, { id: bytes(given.user.id) });
      wanted.excludeCredentials = known(given.excludeCredentials);
    } else {
      wanted.allowCredentials = known(given.allowCredentials);
    }
    return { publicKey: wanted };
  }

  function answer(key) {
    const said = key.response;
    const response = { clientDataJSON: text(said.clientDataJSON) };
    if (said.attestationObject) {
      response.attestationObject = text(said.attestationObject);
      response.transports = said.getTransports ? said.getTransports() : [];
    } else {
      response.authenticatorData = text(said.authenticatorData);
      response.signature = text(said.signature);
      if (said.userHandle) response.userHandle = text(said.userHandle);
    }
    return {
      id: key.id,
      rawId: text(key.rawId),
      type: key.type,
      response: response,
      authenticatorAttachment: key.authenticatorAttachment || undefined,
      clientExtensionResults: key.getClientExtensionResults()
    };
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    const kind = form.dataset.passkey;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      event.stopPropagation();
      const failed = form.querySelector("[role=alert]");
      failed.hidden = true;
      const options = asked(JSON.parse(form.dataset.options), kind);
      const keys = navigator.credentials;
      (kind === "create" ? keys.create(options) : keys.get(options)).then(function (key) {
        form.elements.namedItem("credential").value = JSON.stringify(answer(key));
        form.submit();
      }).catch(function () { failed.hidden = false; failed.focus(); });
    });
  });
})();
