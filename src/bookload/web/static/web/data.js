// Files that are chosen or dropped are looked at at once. Without this the button does it.
"use strict";

document.querySelectorAll("input[data-send]").forEach((field) => {
  const form = field.form;
  form.querySelector("button").hidden = true;
  field.addEventListener("change", () => { if (field.files.length) form.requestSubmit(); });
  form.addEventListener("submit", () => { form.classList.add("sending"); });
});
