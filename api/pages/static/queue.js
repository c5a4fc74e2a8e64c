// What was entered on this phone and is not in the ledger yet: it waits here, in IndexedDB, under the account of who
// entered it. Each entry is one CloudEvent with an id of its own, so that it may be sent twice and is recorded once.
//
//   {order, account, page, fields: [[name, value], …], event, state: "waiting" | "refused" | "recorded",
//    tried, words: [text, …], position}
//
// `tried`: it left this phone at least once; then the ledger may hold it, and only the ledger's answer settles it.

const DATABASE = "bihuan-road";
const ENTRIES = "entries";
const PHONE = "phone"; // who is here, and what each account typed last
const WHO = "who";
const RECORDED_KEPT = 20;

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function opened() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(ENTRIES, { keyPath: "order", autoIncrement: true }).createIndex("account", "account");
    request.result.createObjectStore(PHONE);
  };
  return asked(request);
}

/** Do something in one transaction, whole or not at all, and give back what it gives once that is on the disk. */
async function within(mode, work) {
  const database = await opened();
  try {
    const transaction = database.transaction([ENTRIES, PHONE], mode, { durability: "strict" });
    const over = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    over.catch(() => {}); // what broke it is thrown below
    try {
      const found = await work(transaction.objectStore(ENTRIES), transaction.objectStore(PHONE));
      await over;
      return found;
    } catch (error) {
      if (transaction.error === null) transaction.abort();
      throw error;
    }
  } finally {
    database.close();
  }
}

const changed = new BroadcastChannel(DATABASE);
const tell = () => changed.postMessage("changed");

/** Call when another tab of this phone changed something. */
export const onChange = (call) => changed.addEventListener("message", call);

/** Who was signed in here last, `/me/session` without its token; undefined after a sign-out. */
export const who = () => within("readonly", (_, phone) => asked(phone.get(WHO)));

/** Remember who is signed in, so that they may enter something without a network. */
export async function remember({ account, called, organisation, role, may_state, source }) {
  const told = { account, called, organisation, role, may_state, source };
  const before = await within("readwrite", async (_, phone) => {
    const last = await asked(phone.get(WHO));
    await asked(phone.put(told, WHO));
    return last;
  });
  if (before?.account !== account) tell();
}

/** After a sign-out: nobody is here, and what was recorded or typed last is nobody's business; what waits stays. */
export async function forget() {
  await within("readwrite", async (entries, phone) => {
    await asked(phone.clear());
    for (const each of await asked(entries.getAll())) if (each.state === "recorded") await asked(entries.delete(each.order));
  });
  tell();
}

/** What this account typed last into the fields that seldom change, by name. */
export const typed = (account) => within("readonly", async (_, phone) => (await asked(phone.get(`typed ${account}`))) ?? {});

/** Put events that one form makes, in order, in place of the entry `instead` where one is mended. */
export async function put(account, page, fields, events, usual, instead) {
  await within("readwrite", async (entries, phone) => {
    if (instead !== undefined) {
      const before = await asked(entries.get(instead));
      if (!mayChange(before)) throw new Error("settled");
      await asked(entries.delete(instead));
    }
    for (const event of events) {
      await asked(entries.add({ account, page, fields, event, state: "waiting", tried: false, words: [] }));
    }
    await asked(phone.put(usual, `typed ${account}`));
  });
  tell();
}

/** All entries of an account, in the order in which they were entered. */
export const entriesOf = (account) =>
  within("readonly", async (entries) => asked(entries.index("account").getAll(account)));

/** One entry; undefined where there is none any more. */
export const entry = (order) => within("readonly", (entries) => asked(entries.get(order)));

/** How many entries of others wait on this phone, or were refused. */
export const waitingOfOthers = (account) =>
  within("readonly", async (entries) =>
    (await asked(entries.getAll())).filter((each) => each.account !== account && each.state !== "recorded").length);

/** Whether the ledger surely does not hold it, so that it may be mended or dropped. */
export const mayChange = (each) => each !== undefined && (each.state === "refused" || (each.state === "waiting" && !each.tried));

/** Drop an entry that the ledger surely does not hold. */
export async function drop(order) {
  await within("readwrite", async (entries) => {
    if (mayChange(await asked(entries.get(order)))) await asked(entries.delete(order));
  });
  tell();
}

/** The next entries of an account that are ready to be sent, marked as tried before they leave. */
export const taken = (account, most, isReady) =>
  within("readwrite", async (entries) => {
    const waiting = (await asked(entries.index("account").getAll(account))).filter((each) => each.state === "waiting" && isReady(each));
    const next = waiting.slice(0, most);
    for (const each of next) await asked(entries.put(Object.assign(each, { tried: true })));
    return next;
  });

/** What the ledger said of entries: [[order, {state, position?, words?}], …]; of the recorded only the last are kept. */
export async function settle(outcomes) {
  await within("readwrite", async (entries) => {
    for (const [order, outcome] of outcomes) {
      const each = await asked(entries.get(order));
      if (each) await asked(entries.put({ ...each, ...outcome }));
    }
    const recorded = (await asked(entries.getAll())).filter((each) => each.state === "recorded");
    for (const each of recorded.slice(0, -RECORDED_KEPT)) await asked(entries.delete(each.order));
  });
  tell();
}
