// The button with data-passkey starts what it names; where the browser breaks it off, the page says so.
document.addEventListener("DOMContentLoaded", () => {
  const ids = { credential: "id_credential", passwordless: "id_passwordless", data: "js_data" };
  const button = document.querySelector("[data-passkey]");
  for (const act of ["add", "authenticate", "login"]) ids[act] = button.id;
  window.allauth.webauthn.forms[button.dataset.passkey]({ ids });
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
