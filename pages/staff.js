"use strict";
// What the staff's pages share: words, requests, the stream of what happens, confirmed acts, plots.

let words = null;
let language = "id";
const state = { role: "", status: null, day: [], events: [] };
/// The server gives a sign every 5 s.
const patience = 12_000;
const mostEvents = 200;

const byId = (id) => document.getElementById(id);

/// The words of a key; `{0}` is replaced. Of a key that has none, its last part.
function t(key, ...values) {
  const pattern = words[language][key] ?? key.slice(key.indexOf(".") + 1);
  return values.reduce((text, value, index) => text.replaceAll(`{${index}}`, value), pattern);
}

/// An element with properties, and children that are elements or text.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value; else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/// Puts other children in an element, but only where they look different: what is being pressed stays.
function fill(element, ...children) {
  const next = document.createElement("div");
  next.append(...children);
  if (element.innerHTML !== next.innerHTML) element.replaceChildren(...next.childNodes);
}

/// What a web server before the console refuses by itself, in words of its own.
const refusedOnTheWay = { 413: "tooLarge", 429: "tooManyTries" };

/// Asks; where nobody is logged in, goes to the login.
async function ask(path, options = {}) {
  const response = await fetch(path, options);
  if (response.status === 401 && path !== "/api/login") {
    location.href = "/login?next=" + location.pathname;
    return { ok: false, body: {} };
  }
  const measured = response.headers.get("Measured");
  if (response.headers.get("Content-Type") === "application/json") return { ok: response.ok, measured, body: await response.json() };
  return { ok: response.ok, measured, body: response.ok ? await response.blob() : { error: refusedOnTheWay[response.status] } };
}

async function post(path, body) {
  try {
    return await ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    return { ok: false, body: { error: "unreachable" } };
  }
}

const refusal = (body) => t("refusal." + (body.error ?? "unreachable"));

function say(message) {
  const toast = byId("toast");
  toast.textContent = message;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.textContent = ""; }, 6000);
}

/// Asks whether it is meant, does it, and says what came of it. `wish` is what the server is asked, `value` what the question names.
function confirmAct(wish, value = wish.gate) {
  const dialog = byId("confirm");
  byId("question").textContent = t("ui.confirm-" + wish.act + (wish.on === undefined ? "" : wish.on ? "-on" : "-off"), value);
  byId("yes").onclick = async () => {
    dialog.close();
    const answer = await post("/api/act", wish);
    say(answer.ok ? t("ui.done") : refusal(answer.body));
  };
  byId("no").onclick = () => dialog.close();
  dialog.showModal();
}

function showBar() {
  const station = state.status?.station ?? "";
  const link = (path, key) => make("a", { href: path, ...(location.pathname === path ? { "aria-current": "page" } : {}) }, t(key));
  const mayService = ["technician", "administrator"].includes(state.role);
  fill(byId("bar"), make("strong", {}, station), make("nav", {}, link("/officer", "ui.officer-page"), mayService ? link("/technician", "ui.technician-page") : null),
    make("span", { className: "quiet" }, t("role." + state.role)),
    make("button", { className: "plain", id: "language", type: "button" }, t("ui.language")),
    make("button", { className: "plain", id: "logout", type: "button" }, t("ui.logout")));
}

function showWords() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
}

document.addEventListener("click", async ({ target }) => {
  if (target.id === "language") {
    language = language === "id" ? "en" : "id";
    localStorage.setItem("language", language);
    showWords();
    if (byId("bar")) show();
  }
  if (target.id === "logout") {
    await post("/api/logout", {});
    location.href = "/login";
  }
});

/// Loads the words, and then what the page is.
async function begin(page) {
  words = await (await fetch("/text.json")).json();
  language = localStorage.getItem("language") ?? words.language;
  showWords();
  await page();
}

// Each page has its own `show`.

/// What is, and from then on what happens.
async function follow() {
  const answer = await ask("/api/state");
  if (!answer.ok) return;
  Object.assign(state, answer.body);
  show();
  let lastSign = performance.now();
  const sign = () => { lastSign = performance.now(); };
  const stream = new EventSource("/api/events");
  stream.addEventListener("state", (event) => { sign(); Object.assign(state, JSON.parse(event.data)); show(); });
  stream.addEventListener("beat", sign);
  stream.addEventListener("status", (event) => { sign(); state.status = JSON.parse(event.data); show(); });
  stream.addEventListener("lost", () => { sign(); state.status = null; show(); });
  stream.addEventListener("happened", (event) => { sign(); take(JSON.parse(event.data)); });
  const timer = setInterval(() => {
    if (performance.now() - lastSign < patience && stream.readyState !== EventSource.CLOSED) return;
    // Logged out, or the console was started anew: `/api/state` tells.
    clearInterval(timer);
    stream.close();
    state.status = null;
    show();
    again();
  }, 1000);
}

async function again() {
  try { await follow(); } catch { setTimeout(again, 2000); }
}

function take(event) {
  if (event.event !== "lines") {
    state.events.push(event);
    if (state.events.length > mostEvents) state.events.shift();
  }
  if (event.verdict) count(event);
  show();
}

/// The quarter of an hour that it falls into.
function count(event) {
  const begin = Math.floor(Date.parse(event.time) / 900_000) * 900;
  if (!(state.day.at(-1)?.begin >= begin)) state.day.push({ begin, admit: 0, refer: 0, deny: 0 });
  state.day.at(-1)[event.verdict] += 1;
}

/// Both languages count the hours to 24.
const locale = () => (language === "id" ? "id" : "en-GB");
const clockOf = (time) => new Date(time).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/// What one event says, in words.
function describe(event) {
  switch (event.event) {
    case "decided": return [t("why." + event.reason), event.class && t("class." + event.class), event.lock && t("lock." + event.lock), event.milliseconds !== undefined && t("ui.milliseconds", event.milliseconds)];
    case "acted": {
      const at = event.what.lastIndexOf("-");
      return [t("act." + event.what.slice(0, at)), t("by." + event.what.slice(at + 1)), event.lock && t("lock." + event.lock)];
    }
    case "incident": return [t("incident." + event.what), t("incident." + event.what + ".next")];
    case "recovered": return event.what ? [t("ui.was", t("incident." + event.what))] : [];
    case "camera": return [t("camera." + event.what)];
    case "door": return [t("door." + event.what)];
    case "clock": return [t("clock." + event.what)];
    case "collecting": return [t("ui.of", event.have, event.count)];
    case "occupancy": return [`${t("ui.inside")}: ${event.occupancy.inside}`];
    default: return [];
  }
}

function showEvents() {
  const rows = state.events.slice(-100).reverse().map((event) => {
    const kind = event.verdict ?? event.event;
    const title = event.verdict ? t("verdict." + event.verdict) : t("event." + event.event);
    return make("li", { className: "event " + kind }, make("time", {}, clockOf(event.time)), make("b", {}, title),
      make("span", {}, describe(event).filter(Boolean).join(" · ")), make("span", { className: "quiet" }, event.gate ?? ""));
  });
  fill(byId("events"), ...(rows.length ? rows : [make("li", { className: "quiet" }, t("ui.no-events"))]));
}

/// The day by quarters of an hour, one bar each, its parts told apart by their order and pattern too.
function showDay() {
  const now = Math.floor(Date.now() / 900_000) * 900;
  const quarters = state.day.filter((quarter) => quarter.begin > now - 86_400);
  const most = Math.max(4, ...quarters.map((quarter) => quarter.admit + quarter.refer + quarter.deny));
  const total = (name) => quarters.reduce((sum, quarter) => sum + quarter[name], 0);
  const names = ["admit", "refer", "deny"];
  const summary = names.map((name) => `${t("verdict." + name)} ${total(name)}`).join(" · ");
  const plot = draw("svg", { viewBox: "0 0 480 150", role: "img", "aria-label": `${t("ui.today")}: ${summary}`, class: "plot" });
  for (let hour = 0; hour <= 24; hour += 6) {
    const x = 480 - ((now + 900 - (Math.floor(now / 3600) * 3600 - (24 - hour) * 3600 + 3600)) / 86_400) * 480;
    if (x < 0 || x > 470) continue;
    const label = new Date((Math.floor(now / 3600) - (24 - hour) + 1) * 3_600_000).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
    plot.append(draw("path", { d: `M${x} 6V124`, class: "grid" }), draw("text", { x: x + 3, y: 144 }, label));
  }
  plot.append(draw("path", { d: "M0 124H480", class: "grid" }), draw("text", { x: 2, y: 14 }, most));
  for (const quarter of quarters) {
    let y = 124;
    for (const name of names) {
      const height = (quarter[name] / most) * 112;
      y -= height;
      if (height > 0) plot.append(draw("rect", { x: 480 - ((now + 900 - quarter.begin) / 86_400) * 480, y, width: 4.2, height, class: name }));
    }
  }
  const legend = names.map((name) => make("li", { className: name }, `${t("verdict." + name)} ${total(name)}`));
  fill(byId("day"), plot, make("ul", { className: "legend" }, ...legend));
}

/// A line of numbers over the last minute.
function plotLine(element, label, values, unit = "") {
  const most = Math.max(1e-9, ...values);
  const points = values.map((value, index) => `${(index / Math.max(1, values.length - 1)) * 240},${56 - (value / most) * 50}`).join(" ");
  fill(element, draw("svg", { viewBox: "0 0 240 60", class: "plot line", role: "img", "aria-label": `${label}: ${values.at(-1) ?? 0}${unit}` },
    draw("path", { d: "M0 58H240", class: "grid" }), draw("polyline", { points, class: "trace" })));
}

function showLost() { byId("lost").hidden = state.status !== null; }

/// Terms and what is said of them.
const terms = (pairs) => pairs.filter(Boolean).flatMap(([term, value, isBad]) => [make("dt", {}, term), make("dd", { className: isBad ? "bad" : "" }, String(value))]);

/// How one gate is.
function gateTerms(gate) {
  const lit = Object.keys(gate.lines).filter((name) => gate.lines[name]).sort();
  const reader = gate.reader.is_looking ? t("ui.looking") : gate.reader.is_alarmed ? t("ui.failing") : t("ui.not-looking");
  return terms([
    [t("ui.lock"), t("lock." + gate.lock), gate.lock === "fault"], [t("ui.door"), t("door." + gate.door), gate.door.includes("-")],
    [t("ui.camera"), t("camera." + gate.camera.state), Boolean(gate.camera.fault)], [t("ui.reader"), reader, !gate.reader.is_looking],
    [t("ui.alarm"), t("alarm." + gate.alarm), gate.alarm !== "quiet"], [t("ui.lamps"), lit.map((name) => t("line." + name)).join(", ") || t("ui.nothing")],
    gate.service !== undefined && [t("ui.service"), t("ui.service-left", Math.ceil(gate.service / 60)), true],
  ]);
}

/// What is wrong at a gate, each with what to do; what the station says of it, in English, is for a technician.
function wrongs(gate) {
  const faults = [gate.camera.fault, ...gate.faults].filter(Boolean).map(({ incident, what }) => [incident, what]);
  return [...gate.causes.map((cause) => [cause, ""]), ...faults].map(([name, detail]) => make("li", {}, make("b", {}, `${gate.name}: ${t("incident." + name)}`), " ",
    make("span", {}, t("incident." + name + ".next")), " ", make("span", { className: "quiet" }, detail)));
}
