/* Sends each file as soon as it is chosen, one after the other, and shows how far it is. Without this file every button
   of the page sends what was chosen. The server answers with the page; the part with the files is taken from it. */
let line = Promise.resolve();

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("input[type=file][data-upload]") || !input.files.length) return;
  const radio = input.closest(".material")?.querySelector("input[type=radio][value=upload]");
  if (radio) radio.checked = true;
  const slot = input.closest("[data-files]").dataset.files;
  for (const file of [...input.files]) line = line.then(() => send(slot, input.name, file));
});

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  // What is on its way arrives first; then the button is pressed again for the person.
  if (!document.querySelector("[data-sending]") || event.target.dataset.waited) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  line.then(() => {
    event.target.dataset.waited = "yes";
    event.target.requestSubmit(button?.isConnected ? button : undefined);
  });
}, true);

function send(slot, name, file) {
  const part = document.querySelector(`[data-files="${CSS.escape(slot)}"]`);
  const form = part?.closest("form");
  if (!form) return Promise.resolve();
  const told = part.querySelector("[data-progress]");
  const body = new FormData(form);
  for (const input of form.querySelectorAll("input[type=file]")) body.delete(input.name);
  body.append(name, file, file.name);
  body.append("_upload", slot);
  part.dataset.sending = "yes";
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.responseType = "document";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (told && total) told.textContent = `${file.name} · ${Math.round((100 * loaded) / total)} %`;
    });
    request.addEventListener("load", () => { show(slot, part, request.response); done(); });
    // The file stays chosen: the button below it sends it again.
    request.addEventListener("error", () => {
      if (told) told.textContent = `${file.name}: ${told.dataset.failed}`;
      delete part.dataset.sending;
      done();
    });
    request.send(body);
  });
}

function show(slot, part, page) {
  const fresh = page?.querySelector(`[data-files="${CSS.escape(slot)}"]`);
  if (!fresh) {
    delete part.dataset.sending;
    part.closest("form").submit();
    return;
  }
  const token = page.querySelector("input[name=_draft]");
  const own = part.closest("form").querySelector("input[name=_draft]");
  if (token && own) own.value = token.value;
  const refused = [...page.querySelectorAll("[data-error-summary] li")].map((one) => one.textContent.trim());
  const told = fresh.querySelector("[data-progress]") || fresh.appendChild(document.createElement("p"));
  told.textContent = refused.join(" ");
  told.classList.toggle("error", refused.length > 0);
  const focused = part.contains(document.activeElement);
  part.replaceWith(fresh);
  if (focused) fresh.querySelector("input[type=file], button")?.focus();
}
