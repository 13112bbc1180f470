/* Shortcuts of the desk: one key each, never while somebody types, and gone when the reader turned them off. */
(function () {
  "use strict";
  const keys = document.getElementById("keys");
  if (!keys) return;
  let here = -1, going = 0;

  function rows() { return Array.from(document.querySelectorAll("tbody tr:has(input[form=bulk])")); }

  function typing(event) {
    const place = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
    if (!(place instanceof Element)) return false;
    return place.isContentEditable || (place.matches("input, textarea, select") && !place.matches("[type=checkbox], [type=radio], [type=submit], [type=button]"));
  }

  function step(by) {
    const all = rows();
    if (!all.length) return;
    if (all[here]) all[here].classList.remove("row-here");
    here = Math.min(all.length - 1, Math.max(0, here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by));
    all[here].classList.add("row-here");
    const link = all[here].querySelector(".row-link");
    if (link) link.focus({ preventScroll: true });
    all[here].scrollIntoView({ block: "nearest" });
  }

  function leave() {
    const row = rows()[here];
    if (row) row.classList.remove("row-here");
    here = -1;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  // Whoever walks with Tab or the mouse stands where the focus is.
  document.addEventListener("focusin", function (event) {
    const row = event.target.closest ? event.target.closest("tr") : null, place = row ? rows().indexOf(row) : -1;
    if (place < 0 || place === here) return;
    if (rows()[here]) rows()[here].classList.remove("row-here");
    here = place;
    row.classList.add("row-here");
  });

  function act(key, row) {
    if (key === "j" || key === "k") { step(key === "j" ? 1 : -1); return true; }
    if (key === "x" && row) { const tick = row.querySelector("input[form=bulk]"); tick.checked = !tick.checked; tick.dispatchEvent(new Event("change", { bubbles: true })); return true; }
    if (key === "o" && row) { row.querySelector(".row-link").click(); return true; }
    if (key === "t") {
      const take = (row || document).querySelector("form[action$='/take/'] button");
      if (take) take.click();
      return Boolean(take);
    }
    if (key === "/") { location.assign(keys.dataset.search); return true; }
    if (key === "?") { keys.showModal(); return true; }
    if (key === "Escape" && here >= 0) { leave(); return true; }
    if (key === "g") { going = Date.now(); return true; }
    return false;
  }

  document.addEventListener("keydown", function (event) {
    if (keys.open || typing(event) || event.repeat && !/^[jk]$/.test(event.key)) return;
    if (going && Date.now() - going < 1500 && keys.dataset[event.key]) {
      going = 0;
      event.preventDefault();
      location.assign(keys.dataset[event.key]);
      return;
    }
    going = 0;
    if (act(event.key, rows()[here])) event.preventDefault();
  });
})();
