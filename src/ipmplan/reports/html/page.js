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
  var waiting = Array.prototype.slice.call(document.querySelectorAll('script[type="application/json"][data-for]'));

  // One chart after the other, so that a long page can be read and scrolled while the rest is drawn.
  function drawNext() {
    var source = waiting.shift();
    if (!source) {
      document.documentElement.dataset.drawn = "yes";
      fitFrame();
      return;
    }
    var figure = JSON.parse(source.textContent);
    Plotly.newPlot(source.dataset.for, figure.data, figure.layout, config).then(function () {
      window.setTimeout(drawNext, 0);
    });
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
  drawNext();

  function charts() {
    return Array.prototype.slice.call(document.querySelectorAll(".chart.js-plotly-plot"));
  }
  window.addEventListener("beforeprint", function () {
    charts().forEach(function (chart) { Plotly.relayout(chart, { width: PRINT_WIDTH }); });
  });
  window.addEventListener("afterprint", function () {
    charts().forEach(function (chart) { Plotly.relayout(chart, { width: null, autosize: true }); });
  });

  document.querySelectorAll(".find").forEach(function (field) {
    var rows = field.parentElement.querySelectorAll("tbody tr");
    field.addEventListener("input", function () {
      var words = field.value.toLowerCase().split(/\s+/);
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      });
    });
  });
})();
