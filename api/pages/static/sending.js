// Sends what waits on this phone: in order, once, and only what the account that is signed in entered itself.
// Whatever is not a clear answer about an entry leaves it waiting, with the same id; the ledger tells a repetition.

import { isReady, lookedUp } from "./labels.js";
import { entriesOf, remember, settle, taken, who } from "./queue.js";
import { word } from "./words.js";

const AT_ONCE = 50;
const PATIENCE = 60_000; // ms for one answer, then it counts as lost
const AGAIN = 30_000; // ms between two attempts while something waits
const words = () => ({ "Accept-Language": document.documentElement.lang });

/** Who is signed in now: {state: "in", session}, or "out", or "away" where this host does not answer. */
export async function signedIn() {
  if (!navigator.onLine) return { state: "away" };
  let response;
  try {
    response = await fetch("/me/session", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (response.ok) {
      const session = await response.json();
      await remember(session);
      return { state: "in", session };
    }
  } catch {
    return { state: "away" };
  }
  return { state: response.status === 401 ? "out" : "away" };
}

/** Who enters something here: who is signed in, else who was so last on this phone; undefined for nobody. */
export async function whoEnters() {
  const { state, session } = await signedIn();
  return { state, person: session ?? (await who()) };
}

function outcome(told) {
  if (told?.position !== undefined) return { state: "recorded", position: told.position };
  if (!told?.errors || told.status >= 500 || told.status === 429 || told.status === 401) return { state: "waiting" };
  const sentences = told.errors.map((error) => [error.detail, error.en, error.article].filter(Boolean).join(" "));
  return { state: "refused", words: sentences };
}

/** Name the containers that were scanned by their labels alone; false where nobody answers. */
async function lookUp(account) {
  for (const each of await entriesOf(account)) {
    if (each.state !== "waiting" || isReady(each)) continue;
    try {
      await settle([[each.order, await lookedUp(each, (label) => word("label-unknown", label))]]);
    } catch {
      return false;
    }
  }
  return true;
}

async function sendAll() {
  const { state, session } = await signedIn();
  if (state !== "in") return state;
  if (!session.may_state) return "silent";
  const all = await lookUp(session.account);
  for (;;) {
    const entries = await taken(session.account, AT_ONCE, isReady);
    if (!entries.length) return all ? "done" : "later";
    let told;
    try {
      const response = await fetch("/me/events?mode=each", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Form-Token": session.form_token, ...words() },
        body: JSON.stringify(entries.map((each) => each.event)),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.status !== 207) return response.status === 401 ? "out" : "later";
      told = (await response.json()).receipts;
    } catch {
      return "away"; // whether the ledger got it is not known: the same ids are sent again
    }
    const outcomes = entries.map((each, index) => [each.order, outcome(told[index])]);
    await settle(outcomes);
    if (outcomes.some(([, { state: now }]) => now === "waiting")) return "later";
  }
}

/** Send what waits; another tab that sends already is left to it. What came of it: done, away, out, later, busy, silent. */
export const send = () =>
  navigator.locks.request("bihuan-sending", { ifAvailable: true }, (lock) => (lock ? sendAll() : "busy"));

/** Send now, when the network comes back, and every half minute while something waits; `told` hears each outcome. */
export function keepSending(waits, told) {
  const attempt = async () => told(await send());
  window.addEventListener("online", attempt);
  setInterval(async () => ((await waits()) ? attempt() : undefined), AGAIN);
  return attempt;
}
