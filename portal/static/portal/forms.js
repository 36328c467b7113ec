/* Comfort only: every form works without this file. */
document.querySelector("[data-error-summary]")?.focus();

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
// Coming back by the browser's button, the page is as it was left: its forms may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The QR code of a receipt holds number and code behind the #, which no server sees: fill them in, and take them away.
const receipt = document.querySelector("form[data-receipt]");
const secret = new URLSearchParams(location.hash.slice(1));
if (receipt && secret.has("code")) {
  for (const name of ["number", "code"]) receipt.elements[name].value = secret.get(name) ?? "";
  receipt.querySelector("details").open = true;
  receipt.elements.tail.closest(".field").hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
}
