// The palette (Ctrl-K or Cmd-K) and forms that show at once what is chosen. Without it every page works.
"use strict";

const palette = document.getElementById("palette");
if (palette) {
  const words = document.getElementById("palette-words");
  const entries = [...document.querySelectorAll("#palette-list li")];
  const none = document.getElementById("palette-none");
  entries.forEach((entry, place) => { entry.id = `palette-${place}`; });
  let at = 0;
  const shown = () => entries.filter((entry) => !entry.hidden);
  const mark = (place) => {
    const there = shown();
    at = there.length ? (place + there.length) % there.length : 0;
    entries.forEach((entry) => entry.setAttribute("aria-selected", "false"));
    none.hidden = there.length > 0;
    words.setAttribute("aria-activedescendant", there[at]?.id ?? "");
    if (there[at]) {
      there[at].setAttribute("aria-selected", "true");
      there[at].scrollIntoView({ block: "nearest" });
    }
  };
  const open = () => { words.value = ""; narrow(); palette.showModal(); words.focus(); };
  const narrow = () => {
    const wanted = words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    entries.forEach((entry) => {
      const text = entry.textContent.toLowerCase();
      entry.hidden = !wanted.every((word) => text.includes(word));
    });
    mark(0);
  };
  words.addEventListener("input", narrow);
  palette.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(at - 1); }
    if (event.key === "Enter") { event.preventDefault(); shown()[at]?.querySelector("a").click(); }
  });
  const opener = document.querySelector("[data-palette]");
  opener?.addEventListener("click", open);
  if (/Mac|iPhone|iPad/.test(navigator.platform)) opener?.querySelector("kbd").replaceChildren("⌘K");
  document.addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
  });
}

// What a word means is put away by Escape, and comes again with the next word.
document.addEventListener("keydown", (event) => { if (event.key === "Escape") document.body.classList.add("untold"); });
["focusin", "mouseover"].forEach((kind) => document.addEventListener(kind, () => document.body.classList.remove("untold")));

document.querySelectorAll("form.controls").forEach((form) => {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox]")) form.requestSubmit();
  });
  // What is left empty is not said, so that a URL holds only what was chosen.
  form.addEventListener("submit", () => {
    form.querySelectorAll("input, select").forEach((field) => { if (!field.value) field.disabled = true; });
  });
});
