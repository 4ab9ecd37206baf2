// Notes move beside the lines that they are about, where there is room; without this they stand below the text.
(() => {
  "use strict";
  const notes = document.getElementById("tk-notes"), text = document.getElementById("tk-text");
  const wide = matchMedia("(min-width: 90rem)"), root = document.documentElement, GAP = 10, MOST = 1.1;

  function place() {
    const items = notes ? [...notes.querySelectorAll(":scope > ol > li")] : [];
    root.classList.remove("tk-beside");
    text.style.minHeight = "";
    for (const item of items) item.style.top = "";
    if (!items.length || !wide.matches || !notes.offsetParent) return;
    const height = text.offsetHeight - notes.offsetHeight, zero = text.getBoundingClientRect().top;
    root.classList.add("tk-beside");
    const marks = items.map((item) => {
      const back = item.querySelector("[role=doc-backlink]");
      return back && document.getElementById(decodeURIComponent(back.hash.slice(1)));
    });
    const wanted = marks.map((mark) => (mark ? mark.getBoundingClientRect().top - zero : 0));
    const heights = items.map((item) => item.offsetHeight);
    const order = items.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
    const tops = [];
    let free = 0;
    for (const index of order) {
      tops[index] = Math.max(wanted[index], free);
      free = tops[index] + heights[index] + GAP;
    }
    if (free > height * MOST + 200) return root.classList.remove("tk-beside");
    items.forEach((item, index) => (item.style.top = `${tops[index]}px`));
    text.style.minHeight = `${free}px`;
  }

  addEventListener("resize", place);
  addEventListener("change", place);
  addEventListener("load", place);
  document.fonts?.ready.then(place);
})();
