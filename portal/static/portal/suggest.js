/* Suggestions under the search box while somebody types (the combobox pattern of ARIA). The box works without it. */
const WAIT = 120; // ms after the last key

for (const [number, form] of document.querySelectorAll("form[data-suggest]").entries()) {
  const input = form.elements.q;
  const list = document.createElement("ul");
  let timer, asked, options = [], chosen = -1, composing = false;

  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.role = "listbox";
  list.setAttribute("aria-label", form.dataset.label);
  list.hidden = true;
  form.append(list);
  input.role = "combobox";
  for (const [name, value] of Object.entries({ autocomplete: "list", controls: list.id, expanded: "false" })) {
    input.setAttribute(`aria-${name}`, value);
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    show([]);
  }

  function show(found) {
    choose(-1);
    list.replaceChildren(...found.map(option));
    options = [...list.children];
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function option({ text, kind, address }, place) {
    const item = document.createElement("li");
    const label = document.createElement("span");
    label.textContent = kind;
    item.id = `${list.id}-${place}`;
    item.role = "option";
    item.dataset.address = address;
    item.append(text, label);
    item.setAttribute("aria-selected", "false");
    return item;
  }

  function choose(place) {
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    options[chosen]?.setAttribute("aria-selected", "true");
    options[chosen]?.scrollIntoView({ block: "nearest" });
    if (options[chosen]) input.setAttribute("aria-activedescendant", options[chosen].id);
    else input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const words = input.value.trim();
    if (!words) return show([]);
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: words })}`, { signal: asked.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch {
      show([]); // no network, or a newer question: the box itself still works
    }
  }

  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => (composing = false));
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (composing || list.hidden) return;
    if (event.key in steps) {
      const count = options.length + 1; // one more: back in the box
      choose(((chosen + 1 + steps[event.key] + count) % count) - 1);
      event.preventDefault();
    } else if (event.key === "Escape") {
      close();
      event.preventDefault();
    } else if (event.key === "Enter" && options[chosen]) {
      event.preventDefault();
      location.assign(options[chosen].dataset.address);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(item.dataset.address);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}
