"use strict";
// The screen at a gate. The server says what it shows; here are only words, the night, the sound, and what to show when the
// server says nothing. Options in the address: ?gate=NAME  &sound=on  &night=on|off (by the hour where it is left out).

const options = new URLSearchParams(location.search);
/// The server gives a sign every 5 s.
const patience = 12_000;
let words = null;
let screen = { show: "starting" };
let lastSign = performance.now();
let audio = null;

const byId = (id) => document.getElementById(id);

/// The words of a key in the first or the second language.
function text(key, order) {
  const first = words.language;
  const language = order === 0 ? first : first === "id" ? "en" : "id";
  return words[language][key] ?? "";
}

/// `{name}` in a text is what the screen has of that name.
function put(id, key, order) {
  const element = byId(id);
  const value = key ? text(key, order).replace(/\{(\w+)\}/g, (_, name) => screen[name] ?? "") : "";
  if (element.textContent !== value) element.textContent = value;
}

/// What to do where it is full: the next text that fits.
function nextWhenFull({ show, reason, before, are_members_exempt: membersMay }) {
  if (reason !== "full" || before === undefined) return "reason." + reason + ".next";
  if (show === "full" && membersMay) return "full.members";
  if (show === "full") return before > 0 ? "full.waiting" : "reason.full.next";
  return before > 0 ? "full.before" : "full.first";
}

/// The key of the title, of why, and of what to do next.
function keys({ show, reason, direction, before, have, are_members_exempt: membersMay }) {
  if (show === "ready") return { title: direction === "exit" ? "show.exit" : "show.ready", next: (direction === "exit" ? "show.exit" : "show.ready") + ".next" };
  const leaving = show === "admit" && direction === "exit";
  const title = leaving ? "show.admit.exit" : "show." + show;
  const known = reason && text("reason." + reason, 0) !== "";
  // Why it opened is said only where that is something else than a pass.
  if (show === "admit") return { title, why: known && !["ok", "open"].includes(reason) ? "reason." + reason : null, next: title + ".next" };
  if (show === "more") return { title, why: have === undefined ? null : "more.part", next: have === undefined ? title + ".next" : null };
  if (show === "closed" && membersMay === false) return { title: "closed.all", next: "show.deny.next" };
  if (show === "full") return { title, why: reason === "full-today" ? "reason.full-today" : null, next: nextWhenFull({ show, reason, before, are_members_exempt: membersMay }) };
  if (show === "deny" && reason === "full") return { title, why: "reason.full", next: nextWhenFull({ show, reason, before }) };
  if (show === "deny" || show === "refer") {
    return known ? { title, why: "reason." + reason, next: "reason." + reason + ".next" } : { title, next: title + ".next" };
  }
  return { title, next: title + ".next" };
}

function render() {
  if (!words) return;
  const { title, why, next } = keys(screen);
  for (const [order, name] of [[0, "first"], [1, "second"]]) {
    put("title-" + name, title, order);
    put("why-" + name, why, order);
    put("next-" + name, next, order);
  }
  byId("station").textContent = screen.station ?? "";
  showOccupancy();
  document.body.dataset.show = screen.show;
  document.body.dataset.reason = screen.reason ?? "";
}

/// How many are inside and how many more may come, where the station counts.
function showOccupancy() {
  const element = byId("occupancy");
  element.hidden = screen.inside === undefined;
  put("inside-first", "inside.count", 0);
  put("inside-second", "inside.count", 1);
  const room = screen.room > 0 ? "inside.room" : "inside.full";
  put("room-first", room, 0);
  put("room-second", room, 1);
}

function show(next) {
  const isNew = ["show", "reason", "have"].some((name) => next[name] !== screen[name]);
  screen = next;
  render();
  if (isNew) sound(next.show);
}

/// Up for yes, down for no, two equal ones for wait; told apart without hearing the pitch.
const tunes = { admit: [[660, 0], [990, 0.14]], deny: [[300, 0], [200, 0.2]], refer: [[520, 0], [520, 0.25]], more: [[620, 0]] };

function sound(name) {
  if (options.get("sound") !== "on" || !tunes[name]) return;
  audio ??= new AudioContext();
  for (const [pitch, after] of tunes[name]) {
    const tone = audio.createOscillator();
    const level = audio.createGain();
    const begin = audio.currentTime + after;
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0.25, begin);
    level.gain.exponentialRampToValueAtTime(0.001, begin + 0.22);
    tone.connect(level).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + 0.24);
  }
}

function tick() {
  const now = new Date();
  const night = options.get("night") ?? (now.getHours() < 6 || now.getHours() >= 18 ? "on" : "off");
  document.body.classList.toggle("night", night === "on");
  byId("clock").textContent = now.toTimeString().slice(0, 5);
  if (performance.now() - lastSign > patience) {
    lastSign = performance.now();
    show({ show: "unreachable" });
    follow();
  }
}

let stream = null;
function follow() {
  stream?.close();
  const gate = options.get("gate");
  stream = new EventSource("/events" + (gate ? "?gate=" + gate : ""));
  stream.addEventListener("screen", (event) => {
    lastSign = performance.now();
    show(JSON.parse(event.data));
  });
  stream.addEventListener("beat", () => { lastSign = performance.now(); });
}

async function begin() {
  tick();
  setInterval(tick, 1000);
  follow();
  while (!words) {
    try {
      words = await (await fetch("/text.json")).json();
    } catch {
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
  document.documentElement.lang = words.language;
  for (const name of ["title", "why", "next", "inside", "room"]) byId(name + "-second").lang = words.language === "id" ? "en" : "id";
  for (const element of document.querySelectorAll("[data-first]")) element.textContent = text(element.dataset.first, 0);
  for (const element of document.querySelectorAll("[data-second]")) {
    element.textContent = text(element.dataset.second, 1);
    element.lang = words.language === "id" ? "en" : "id";
  }
  render();
}

begin();
