/* Comfort only: the page saves itself and shows further questions without a button. Every button works without this. */
const WAIT = 400; // ms after a line was left
const TYPING = 2000; // ms after the last key
const AGAIN = 5000; // ms after a save that failed

const form = document.querySelector("form[data-entry]");
const typed = () => new URLSearchParams(new FormData(form)).toString();
let timer, running = false, typing = false, stale = false, kept = form && typed();

function later(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
}

async function save() {
  if (running || form.dataset.sent) return;
  const sent = typed();
  if (sent === kept && !(stale && !typing)) return;
  running = true;
  const data = new FormData(form);
  data.set("do", "more");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    kept = sent;
    history.replaceState(null, "", form.action);
    // Who types on meanwhile keeps the line; it is sent with the next change.
    if (typed() === sent) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    else later(WAIT);
  } catch {
    document.querySelector(".entry-saved").textContent = form.dataset.failed;
    later(AGAIN);
  } finally {
    running = false;
  }
}

function show(page) {
  const active = document.activeElement;
  stale = false;
  const [id, start, end] = [active?.id, active?.selectionStart, active?.selectionEnd];
  for (const part of form.querySelectorAll("[data-part]")) {
    const fresh = page.getElementById(part.id);
    // In the middle of a word only what stands beside the lines follows.
    if (typing && part.contains(active)) {
      stale = true;
      continue;
    }
    if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
  }
  kept = typed();
  const again = id && document.getElementById(id);
  if (again && again !== document.activeElement) {
    again.focus({ preventScroll: true });
    if (typeof start === "number" && again.setSelectionRange) {
      try {
        again.setSelectionRange(start, end);
      } catch {
        // a kind of field without a cursor
      }
    }
  }
}

if (form) {
  form.addEventListener("change", () => {
    typing = false;
    later(WAIT);
  });
  form.addEventListener("input", (event) => {
    if (event.isComposing || !event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) return;
    typing = true;
    later(TYPING);
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
  // A link to a group of choices leads to the first of them.
  form.addEventListener("click", (event) => {
    const target = event.target.closest("a[href^='#id_']");
    const field = target && document.getElementById(target.hash.slice(1));
    if (field) {
      event.preventDefault();
      field.focus();
    }
  });
}
