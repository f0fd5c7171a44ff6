"use strict";
// What the gate is and sees. The picture is asked for only while somebody looks at it.

const minute = 60;
/// From one picture to the next, and from one set of figures to the next, milliseconds.
const pictureInterval = 250;
const figuresInterval = 2000;

const traces = { focus: [], brightness: [], scan: [], frames: [], attempts: [], cpu: [] };
let best = 0;
let looks = false;

function trace(name, value, every) {
  traces[name].push(value);
  if (traces[name].length > (minute * 1000) / every) traces[name].shift();
}

/// The limits within which a picture is good to read codes in, as `diagnose` has them.
const [darkest, brightest, mostGlare] = [45, 205, 0.08];

/// What the reader measured on the newest frame; null where it told nothing, or nobody looks.
let measured = null;

/// What is wrong with the picture, by its key.
function pictureTrouble({ brightness, glare }) {
  if (brightness < darkest) return "dark";
  if (brightness > brightest) return "bright";
  return glare > mostGlare ? "glare" : null;
}

function showMeasures() {
  if (!measured) return fill(byId("measured"), ...terms([[t("ui.frame"), t("ui.not-measured")]]));
  const { brightness, glare, focus } = measured;
  best = Math.max(best, focus);
  for (const [name, value] of [["focus", focus], ["brightness", brightness], ["scan", measured.scan_milliseconds]]) {
    trace(name, value, pictureInterval);
    plotLine(byId(name + "-plot"), t("ui." + name), traces[name].map((number) => Number(number.toFixed(1))));
  }
  byId("focus").textContent = `${focus.toFixed(1)} · ${t("ui.best", best.toFixed(1))}`;
  byId("scan").textContent = measured.is_still ? t("ui.still") : measured.scan_milliseconds.toFixed(1);
  const verdict = brightness < darkest ? " · " + t("ui.too-dark") : brightness > brightest ? " · " + t("ui.too-bright") : "";
  byId("brightness").textContent = `${Math.round(brightness)}${verdict}${glare > mostGlare ? " · " + t("ui.glare", Math.round(glare * 100)) : ""}`;
  fill(byId("measured"), ...terms([[t("ui.frame"), `${measured.width} × ${measured.height}`], [t("ui.attempt"), measured.attempt ?? t("ui.none")],
    measured.module_size !== undefined && [t("ui.module"), measured.module_size.toFixed(1)]]));
}

/// A picture that is not of now is none.
function clearPicture() {
  const canvas = byId("picture");
  canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
}

async function lookOnce() {
  const answer = await ask("/api/preview?gate=" + byId("which").value);
  byId("picture-problem").textContent = answer.ok ? "" : refusal(answer.body);
  if (!answer.ok) return clearPicture();
  const bitmap = await createImageBitmap(answer.body);
  if (!looks) return;
  const canvas = byId("picture");
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  measured = JSON.parse(answer.measured ?? "null");
  showMeasures();
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
  if (!looks) measured = null;
  if (!looks) clearPicture();
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
  const plot = draw("svg", { viewBox: "0 0 360 " + counts.length * 20, class: "plot", role: "img",
    "aria-label": t("ui.answered") + ": " + counts.map((count, index) => `${label(index)} ${count}`).join(", ") });
  counts.forEach((count, index) => {
    plot.append(draw("text", { x: 0, y: index * 20 + 14 }, label(index)), draw("rect", { x: 110, y: index * 20 + 3, width: (count / most) * 200, height: 13, class: "bar" }),
      draw("text", { x: 116 + (count / most) * 200, y: index * 20 + 14 }, count));
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

const trustWords = ({ age, created }) => (created ? t("ui.trust-made", t("trust." + age), new Date(created).toLocaleDateString(locale())) : t("trust." + age));

/// The incidents of the whole station that last, by name.
function lasting(status) {
  return [!status.ledger.is_writable && "ledger-unwritable", status.clock.state === "untrusted" && "clock-untrusted",
    ["old", "stale"].includes(status.trust.age) && "trust-" + status.trust.age].filter(Boolean);
}

const stationWrongs = (status) => lasting(status).map((name) => make("li", {}, make("b", {}, t("incident." + name)), " ", make("span", {}, t("incident." + name + ".next"))));

/// What a running station can say of itself of the checks of `diagnose`: what, how, and what is found or to be done.
function checks(status) {
  const wrong = lasting(status);
  const next = (name) => `${t("incident." + name)}: ${t("incident." + name + ".next")}`;
  const found = (what, names, well, grade = "fault") => {
    const name = names.find((each) => wrong.includes(each));
    return [what, name ? grade : "ok", name ? next(name) : well];
  };
  const trust = status.trust.age === "stale" ? "fault" : "warning";
  return [found(t("ui.ledger"), ["ledger-unwritable"], t("ui.writable")), found(t("ui.clock"), ["clock-untrusted"], t("clock." + status.clock.state), "warning"),
    found(t("ui.trust"), ["trust-old", "trust-stale"], trustWords(status.trust), trust), ...status.gates.flatMap(gateChecks)];
}

function gateChecks(gate) {
  const at = (what) => (state.status.gates.length > 1 ? `${what} ${gate.name}` : what);
  const { camera, reader, faults } = gate;
  const rows = [
    camera.fault ? [at(t("ui.camera")), "fault", `${t("incident." + camera.fault.incident)}: ${camera.fault.what}`]
      : [at(t("ui.camera")), camera.state === "streaming" ? "ok" : "warning", t("camera." + camera.state)],
    [at(t("ui.reader")), reader.is_looking ? "ok" : "fault", reader.is_looking ? reader.walls.join(", ") : t(reader.is_alarmed ? "ui.failing" : "ui.not-looking")],
    ...(faults.length ? faults.map((fault) => [at(t("check.lines")), "fault", `${t("incident." + fault.incident)}: ${fault.what}`])
      : [[at(t("check.lines")), "ok", Object.keys(gate.lines).sort().map((name) => t("line." + name)).join(", ")]]),
    [at(t("ui.lock")), gate.lock === "fault" ? "fault" : "ok", t("lock." + gate.lock)],
    [at(t("ui.door")), gate.door.includes("-") ? "warning" : "ok", t("door." + gate.door)]];
  if (measured && gate.name === byId("which").value) {
    const trouble = pictureTrouble(measured);
    rows.push([at(t("check.picture")), trouble ? "warning" : "ok", trouble ? t("check.picture-" + trouble) : `${measured.width} × ${measured.height}`]);
  }
  return rows;
}

const checkRow = ([what, grade, words, mend]) => make("li", { className: "check " + grade }, make("b", {}, t("check." + grade)), make("span", {}, what),
  make("span", { className: "quiet" }, words, mend ? make("code", {}, mend) : null));

/// The name of a part that was looked at. Of some there are several: `line lock`.
const partOf = (name) => words[language]["part." + name] ?? name.replace(/^(\w+)/, (part) => t("part." + part));

/// What the last examination found, the gravest first; null before the first.
let examination = null;

function showExamination() {
  if (!examination) return;
  const grades = ["fault", "warning", "ok"];
  const of = (grade) => examination.checks.filter((check) => check.state === grade);
  byId("examined").textContent = t("ui.examined", clockOf(examination.time), ...grades.map((grade) => of(grade).length));
  const rows = grades.flatMap(of).map(({ name, gate, state: grade, found, mend }) =>
    [gate && state.status?.gates.length > 1 ? `${partOf(name)} ${gate}` : partOf(name), grade, found, grade === "ok" ? null : mend]);
  fill(byId("examination"), ...rows.map(checkRow));
}

/// Has the station look at all that needs nobody at the door.
async function examine() {
  byId("examine").disabled = true;
  byId("examined").textContent = t("ui.examining");
  let answer;
  try { answer = await ask("/api/checks"); } catch { answer = { ok: false, body: {} }; }
  byId("examine").disabled = false;
  if (answer.ok) examination = answer.body; else byId("examined").textContent = refusal(answer.body);
  if (answer.ok) showExamination();
}

function showState(status) {
  const hours = (seconds) => t("ui.hours", Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60));
  fill(byId("station-state"), ...terms([
    [t("ui.clock"), `${clockOf(status.clock.time)} · ${t("clock." + status.clock.state)}`, status.clock.state === "untrusted"],
    [t("ui.trust"), trustWords(status.trust), ["old", "stale"].includes(status.trust.age)],
    [t("ui.ledger"), t(status.ledger.is_writable ? "ui.writable" : "ui.unwritable"), !status.ledger.is_writable],
    [t("ui.uptime"), hours(status.uptime)], [t("ui.policy"), status.policy], [t("ui.clients"), status.clients]]));
  fill(byId("gates"), ...status.gates.map(gateCard));
  const wrong = [...stationWrongs(status), ...status.gates.flatMap(wrongs)];
  fill(byId("checks"), ...checks(status).map(checkRow));
  fill(byId("wrong"), ...(wrong.length ? wrong : [make("li", { className: "well" }, t("ui.all-well"))]));
  fill(byId("which"), ...status.gates.map((gate) => make("option", { value: gate.name }, gate.name)));
}

function show() {
  showBar();
  showLost();
  byId("picture").setAttribute("aria-label", t("ui.preview-alt"));
  if (state.status) showState(state.status);
  showExamination();
  showDay();
  showEvents();
}

document.addEventListener("click", ({ target }) => {
  if (target.id === "look") setLooks(!looks);
  if (target.id === "examine") examine();
  if (target.dataset?.service) confirmAct({ act: "service", gate: target.dataset.gate, on: target.dataset.service === "true" });
});

begin(async () => {
  await follow();
  if (["technician", "administrator"].includes(state.role)) figuresOn(); else byId("picture-problem").textContent = t("ui.forbidden");
});
