"use strict";
(() => {
  const form = document.querySelector("form");
  const words = form.querySelector("input[type=search]");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const status = form.querySelector("output");
  const items = [...document.querySelectorAll("ol.findings > li")].map((el) =>
    [el, `${el.dataset.path} ${el.textContent}`.toLowerCase()]);
  const sections = [...document.querySelectorAll("section.file")];
  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const levels = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const [el, text] of items) {
      el.hidden = !(levels.has(el.dataset.severity) && wanted.every((word) => text.includes(word)));
      shown += el.hidden ? 0 : 1;
    }
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    status.value = `${shown} of ${items.length} shown`;
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
