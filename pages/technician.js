"use strict";
// What the gate is and sees. The picture is asked for only while somebody looks at it.

const minute = 60;
/// From one picture to the next, and from one set of figures to the next, milliseconds.
const pictureInterval = 250;
const figuresInterval = 2000;

const traces = { focus: [], brightness: [], frames: [], attempts: [], cpu: [] };
let best = 0;
let looks = false;

function trace(name, value, every) {
  traces[name].push(value);
  if (traces[name].length > (minute * 1000) / every) traces[name].shift();
}

/// The mean of the picture, its sharpness (the variance of the Laplacian of what lies in its middle half), and how much of it
/// is as white as can be.
function measure({ data, width, height }) {
  let sum = 0, white = 0;
  for (let at = 0; at < data.length; at += 4) {
    sum += data[at];
    if (data[at] > 250) white += 1;
  }
  let edges = 0, squares = 0, count = 0;
  for (let y = height >> 2; y < height - (height >> 2); y += 1) {
    for (let x = width >> 2; x < width - (width >> 2); x += 1) {
      const at = (y * width + x) * 4;
      const edge = 4 * data[at] - data[at - 4] - data[at + 4] - data[at - 4 * width] - data[at + 4 * width];
      edges += edge;
      squares += edge * edge;
      count += 1;
    }
  }
  const pixels = data.length / 4;
  return { brightness: sum / pixels, glare: (100 * white) / pixels, focus: squares / count - (edges / count) ** 2 };
}

function showMeasures({ brightness, glare, focus }) {
  trace("focus", focus, pictureInterval);
  trace("brightness", brightness, pictureInterval);
  best = Math.max(best, focus);
  byId("focus").textContent = `${Math.round(focus)} · ${t("ui.best", Math.round(best))}`;
  const verdict = brightness < 40 ? " · " + t("ui.too-dark") : brightness > 215 ? " · " + t("ui.too-bright") : "";
  byId("brightness").textContent = `${Math.round(brightness)}${verdict}${glare > 2 ? " · " + t("ui.glare", Math.round(glare)) : ""}`;
  plotLine(byId("focus-plot"), t("ui.focus"), traces.focus.map(Math.round));
  plotLine(byId("brightness-plot"), t("ui.brightness"), traces.brightness.map(Math.round));
}

async function lookOnce() {
  const answer = await ask("/api/preview?gate=" + byId("which").value);
  byId("picture-problem").textContent = answer.ok ? "" : refusal(answer.body);
  if (!answer.ok) return;
  const bitmap = await createImageBitmap(answer.body);
  const canvas = byId("picture");
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  showMeasures(measure(context.getImageData(0, 0, canvas.width, canvas.height)));
}

async function lookOn() {
  while (looks) {
    if (!document.hidden) {
      try { await lookOnce(); } catch { byId("picture-problem").textContent = t("ui.retry"); }
    }
    await new Promise((done) => setTimeout(done, pictureInterval));
  }
}

function setLooks(value) {
  looks = value;
  byId("look").setAttribute("aria-pressed", String(looks));
  byId("look").textContent = t(looks ? "ui.preview-stop" : "ui.preview-start");
  if (looks) lookOn();
}

let last = null;

async function figuresOn() {
  while (true) {
    if (!document.hidden) {
      try {
        const answer = await ask("/api/figures");
        if (answer.ok) showFigures(answer.body);
      } catch { last = null; }
    }
    await new Promise((done) => setTimeout(done, figuresInterval));
  }
}

/// Rates are differences: of all readers together.
function showFigures(figures) {
  const sum = (name) => Object.values(figures.readers).reduce((total, reader) => total + reader[name], 0);
  const now = { time: performance.now() / 1000, frames: sum("frames"), attempts: sum("attempts"), cpu: sum("cpu_seconds") };
  if (last && now.frames >= last.frames) {
    const seconds = now.time - last.time;
    const rates = { frames: (now.frames - last.frames) / seconds, attempts: (now.attempts - last.attempts) / seconds,
      cpu: now.attempts > last.attempts ? (1000 * (now.cpu - last.cpu)) / (now.attempts - last.attempts) : 0 };
    for (const [name, value] of Object.entries(rates)) {
      trace(name, value, figuresInterval);
      byId(name).textContent = value.toFixed(1);
      plotLine(byId(name + "-plot"), t("ui." + name), traces[name].map((number) => Number(number.toFixed(1))));
    }
  }
  last = now;
  showAnswered(figures.answered.counts);
  const megabytes = (bytes) => (bytes / 1_048_576).toFixed(1);
  fill(byId("memory"), ...terms([[t("ui.controller-memory"), megabytes(figures.resident_bytes)],
    ...Object.entries(figures.readers).map(([gate, reader]) => [`${t("ui.reader-memory")} ${gate}`, megabytes(reader.resident_bytes)])]));
  const incidents = Object.entries(figures.incidents).map(([name, count]) => [t("incident." + name), count]);
  fill(byId("incidents"), ...terms(incidents.length ? incidents : [[t("ui.none"), ""]]));
}

const bounds = [1, 2, 5, 10, 20, 50, 100, 500];

function showAnswered(counts) {
  const most = Math.max(1, ...counts);
  const plot = draw("svg", { viewBox: "0 0 240 " + counts.length * 18, class: "plot", role: "img",
    "aria-label": t("ui.answered") + ": " + counts.map((count, index) => `${label(index)} ${count}`).join(", ") });
  counts.forEach((count, index) => {
    plot.append(draw("text", { x: 0, y: index * 18 + 13 }, label(index)), draw("rect", { x: 92, y: index * 18 + 2, width: (count / most) * 110, height: 12, class: "bar" }),
      draw("text", { x: 98 + (count / most) * 110, y: index * 18 + 13 }, count));
  });
  fill(byId("answered"), plot);
}

const label = (index) => (index < bounds.length ? t("ui.within", bounds[index]) : t("ui.above", bounds.at(-1)));

function gateCard(gate) {
  const on = gate.service !== undefined;
  return make("article", { className: "gate" }, make("h3", {}, gate.name, " ", make("span", { className: "quiet" }, t("direction." + gate.direction))),
    make("dl", {}, ...gateTerms(gate), ...terms([[t("ui.walls"), gate.reader.walls.join(", ") || t("ui.none")]])),
    make("div", { className: "row" }, make("button", { type: "button", "data-service": String(!on), "data-gate": gate.name }, t(on ? "ui.service-off" : "ui.service-on"))));
}

function showState(status) {
  const hours = (seconds) => `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  fill(byId("station-state"), ...terms([
    [t("ui.clock"), `${clockOf(status.clock.time)} · ${t("clock." + status.clock.state)}`, status.clock.state === "untrusted"],
    [t("ui.ledger"), t(status.ledger.is_writable ? "ui.writable" : "ui.unwritable"), !status.ledger.is_writable],
    [t("ui.uptime"), hours(status.uptime)], [t("ui.policy"), status.policy], [t("ui.clients"), status.clients]]));
  fill(byId("gates"), ...status.gates.map(gateCard));
  const wrong = status.gates.flatMap(wrongs);
  fill(byId("wrong"), ...(wrong.length ? wrong : [make("li", { className: "well" }, t("ui.all-well"))]));
  fill(byId("which"), ...status.gates.map((gate) => make("option", { value: gate.name }, gate.name)));
}

function show() {
  showBar();
  showLost();
  byId("picture").setAttribute("aria-label", t("ui.preview-alt"));
  if (state.status) showState(state.status);
  showDay();
  showEvents();
}

document.addEventListener("click", ({ target }) => {
  if (target.id === "look") setLooks(!looks);
  if (target.dataset?.service) confirmAct("service", target.dataset.gate, target.dataset.service === "true");
});

begin(async () => {
  await follow();
  if (["technician", "administrator"].includes(state.role)) figuresOn(); else byId("picture-problem").textContent = t("ui.forbidden");
});
