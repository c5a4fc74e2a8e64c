// The 37 characters of a label do not say which container it is stuck to. What was scanned without a network waits as
// `label:…` and is looked up on the manifest's list before it is sent for the first time.

const LABEL = /^[0-9A-Z]{37}$/;
const PATIENCE = 10_000; // ms for a list

/** What stands for the container under a label until it is looked up; undefined for any other text. */
export const underLabel = (text) => (LABEL.test(text) ? `label:${text}` : undefined);

/** The label that a name stands for; undefined for a container's own name. */
export const labelIn = (container) => (container.startsWith("label:") ? container.slice(6) : undefined);

const parts = ({ data }) => [...(data.accepted ?? []), ...(data.refused ?? [])];
const open = (event) => event.type === "manifest.received" && parts(event).some((each) => labelIn(each.container ?? ""));

/** Whether an entry names its containers, so that it can be sent. */
export const isReady = (entry) => !open(entry.event);

/** What stands on a manifest: its list, null where there is none for this person; throws where nobody answers. */
export async function listOf(manifest) {
  const response = await fetch(`/me/loads/${manifest.slice(9)}`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (response.ok) return response.json();
  if (response.status === 404) return null;
  throw new Error(`${response.status}`);
}

/** What becomes of an entry: {event} with its containers by name, or refused in the words of `unknown(label)`. */
export async function lookedUp({ event }, unknown) {
  const list = (await listOf(event.subject))?.containers ?? [];
  const named = new Map(list.filter((each) => each.label).map((each) => [each.label, each.container]));
  const missing = parts(event).map((each) => labelIn(each.container)).find((label) => label && !named.has(label));
  if (missing) return { state: "refused", words: [unknown(missing)] };
  const byName = (each) => ({ ...each, container: named.get(labelIn(each.container)) ?? each.container });
  const { accepted = [], refused = [] } = event.data;
  return { event: { ...event, data: { ...event.data, accepted: accepted.map(byName), refused: refused.map(byName) } } };
}
