"use strict";
// QR codes (ISO/IEC 18004) of the letters of alphanumeric mode, level L, versions 1 to 10: at most 395 letters.

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Of each version: codewords, those of correction in each block, blocks, and the second centre of alignment and the third.
const versions = [
  [26, 7, 1], [44, 10, 1, 18], [70, 15, 1, 22], [100, 20, 1, 26], [134, 26, 1, 30], [172, 18, 2, 34], [196, 20, 2, 22, 38],
  [242, 24, 2, 24, 42], [292, 30, 2, 26, 46], [346, 18, 4, 28, 50],
];

/// GF(256) by 0x11D.
const power = new Uint8Array(255), log = new Uint8Array(256);
for (let exponent = 0, value = 1; exponent < 255; exponent++) {
  power[exponent] = value;
  log[value] = exponent;
  value = value << 1 ^ (value & 128 ? 0x11d : 0);
}
const times = (a, b) => a && b ? power[(log[a] + log[b]) % 255] : 0;

function correction(data, count) {
  let generator = [1];
  for (let root = 0; root < count; root++) {
    const next = [...generator, 0];
    generator.forEach((factor, place) => { next[place + 1] ^= times(factor, power[root]); });
    generator = next;
  }
  const rest = new Uint8Array(count);
  for (const byte of data) {
    const factor = byte ^ rest[0];
    rest.copyWithin(0, 1);
    rest[count - 1] = 0;
    for (let place = 0; place < count; place++) rest[place] ^= times(generator[place + 1], factor);
  }
  return rest;
}

/// The codewords of the data, filled up to `capacity`.
function codewords(text, countBits, capacity) {
  const bits = [];
  const put = (value, width) => { while (width--) bits.push(value >> width & 1); };
  put(2, 4);
  put(text.length, countBits);
  for (let at = 0; at < text.length; at += 2) {
    if (at + 1 < text.length) put(letters.indexOf(text[at]) * 45 + letters.indexOf(text[at + 1]), 11);
    else put(letters.indexOf(text[at]), 6);
  }
  put(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  for (let filler = 236; bits.length < capacity * 8; filler ^= 236 ^ 17) put(filler, 8);
  const bytes = new Uint8Array(capacity);
  bits.forEach((bit, at) => { bytes[at >> 3] |= bit << 7 - at % 8; });
  return bytes;
}

/// The blocks' codewords in the order in which they are placed.
function interleaved(data, [total, perBlock, blocks]) {
  const short = Math.floor(data.length / blocks), long = data.length % blocks, parts = [];
  for (let block = 0, at = 0; block < blocks; block++) {
    const length = short + (block >= blocks - long ? 1 : 0);
    parts.push(data.subarray(at, at + length));
    at += length;
  }
  const out = [];
  for (let at = 0; at <= short; at++) for (const part of parts) if (at < part.length) out.push(part[at]);
  const corrections = parts.map((part) => correction(part, perBlock));
  for (let at = 0; at < perBlock; at++) for (const part of corrections) out.push(part[at]);
  return out;
}

/// `value` and the rest of its division by a generator of `degree`.
function protectedBits(value, generator, degree) {
  let rest = value << degree;
  for (let bit = 31 - Math.clz32(rest); bit >= degree; bit = 31 - Math.clz32(rest)) rest ^= generator << bit - degree;
  return value << degree | rest;
}

/// Finders, timing, alignment, format and version; what is undefined afterwards is for the data.
function frame(version) {
  const size = 17 + 4 * version;
  const grid = Array.from({ length: size }, () => new Array(size));
  const square = (row, column, reach, isDark) => {
    for (let y = -reach; y <= reach; y++) for (let x = -reach; x <= reach; x++) {
      if (grid[row + y] && column + x >= 0 && column + x < size) grid[row + y][column + x] = isDark(Math.max(Math.abs(x), Math.abs(y)));
    }
  };
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]]) square(row, column, 4, (ring) => ring !== 2 && ring !== 4);
  const centres = version > 1 ? [6, ...versions[version - 1].slice(3)] : [];
  for (const row of centres) for (const column of centres) {
    if (grid[row][column] === undefined) square(row, column, 2, (ring) => ring !== 1);
  }
  for (let at = 8; at < size - 8; at++) {
    grid[6][at] ??= at % 2 === 0;
    grid[at][6] ??= at % 2 === 0;
  }
  // Level L (01) and mask 0. A pass is signatures: as even as any mask would make it.
  const format = protectedBits(1 << 3, 0x537, 10) ^ 0x5412;
  for (let bit = 0; bit < 15; bit++) {
    const isDark = (format >> bit & 1) === 1;
    const down = bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit;
    const along = bit < 8 ? size - 1 - bit : bit === 8 ? 7 : 14 - bit;
    grid[down][8] = isDark;
    grid[8][along] = isDark;
  }
  grid[size - 8][8] = true;
  if (version >= 7) {
    const bits = protectedBits(version, 0x1f25, 12);
    for (let bit = 0; bit < 18; bit++) {
      const [near, far] = [Math.floor(bit / 3), size - 11 + bit % 3];
      grid[near][far] = grid[far][near] = (bits >> bit & 1) === 1;
    }
  }
  return grid;
}

/// The modules, row by row; true is dark. Throws for a text that is too long or has another letter.
function qrModules(text) {
  if (![...text].every((letter) => letters.includes(letter))) throw new Error("not alphanumeric");
  const needed = (countBits) => Math.ceil((4 + countBits + 11 * (text.length >> 1) + 6 * (text.length & 1)) / 8);
  const countBits = (version) => version < 10 ? 9 : 11;
  const version = 1 + versions.findIndex(([total, perBlock, blocks], at) => needed(countBits(at + 1)) <= total - perBlock * blocks);
  if (version === 0) throw new Error("too long");
  const shape = versions[version - 1];
  const data = interleaved(codewords(text, countBits(version), shape[0] - shape[1] * shape[2]), shape);
  const grid = frame(version), size = grid.length;
  let bit = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const isUpward = (right + 1 & 2) === 0;
    for (let step = 0; step < size; step++) {
      const row = isUpward ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (grid[row][column] !== undefined) continue;
        const isSet = (data[bit >> 3] >> 7 - bit % 8 & 1) === 1;
        grid[row][column] = isSet !== ((row + column) % 2 === 0);
        bit++;
      }
    }
  }
  return grid;
}
