// Sends what waits on this phone: in order, once, and only what the account that is signed in entered itself.
// Whatever is not a clear answer about an entry leaves it waiting, with the same id; the ledger tells a repetition.

import { isReady, lookedUp } from "./labels.js";
import { entriesOf, remember, settle, taken, who } from "./queue.js";
import { word } from "./words.js";

const AT_ONCE = 50;
const PATIENCE = 60_000; // ms for one answer, then it counts as lost
const AGAIN = 30_000; // ms between two attempts while something waits
const ASLEEP = 120_000; // ms after which another tab that sends counts as put to sleep by the phone; an id sent twice is one
const SENDING = "bihuan-sending";
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
      const found = await lookedUp(each, (label) => word("label-unknown", label));
      if (found.state === "refused" && (await signedIn()).session?.account !== account) return false; // another's list was asked
      await settle([[each.order, found]]);
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

/** Send what waits; of several tabs one at a time, the others after it. What came of it: done, away, out, later, silent. */
async function send() {
  const turn = new AbortController();
  const asleep = setTimeout(() => turn.abort(), ASLEEP);
  const awake = () => {
    clearTimeout(asleep);
    return sendAll();
  };
  try {
    return await navigator.locks.request(SENDING, { signal: turn.signal }, awake);
  } catch (error) {
    if (turn.signal.aborted) return navigator.locks.request(SENDING, { steal: true }, sendAll);
    if (error.name === "AbortError") return "later"; // this tab slept, and another took over
    throw error;
  }
}

/** Send now, when the network comes back, and every half minute while something waits; `told` hears each outcome. */
export function keepSending(waits, told) {
  let attempts = 0;
  const attempt = async () => {
    attempts += 1; // one that is under way may have begun without a network: the next comes after it all the same
    try {
      await told(await send());
    } finally {
      attempts -= 1;
    }
  };
  window.addEventListener("online", attempt);
  setInterval(async () => (!attempts && (await waits()) ? attempt() : undefined), AGAIN);
  return attempt;
}
