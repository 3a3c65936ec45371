(function () {
  "use strict";
  var PRINT_WIDTH = 1000;
  var config = {
    responsive: true,
    displaylogo: false,
    scrollZoom: false,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
    toImageButtonOptions: { format: "svg" }
  };
  var waiting = [];
  var faded = "";

  // What is packed in a script element: gzip as base64.
  function unpacked(source) {
    var text = window.atob(source.textContent);
    var bytes = new Uint8Array(text.length);
    for (var at = 0; at < text.length; at += 1) { bytes[at] = text.charCodeAt(at); }
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }
  function unpackAll() {
    var sources = Array.prototype.slice.call(document.querySelectorAll("script[data-for]"));
    return Promise.all([unpacked(document.getElementById("plotly"))].concat(sources.map(unpacked))).then(function (texts) {
      var script = document.createElement("script");
      script.textContent = texts[0];
      document.head.append(script);
      waiting = sources.map(function (source, at) {
        return { place: document.getElementById(source.dataset.for), text: texts[at + 1] };
      });
    });
  }
  function draw(chart) {
    var figure = JSON.parse(chart.text);
    return Plotly.newPlot(chart.place, figure.data, figure.layout, config);
  }
  function soon(act) {
    if (window.requestIdleCallback) { window.requestIdleCallback(act, { timeout: 1000 }); } else { window.setTimeout(act, 20); }
  }
  // How far a chart is from what is seen.
  function away(chart) {
    var box = chart.place.getBoundingClientRect();
    return Math.max(0, box.top - window.innerHeight, -box.bottom);
  }
  // One chart after the other, those that are looked at first. The others are drawn while the reader does nothing, so that a long page
  // can be read and scrolled at once.
  function drawNext() {
    if (!waiting.length) {
      document.documentElement.dataset.drawn = "yes";
      fitFrame();
      if (faded) { fade(faded); }
      return;
    }
    var next = waiting.reduce(function (near, chart) { return away(chart) < away(near) ? chart : near; });
    waiting.splice(waiting.indexOf(next), 1);
    draw(next).then(function () { soon(drawNext); });
  }
  // In a notebook the page stands in a frame that is as high as its content.
  function fitFrame() {
    try {
      if (window.frameElement) {
        window.frameElement.style.height = document.documentElement.scrollHeight + "px";
      }
    } catch (error) {
      // A frame of another origin keeps the height that it was given.
    }
  }
  if (window.DecompressionStream) {
    // Once the page stands, so that it can be read before anything is unpacked.
    window.requestAnimationFrame(function () { window.setTimeout(function () { unpackAll().then(drawNext); }, 0); });
  } else {
    document.getElementById("undrawn").hidden = false;
    document.documentElement.dataset.drawn = "no";
  }

  function charts() {
    return Array.prototype.slice.call(document.querySelectorAll(".chart.js-plotly-plot"));
  }
  window.addEventListener("beforeprint", function () {
    waiting.splice(0).forEach(draw);
    charts().forEach(function (chart) { Plotly.relayout(chart, { width: PRINT_WIDTH }); });
  });
  window.addEventListener("afterprint", function () {
    charts().forEach(function (chart) { Plotly.relayout(chart, { width: null, autosize: true }); });
  });

  var form = document.querySelector("form.filter");
  var rows = Array.prototype.slice.call(document.querySelectorAll("main tbody tr"));
  // What a row is about; those that are about no project are never hidden.
  var about = rows.map(function (row) {
    var mark = row.querySelector("[data-project]");
    return mark && {
      row: row,
      text: row.textContent.toLowerCase(),
      project: mark.dataset.project,
      milestone: mark.dataset.milestone,
      people: mark.dataset.people && JSON.parse(mark.dataset.people)
    };
  }).filter(Boolean);
  function fits(one, wanted) {
    return (!wanted.project || one.project === wanted.project) &&
      (!wanted.milestone || one.milestone === undefined || one.milestone === wanted.milestone) &&
      (!wanted.person || one.people === undefined || one.people.indexOf(wanted.person) >= 0) &&
      wanted.words.every(function (word) { return one.text.indexOf(word) >= 0; });
  }
  // In charts the bars of other projects fade.
  function fade(project) {
    charts().forEach(function (chart) {
      var groups = chart.data.map(function (trace) { return trace.legendgroup; });
      if (groups.some(Boolean)) {
        Plotly.restyle(chart, { opacity: groups.map(function (group) { return project && group && group !== project ? 0.12 : 1; }) });
      }
    });
  }
  function narrow() {
    var wanted = {
      project: form.elements.project.value,
      person: form.elements.person.value,
      milestone: form.elements.milestone.value,
      words: form.elements.words.value.toLowerCase().split(/\s+/)
    };
    var shown = 0;
    about.forEach(function (one) {
      one.row.hidden = !fits(one, wanted);
      shown += one.row.hidden ? 0 : 1;
    });
    form.querySelector("output").textContent = shown === about.length ? "" : shown + " of " + about.length + " rows";
    if (wanted.project !== faded) {
      faded = wanted.project;
      fade(faded);
    }
  }
  if (form) {
    form.addEventListener("input", narrow);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { window.setTimeout(narrow, 0); });
  }

  var box = document.getElementById("why");
  var reasons;
  function line(reason) {
    var item = document.createElement("li");
    var name = document.createElement("b");
    name.textContent = reason.name;
    item.append(name, " (" + reason.people + "), " + reason.when + ": " + reason.because);
    return item;
  }
  function explain(task) {
    reasons = reasons || JSON.parse(document.getElementById("reasons").textContent);
    var reason = reasons[task];
    if (!reason) { return; }
    box.querySelector("h2").textContent = "Why " + reason.name + " is where it is";
    box.querySelector(".about").textContent = [reason.project, reason.people, reason.when, reason.slack].join(" · ");
    box.querySelector("code").textContent = "ipmplan why " + task;
    var list = box.querySelector("ol");
    list.replaceChildren();
    var told = {};
    while (reason && !told[task]) {
      told[task] = true;
      list.append(line(reason));
      task = reason.after;
      reason = reasons[task];
    }
    box.showModal();
  }
  document.querySelectorAll("button.why").forEach(function (button) {
    button.addEventListener("click", function () { explain(button.dataset.task); });
  });
})();
