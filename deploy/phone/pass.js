"use strict";
// A pass that lives on one phone. Its key is made here, kept by the browser, and cannot be taken out; every 15 s it signs the
// time. A pass is bound to it by a claim (cnf) that its issuer signed. See docs/bound-passes.md.

const interval = 15_000;
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const byId = (id) => document.getElementById(id);

let store = null, pair = null, point = null, pass = null, timer = null, drawing = 0;

/// A Base45 text (RFC 9285) of bytes.
function base45(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length;
    let value = isPair ? bytes[at] << 8 | bytes[at + 1] : bytes[at];
    for (let letter = isPair ? 3 : 2; letter > 0; letter--) {
      text += alphabet[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return text;
}

/// Its bytes; null where it is none.
function fromBase45(text) {
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((letter) => alphabet.indexOf(letter));
    if (group.length === 1 || group.includes(-1)) return null;
    const value = group.reduceRight((sum, digit) => sum * 45 + digit, 0);
    if (value >= 256 ** (group.length - 1)) return null;
    if (group.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return new Uint8Array(bytes);
}

const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));

/// A byte string in CBOR (RFC 8949 section 3.1).
function byteString(bytes) {
  const length = bytes.length;
  const head = length < 24 ? [0x40 | length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
  return joined(head, bytes);
}

/// The pass, the time, and ES256 over both: a Sig_structure (RFC 9052 section 4.4) whose external data is the pass.
async function shown(seconds) {
  const time = new Uint8Array(4);
  new DataView(time.buffer).setUint32(0, seconds);
  const input = joined(
    [0x84, 0x6a], new TextEncoder().encode("Signature1"), byteString([0xa1, 0x01, 0x26]), byteString(pass), byteString(time));
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, input);
  return "SP1:" + base45(joined(pass, time, new Uint8Array(signature)));
}

function drawCode(text) {
  const svg = byId("code"), modules = text ? qrModules(text) : [];
  const size = modules.length + 8;
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.firstElementChild.setAttribute("d", modules.flatMap((row, y) =>
    row.flatMap((isDark, x) => isDark ? [`M${x + 4} ${y + 4}h1v1h-1z`] : [])).join(""));
  svg.dataset.text = text;
}

/// Draws what is to be seen now, and does so again when the next code is due.
async function draw() {
  clearTimeout(timer);
  const turn = ++drawing;
  if (!pass) {
    byId("key").textContent = "DK1:" + base45(point);
    drawCode("DK1:" + base45(point));
    document.body.dataset.show = "bind";
    return;
  }
  document.body.dataset.show = "pass";
  // A code that nobody looks at grows old: it must not be the first thing a gate sees.
  if (document.hidden) return drawCode("");
  const now = Date.now();
  const text = await shown(Math.floor(now / 1000));
  if (turn !== drawing) return;
  drawCode(text);
  byId("time").textContent = new Date(now).toLocaleTimeString(document.documentElement.lang);
  timer = setTimeout(draw, interval);
}

function say(fault) {
  byId("fault").textContent = fault ?? "";
  byId("fault").hidden = !fault;
}

/// Keeps a pass that was scanned, pasted or stood in the address, if it is bound to this phone.
async function take(text) {
  const trimmed = text.trim();
  const bytes = trimmed.startsWith("SP1:") ? fromBase45(trimmed.slice(4)) : null;
  if (!bytes || bytes.length > 200) return say("Itu bukan pas. · That is no pass.");
  // A pass that is bound to a phone has bit 7 clear, the sign of the key's y in bit 2, and its x from byte 25 on.
  const holds = bytes[0] < 128 && (bytes[0] >> 2 & 1) === (point[0] & 1) && point.slice(1).every((byte, place) => bytes[25 + place] === byte);
  if (!holds) return say("Pas itu bukan untuk ponsel ini. · That pass is not bound to this phone.");
  await keep("pass", bytes);
  pass = bytes;
  say();
  await draw();
}

const asked = (request) => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});
const kept = (name) => asked(store.transaction("kept").objectStore("kept").get(name));
const keep = (name, value) => new Promise((done, fail) => {
  const transaction = store.transaction("kept", "readwrite");
  transaction.objectStore("kept").put(value, name);
  transaction.oncomplete = done;
  transaction.onabort = () => fail(transaction.error);
});

/// The key of this phone: the one that was kept, or a new one.
async function open() {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) throw new Error(globalThis.isSecureContext ? "no WebCrypto or IndexedDB" : "not https");
  const request = indexedDB.open("pass", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("kept");
  store = await asked(request);
  pair = await kept("key");
  if (!pair) {
    const made = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
    await keep("key", made);
    // As it was kept: a browser that cannot keep keys shows it here.
    pair = await kept("key");
  }
  const whole = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  point = joined([2 + (whole[64] & 1)], whole.slice(1, 33));
  pass = await kept("pass") ?? null;
  navigator.storage?.persist?.();
}

async function takeFromAddress() {
  let text = location.hash.slice(1);
  try { text = decodeURIComponent(text); } catch { /* A % of the pass itself. */ }
  if (!text.startsWith("SP1:")) return;
  history.replaceState(null, "", location.pathname);
  await take(text);
}

async function scan() {
  const video = byId("camera");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    while (!pass) {
      const [code] = await detector.detect(video);
      if (code) await take(code.rawValue);
      await new Promise((next) => requestAnimationFrame(next));
    }
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.hidden = true;
  }
}

async function start() {
  try {
    await open();
    await draw();
  } catch (fault) {
    byId("why").textContent = fault.message;
    document.body.dataset.show = "cannot";
    return;
  }
  byId("take").onclick = () => take(byId("text").value);
  byId("forget").onclick = async () => {
    await keep("pass", undefined);
    pass = null;
    await draw();
  };
  byId("scan").hidden = !("BarcodeDetector" in globalThis);
  byId("scan").onclick = () => scan().catch((fault) => say(fault.message));
  document.addEventListener("visibilitychange", draw);
  addEventListener("hashchange", takeFromAddress);
  await takeFromAddress();
}

start();
navigator.serviceWorker?.register("worker.js").catch(() => {});
