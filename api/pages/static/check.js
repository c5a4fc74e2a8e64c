// Proves in the reader's browser what the server said of a receipt: that its hash is under a checkpoint that the log's
// key signed, and, where the receipt carries the log's promise, that this is the log's too.

import { Refused, checkInclusion, hex, openNote, parseCheckpoint, parseProof, parseVerifiers } from "./proof.js";

const section = document.querySelector(".proving");

/** The bytes of hexadecimal digits. */
const bytes = (digits) => Uint8Array.from(digits.match(/../g), (each) => parseInt(each, 16));

/** The log's promise in a receipt that was pasted as JSON; none in a check code. */
function promised(text) {
  try {
    const told = JSON.parse(text);
    return (told.receipts?.[0] ?? told).receipt ?? null;
  } catch {
    return null;
  }
}

async function text(address) {
  const answer = await fetch(address);
  if (answer.status === 404) throw new Refused("unpublished", address);
  if (!answer.ok) throw new Refused("unable", `${address}: ${answer.status}`);
  return answer.text();
}

async function prove(list, { position, leaf, origin }) {
  const words = list.dataset;
  const step = (said, holds, detail) => {
    const item = document.createElement("li");
    const mark = document.createElement("span");
    if (holds !== null) {
      mark.className = holds ? "holds" : "fails";
      mark.textContent = holds ? `✓ ${words.passed}` : `✗ ${words.failed}`;
    }
    const code = document.createElement("code");
    code.textContent = detail;
    item.append(`${said} `, mark, " ", code);
    list.append(item);
  };
  const waiting = document.createElement("li");
  waiting.textContent = words.asking;
  list.replaceChildren(waiting);
  let said = words.key;
  try {
    const [keys, proof] = await Promise.all([text("/log-key"), text(`/v1/events/${position}/proof`)]);
    const verifiers = await parseVerifiers(keys);
    const named = (name) => verifiers.filter((each) => each.name === name);
    const { index, hashes, checkpoint } = parseProof(proof);
    waiting.remove();
    step(said, null, named(origin).map((each) => each.text).join(" "));
    said = words.signed;
    const head = parseCheckpoint((await openNote(checkpoint, named(origin))).text);
    if (head.origin !== origin) throw new Refused("bad_checkpoint", `it is of the log ${head.origin}`);
    step(said, true, hex(head.root));
    said = words.included.replace("{size}", head.size.toLocaleString("en"));
    if (index !== Number(position) - 1) throw new Refused("bad_proof", `it is of position ${index + 1}`);
    await checkInclusion(bytes(leaf), index, head.size, hashes, head.root);
    step(said, true, leaf);
    const promise = promised(document.querySelector("#code").value);
    if (promise) {
      said = words.promised;
      const receipt = parseProof(promise);
      const batch = parseCheckpoint((await openNote(receipt.checkpoint, named(`${origin}/receipts`))).text);
      await checkInclusion(bytes(leaf), receipt.index, batch.size, receipt.hashes, batch.root);
      step(said, true, `${origin}/receipts`);
    }
    section.dataset.proven = "yes";
  } catch (error) {
    waiting.remove();
    const excuse = error instanceof Refused ? words[error.code] : null; // unpublished, unable: nothing is wrong yet
    if (excuse) list.append(Object.assign(document.createElement("li"), { textContent: excuse }));
    else step(said, false, error.message);
    section.dataset.proven = excuse ? "unknown" : "no";
  }
}

if (section) prove(section.querySelector(".steps"), section.dataset);
