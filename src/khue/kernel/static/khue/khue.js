/* Small help on top of pages that work without it: focus on mistakes, one sending per form, menus that close, charts. */
(function () {
  "use strict";
  const self = document.currentScript;
  const echartsSource = self ? self.dataset.echarts : "";
  let echartsLoading = null;

  function focusMistakes(root) {
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  // A second press within four seconds is the same press; the server is safe against it anyway.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    const now = Date.now();
    const button = event.submitter ? event.submitter.name + "=" + event.submitter.value : "";
    if (form.dataset.sentWith === button && now - Number(form.dataset.sentAt || 0) < 4000) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(now);
    form.dataset.sentWith = button;
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent-at]").forEach(function (form) { delete form.dataset.sentAt; });
  });

  document.addEventListener("keydown", function (event) {
    const open = event.key === "Escape" && event.target.closest ? event.target.closest("details.drop[open]") : null;
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.drop[open]").forEach(function (drop) {
      if (!drop.contains(event.target)) drop.open = false;
    });
  });

  // A link to something folded opens it; without script its heading is in view, one key away.
  function unfold() {
    const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
    if (target && target.matches("details.fold")) { target.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", unfold);
  document.addEventListener("DOMContentLoaded", unfold);
  if (document.readyState !== "loading") unfold();

  // A table wider than its place is scrolled by keyboard, too.
  function reachable() {
    document.querySelectorAll(".table-wrap").forEach(function (wrap) {
      if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0; else wrap.removeAttribute("tabindex");
    });
  }
  window.addEventListener("resize", reachable);
  document.addEventListener("DOMContentLoaded", reachable);
  if (document.readyState !== "loading") reachable();

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  // Words such as "jade" stand for the colours of the theme, so that a chart follows light and dark.
  function painted(value) {
    if (Array.isArray(value)) return value.map(painted);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(function (pair) { return [pair[0], pair[0] === "type" ? pair[1] : painted(pair[1])]; }));
    }
    return typeof value === "string" && /^(jade|vermilion|gold|indigo|ink|ink-2|line|paper)$/.test(value) ? colour("--khue-" + value) : value;
  }

  function numberInWords(value) {
    return value.toLocaleString(document.documentElement.lang === "vi" ? "vi-VN" : "en-GB");
  }

  function dressed(options) {
    const ink = colour("--khue-ink"), soft = colour("--khue-ink-2"), line = colour("--khue-line");
    const axis = function (given) {
      const label = Object.assign({ color: soft, hideOverlap: true, formatter: given.years ? String : given.type === "value" ? numberInWords : undefined }, given.axisLabel);
      return Object.assign({ axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, splitLine: { lineStyle: { color: line } } }, given, { axisLabel: label });
    };
    // The unit above an upright axis begins at the axis: centred on it, its first letters would lie outside the picture.
    const upright = function (given) {
      if (!given.name || given.nameLocation) return axis(given);
      return axis(Object.assign({}, given, { nameTextStyle: Object.assign({ align: given.position === "right" ? "right" : "left" }, given.nameTextStyle) }));
    };
    const dressedOptions = Object.assign({
      animation: false,
      color: ["--khue-indigo", "--khue-jade", "--khue-vermilion", "--khue-gold", "--khue-ink-2"].map(colour),
      textStyle: { fontFamily: "Be Vietnam Pro, sans-serif", color: ink },
      grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
    }, painted(options));
    for (const name of ["xAxis", "yAxis"]) {
      if (!options[name]) continue;
      const draw = name === "yAxis" ? upright : axis;
      dressedOptions[name] = Array.isArray(options[name]) ? painted(options[name]).map(function (each) { return draw(each); }) : draw(painted(options[name]));
    }
    // Rich text only: tooltips drawn as HTML would need inline styles, which the page's policy forbids.
    if (options.legend) dressedOptions.legend = Object.assign({}, dressedOptions.legend, { textStyle: Object.assign({ color: soft }, dressedOptions.legend.textStyle), inactiveColor: line });
    dressedOptions.tooltip = Object.assign({ trigger: "item", confine: true, backgroundColor: colour("--khue-paper"), borderColor: line, textStyle: { color: ink } }, dressedOptions.tooltip, { renderMode: "richText" });
    return dressedOptions;
  }

  // A flow: as high as its fullest level needs, and on a small screen wide enough to be read by moving it sideways.
  function flowing(options, flow, place) {
    const level = {};
    (flow.data || []).forEach(function (node) { level[node.depth] = (level[node.depth] || 0) + 1; });
    place.style.height = Math.max(240, Math.max.apply(null, Object.values(level)) * 84 + 54) + "px";
    if (place.parentElement.clientWidth < 700) {
      place.style.width = "720px";
      place.parentElement.style.overflowX = "auto";
      place.parentElement.tabIndex = 0;
    }
    return options;
  }

  // On a small screen the names of neighbours stand under their points: beside them no room is left for the lines.
  function under(options, flow) {
    const data = flow.data.map(function (one) { return Object.assign({}, one, { label: Object.assign({}, one.label, { position: "bottom" }) }); });
    const grid = Object.assign({}, options.grid, { left: Math.min(options.grid.left, 66), right: Math.min(options.grid.right, 66) });
    return Object.assign({}, options, { grid: grid, series: [Object.assign({}, flow, { data: data })] });
  }

  // Words inside a bar end in dots where the bar ends; a bar that holds no word shows none.
  function inside(series, across, plot) {
    if (!series.label || series.label.overflow !== "truncate" || typeof across.max !== "number") return series;
    const small = plot < 240 ? 11 : 12;
    const data = series.data.map(function (one) {
      const room = Math.floor(one.value / (across.max - (across.min || 0)) * plot) - 8;
      return Object.assign({}, one, { label: Object.assign({ fontSize: small }, one.label, { width: Math.max(room, 1), show: room > 18 }) });
    });
    return Object.assign({}, series, { data: data });
  }

  // Bars that lie: each name gets the lines that it needs, and on a small screen leaves room for its bar.
  function fitted(options, place) {
    const named = (options.series || []).map(function (one) { return String(one.name || "").length * 7 + 42; });
    const legendWidth = named.reduce(function (sum, one) { return sum + one; }, 0);
    if (options.legend && place.clientWidth < 420 && named.length > 1 && legendWidth > place.clientWidth) {
      // Every name at once, on two lines, rather than pages of a legend.
      const side = options.legend.bottom === undefined ? "top" : "bottom";
      options = Object.assign({}, options, { legend: Object.assign({}, options.legend, { type: "plain", itemGap: 8 }),
        grid: Object.assign({}, options.grid, { [side]: ((options.grid || {})[side] || 32) + 28 }) });
    }
    // Names one under the other are as wide as the drawing and end in dots there; the table has them whole.
    if (options.legend && options.legend.orient === "vertical") {
      options = Object.assign({}, options, { legend: Object.assign({}, options.legend, { textStyle: { width: place.clientWidth - 44, overflow: "truncate" } }) });
    }
    const flow = (options.series || [])[0];
    if (flow && flow.type === "sankey") return flowing(options, flow, place);
    // Neighbours side by side: a row each, with room for two lines of words under it.
    if (flow && flow.type === "graph" && options.yAxis) {
      place.style.height = (options.yAxis.max + 1) * 56 + 28 + "px";
      return place.clientWidth < 600 ? under(options, flow) : options;
    }
    const names = options.yAxis && options.yAxis.type === "category" ? options.yAxis.data : null;
    if (!names || !names.length) return options;
    const given = options.yAxis.axisLabel || {}, size = given.fontSize || 12, tall = given.lineHeight || 15;
    const most = place.clientWidth > 800 ? Math.max(given.width || 150, 230) : Math.min(given.width || 150, Math.round(place.clientWidth * 0.42));
    const longest = Math.max.apply(null, names.map(function (name) { return String(name).length; }));
    const width = Math.min(most, Math.ceil(longest * size * 0.62) + 6);
    const broken = (given.overflow || "break") === "break";
    const lines = Math.max.apply(null, names.map(function (name) { return broken ? Math.ceil(String(name).length * size * 0.62 / width) : 1; }));
    const above = (options.legend ? 84 : 48) + (options.legend && options.legend.type === "plain" ? 28 : 0);
    place.style.height = Math.max(160, names.length * Math.max(30, lines * tall + 10) + above) + "px";
    const label = Object.assign({ overflow: "break", lineHeight: tall }, given, { width: width, interval: 0, hideOverlap: false });
    // The library takes accented letters for narrower than they are: an eighth more room, or names begin outside the drawing.
    const grid = Object.assign({ left: 8, right: 16, top: 32, bottom: 8, containLabel: true }, options.grid);
    if (typeof grid.left === "number") grid.left += Math.round(width / 8);
    const plot = place.clientWidth - grid.left - grid.right - width - 8;
    options = Object.assign({}, options, { series: options.series.map(function (one) { return inside(one, options.xAxis || {}, plot); }) });
    return Object.assign({}, options, { grid: grid, yAxis: Object.assign({}, options.yAxis, { axisLabel: label }) });
  }

  function loadEcharts() {
    if (window.echarts) return Promise.resolve();
    if (!echartsLoading) {
      echartsLoading = new Promise(function (done, failed) {
        const script = document.createElement("script");
        script.src = echartsSource;
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      });
    }
    return echartsLoading;
  }

  function drawCharts(root) {
    const places = Array.from(root.querySelectorAll("[data-chart]")).filter(function (place) { return !place.dataset.drawn; });
    if (!places.length || !echartsSource) return;
    loadEcharts().then(function () {
      places.forEach(function (place) {
        const source = document.getElementById(place.dataset.chart);
        if (!source) return;
        place.hidden = false;
        place.dataset.drawn = "yes";
        let chart = null, waiting = 0;
        const draw = function () {
          if (chart) chart.dispose();
          const options = fitted(JSON.parse(source.textContent), place);
          chart = window.echarts.init(place, null, { renderer: "canvas" });
          chart.setOption(dressed(options));
        };
        draw();
        // Drawn anew rather than resized: chart.resize() of a flow chart fails in ECharts 6.
        window.addEventListener("resize", function () { clearTimeout(waiting); waiting = setTimeout(draw, 120); });
        window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
        const table = place.parentElement.querySelector(".chart-table");
        if (table) table.open = false;
      });
    }, function () { /* without the library the open table tells the same */ });
  }

  // Buttons that only a script can answer are hidden until it is here.
  function offerHands(root) {
    root.querySelectorAll("[data-copy],[data-print]").forEach(function (button) {
      if (button.dataset.ready || (button.dataset.copy && !navigator.clipboard)) return;
      button.dataset.ready = "yes";
      button.hidden = false;
      button.addEventListener("click", function () {
        if (!button.dataset.copy) { window.print(); return; }
        const field = document.getElementById(button.dataset.copy);
        navigator.clipboard.writeText(field.value).then(function () {
          button.querySelector("span").textContent = button.dataset.copied;
        }, function () { field.select(); });
      });
    });
  }

  function begin(root) { focusMistakes(root); drawCharts(root); offerHands(root); }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", function () { begin(document); });
  else begin(document);
  document.addEventListener("htmx:afterSettle", function (event) { drawCharts(event.target); });
})();
