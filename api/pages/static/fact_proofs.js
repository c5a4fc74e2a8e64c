// Proves each fact of a replay in the browser of whoever reads it: the stored bytes, their proof and the checkpoint are
// fetched and checked by proof.js, and what the row shows is compared with what the bytes say.

import { hex, parseVerifiers, proven } from "./proof.js";

const AT_ONCE = 4;
const SHANGHAI_MS = 8 * 3600 * 1000;
const results = new Map();
let words, keys;

/** Bytes of this host; throws where there are none. */
async function bytesAt(path) {
  const answer = await fetch(path).catch(() => null);
  if (!answer?.ok) throw Object.assign(new Error(path), { code: "absent" });
  return new Uint8Array(await answer.arrayBuffer());
}

/** What is proven of the fact of a row: its bytes, what they say, and under which root. */
async function prove(row, origin) {
  const position = Number(row.dataset.position);
  keys ??= bytesAt("/log-key").then(parseVerifiers);
  keys.catch(() => { keys = undefined; });
  const [verifiers, stored, proof] = await Promise.all([
    keys, bytesAt(row.dataset.leaf), bytesAt(`/v1/events/${position}/proof`),
  ]);
  const found = await proven(stored, proof, verifiers, origin);
  if (found.index !== position - 1) throw Object.assign(new Error("another position"), { code: "bad_proof" });
  return { ...found, at: shanghai(new Date()), text: new TextDecoder().decode(stored) };
}

const shanghai = (instant) => new Date(+instant + SHANGHAI_MS).toISOString().slice(0, 19).replace("T", " ");

/** Where a row shows other than the bytes say; what it shows is read from what a person sees. */
function differences(row, text) {
  const { fact, position, recorded_at } = JSON.parse(text);
  const [occurred, recorded] = [...row.querySelectorAll("time")].map((each) => [each.dateTime, each.textContent]);
  const shown = {
    position: [row.querySelector(".at").textContent, `#${position}`],
    type: [row.dataset.type, fact.type],
    subject: [row.dataset.subject, fact.subject],
    stated_by: [row.dataset.statedBy, fact.stated_by],
    occurred_at: [occurred.join(" / "), `${fact.occurred_at} / ${shanghai(new Date(fact.occurred_at))}`],
    recorded_at: [recorded.join(" / "), `${recorded_at} / ${shanghai(new Date(recorded_at))}`],
  };
  return Object.entries(shown).filter(([, [page, leaf]]) => page !== leaf).map(([name, [page, leaf]]) =>
    words[name] + filled(words.page_and_leaf, { page, leaf }));
}

const toldOf = ({ size, root, signers, at }) => ({ size, root: hex(root), key: signers[0], at });
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Tries a row and tells what came of it: proven, differs, or untold. */
async function judge(row, open) {
  const { dataset: { position } } = row, { origin } = row.closest("#case").dataset;
  mark(row, "busy");
  try {
    if (!results.has(position)) results.set(position, await prove(row, origin));
    const found = results.get(position), wrong = differences(row, found.text);
    if (wrong.length) return mark(row, "differs", wrong.join("\n"), found.text, true);
    return mark(row, "proven", filled(words.evidence, { position, ...toldOf(found) }), found.text, open);
  } catch (error) {
    const code = error instanceof SyntaxError ? "unreadable" : error.code ?? "unable";
    return mark(row, ["unable", "absent"].includes(code) ? "untold" : "differs", words[code], error.message, true);
  }
}

/** The badge of a row, and behind it what it rests on. */
function mark(row, status, why, text, open = false) {
  const badge = row.querySelector(".proof button");
  badge.textContent = words[status];
  badge.setAttribute("aria-label", `${words[status]} #${row.dataset.position}`);
  badge.dataset.status = status;
  if (why === undefined) return status;
  row.nextElementSibling?.matches(".why-proven") && row.nextElementSibling.remove();
  const behind = document.createElement("tr"), cell = behind.insertCell(), raw = document.createElement("pre");
  behind.className = `why-proven ${status}`;
  behind.hidden = !open;
  cell.colSpan = row.cells.length;
  raw.textContent = text;
  cell.append(...why.split("\n").map((line) => Object.assign(document.createElement("p"), { textContent: line })), raw);
  row.after(behind);
  badge.setAttribute("aria-expanded", String(open));
  return status;
}

function press(row) {
  const badge = row.querySelector(".proof button"), behind = row.nextElementSibling;
  if (badge.dataset.status !== "proven" || !behind?.matches(".why-proven")) return judge(row, true);
  behind.hidden = !behind.hidden;
  badge.setAttribute("aria-expanded", String(!behind.hidden));
  return null;
}

async function judgeAll(rows, said) {
  const found = [], ahead = [...rows];
  said.textContent = words.busy;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (ahead.length) found.push(await judge(ahead.shift(), false));
  }));
  const [wrong, untold] = ["differs", "untold"].map((status) => found.filter((each) => each === status).length);
  const [told, many] = wrong ? ["some_differ", wrong] : untold ? ["some_untold", untold] : ["all_proven", 0];
  const last = [...results.values()].reduce((one, other) => (other.size > (one?.size ?? 0) ? other : one), null);
  said.textContent = filled(words[told], { number: found.length, wrong: many, ...last && toldOf(last) });
  said.className = wrong ? "differs" : untold ? "" : "proven";
}

/** Gives each row its button; what was proven before is compared with the row that stands there now. */
function install() {
  words = JSON.parse(document.getElementById("case").dataset.words);
  const rows = [...document.querySelectorAll("tr[data-leaf]")], bar = document.querySelector(".prove");
  for (const row of rows) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet" });
    row.querySelector(".proof").append(button);
    button.addEventListener("click", () => press(row));
    mark(row, "verify");
    if (results.has(row.dataset.position)) judge(row, false);
  }
  if (!bar) return;
  bar.hidden = false;
  bar.querySelector("[data-all]").addEventListener("click", () => judgeAll(rows, bar.querySelector("[role=status]")));
}

document.addEventListener("replayed", install);
install();
