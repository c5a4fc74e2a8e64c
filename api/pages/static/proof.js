// Proves in a browser that bytes are a fact of the log, trusting nothing but the log's public keys: signed notes with
// Ed25519 (c2sp.org/signed-note), checkpoints (c2sp.org/tlog-checkpoint), proofs and receipts (c2sp.org/tlog-proof)
// and the Merkle tree of RFC 6962. It is as strict as ledger/transparency: each value has one spelling.

const KEY = /^([^+\s\x85]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u;
const SIGNATURE = /^\u2014 ([^+\s\x85]+) ([A-Za-z0-9+/=]+)$/u;
const CONTROL = /[\x00-\x09\x0b-\x1f]/u;
const ED25519 = 1, HASH_BYTES = 32, MOST_HASHES = 64, MOST_SIGNATURES = 100;
const UTF8 = new TextEncoder();

/**
 * What is wrong, the details in English. `code` is one of bad_key, bad_note, unsigned, bad_signature, bad_checkpoint,
 * bad_proof, wrong_root, and unable where this browser cannot tell.
 */
export class Refused extends Error {
  constructor(code, detail) {
    super(detail);
    this.code = code;
  }
}

/** Proves stored bytes by a proof or a receipt, under keys that bear the name `origin`; else throws Refused. */
export async function proven(stored, proof, verifiers, origin) {
  const { index, hashes, checkpoint } = parseProof(proof);
  const { text, signers } = await openNote(checkpoint, verifiers.filter((key) => key.name === origin));
  const head = parseCheckpoint(text);
  if (head.origin !== origin) throw new Refused("bad_checkpoint", `it is of the log ${head.origin}`);
  await checkInclusion(await leafHash(stored), index, head.size, hashes, head.root);
  return { index, size: head.size, root: head.root, signers };
}

/** The public keys of a text, one a line: name+ID+base64(0x01, key); the ID must follow from the rest. */
export async function parseVerifiers(text) {
  const keys = [];
  for (const line of read(text, "bad_key").split("\n").filter((each) => each !== "")) {
    const match = KEY.exec(line), raw = match && bytesOf(match[3]);
    if (!raw || raw.length !== 1 + HASH_BYTES || raw[0] !== ED25519) throw new Refused("bad_key", line);
    const id = hex((await sha256(UTF8.encode(`${match[1]}\n`), raw)).slice(0, 4));
    if (id !== match[2]) throw new Refused("bad_key", `${line}: its ID is ${id}`);
    keys.push({ name: match[1], id, key: raw.slice(1), text: line });
  }
  return keys;
}

/** The text of a note and the known keys that signed it: one at least, and none of them wrongly. */
export async function openNote(note, verifierKeys) {
  const whole = read(note, "bad_note"), blank = whole.lastIndexOf("\n\n"), lines = whole.slice(blank + 2).split("\n");
  if (blank < 0 || lines.pop() !== "" || !lines.length || lines.length > MOST_SIGNATURES || CONTROL.test(whole)) {
    throw new Refused("bad_note", "it is not a text, an empty line and signatures");
  }
  const text = whole.slice(0, blank + 1), signers = [];
  for (const line of lines) {
    const match = SIGNATURE.exec(line), raw = match && bytesOf(match[2]);
    if (!raw || raw.length < 5) throw new Refused("bad_note", "a line of signatures is not written as it must be");
    const id = hex(raw.slice(0, 4));
    for (const known of verifierKeys.filter((each) => each.name === match[1] && each.id === id)) {
      const good = await verifies(known.key, raw.slice(4), UTF8.encode(text));
      if (!good) throw new Refused("bad_signature", `it is not that of ${known.name} over this text`);
      signers.push(known.text);
    }
  }
  if (!signers.length) throw new Refused("unsigned", "no known key has signed it");
  return { text, signers };
}

/** Origin, size and root of the log as its text says, which means nothing before its note was opened. */
export function parseCheckpoint(text) {
  const lines = text.split("\n"), size = decimal(lines[1] ?? ""), root = bytesOf(lines[2] ?? "");
  if (lines.pop() !== "" || lines.length < 3 || lines.includes("") || size === null || root?.length !== HASH_BYTES) {
    throw new Refused("bad_checkpoint", "it is not origin, size and root");
  }
  return { origin: lines[0], size, root };
}

/** Index, hashes and the signed checkpoint of a proof or a receipt, none of it true until it was checked. */
export function parseProof(text) {
  const whole = read(text, "bad_proof"), blank = whole.indexOf("\n\n");
  const [version, ...lines] = whole.slice(0, Math.max(blank, 0)).split("\n");
  const extra = lines[0]?.startsWith("extra ") ? bytesOf(lines.shift().slice(6)) : [0];
  if (!extra?.length) throw new Refused("bad_proof", "what follows `extra` is not base64");
  const index = decimal(/^index (.*)$/u.exec(lines.shift() ?? "")?.[1] ?? ""), hashes = lines.map(bytesOf);
  const formed = version === "c2sp.org/tlog-proof@v1" && index !== null && hashes.length <= MOST_HASHES;
  if (!formed || hashes.some((each) => each?.length !== HASH_BYTES)) throw new Refused("bad_proof", "it is no proof");
  return { index, hashes, checkpoint: whole.slice(blank + 2) };
}

/** SHA-256(0x00, bytes): the bytes as they are stored, never written again. */
export const leafHash = (bytes) => sha256([0], bytes);

/** Throws unless the leaf is number `index` of the `size` leaves under this root (RFC 9162 §2.1.3.2). */
export async function checkInclusion(leaf, index, size, hashes, root) {
  if (!(index >= 0 && index < size)) throw new Refused("bad_proof", `leaf ${index} is not in a tree of ${size}`);
  let node = index, last = size - 1, found = leaf;
  for (const step of hashes) {
    if (last === 0) throw new Refused("bad_proof", "the proof has too many hashes");
    if (node % 2 || node === last) {
      found = await sha256([1], step, found);
      while (node && node % 2 === 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      found = await sha256([1], found, step);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  if (last) throw new Refused("bad_proof", "the proof has too few hashes");
  if (hex(found) !== hex(root)) throw new Refused("wrong_root", `it leads to ${hex(found)}, not to ${hex(root)}`);
}

/** Bytes as lower-case hexadecimal digits. */
export const hex = (bytes) => Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");

/** A text as UTF-8 says it, strictly. */
function read(text, code) {
  if (typeof text === "string") return text;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    throw new Refused(code, "it is not UTF-8");
  }
}

function bytesOf(base64) {
  try {
    const binary = atob(base64);
    return btoa(binary) === base64 ? Uint8Array.from(binary, (each) => each.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

const decimal = (text) => (/^(0|[1-9][0-9]{0,15})$/u.test(text) && Number.isSafeInteger(+text) ? +text : null);

async function sha256(...parts) {
  if (!globalThis.crypto?.subtle) throw new Refused("unable", "WebCrypto wants https");
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(parts.flatMap((each) => [...each]))));
}

async function verifies(key, signature, message) {
  try {
    const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, signature, message);
  } catch (error) {
    throw new Refused(error.name === "DataError" ? "bad_key" : "unable", error.message);
  }
}
