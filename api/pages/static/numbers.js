// Numbers as people type or scan them, into subjects of the ledger: KIND:NUMBER.

import { Problem } from "./steps.js";
import { word } from "./words.js";

const bare = (text, kind) => text.trim().replace(new RegExp(`^${kind}:`), "").trim();

/** Something with a number of its own: `manifest:…`, `permit:…`, `site:…`, `gate:…`. */
export function subject(kind, text) {
  if (text.startsWith("BIHUAN1 ")) throw new Problem(word("check-code")); // it names a fact, not a thing
  return `${kind}:${bare(text, kind)}`;
}

/** Something that its owner numbers: as typed with the owner's code, else as one's own. */
export function owned(kind, text, organisation) {
  const number = subject(kind, text).slice(kind.length + 1);
  return `${kind}:${number.includes(".") ? number : `${organisation}.${number}`}`;
}

/** A truck by its plate, or a vessel by its MMSI. */
export function conveyance(text) {
  const number = text.trim().replace(/^(vehicle|vessel):/, "").replace(/[\s·]/g, "").toUpperCase();
  return `${/^\d{9}$/.test(number) ? "vessel" : "vehicle"}:${number}`;
}

/** An organisation by its code. */
export const organisation = (text) => `organisation:${bare(text, "organisation").toUpperCase()}`;

/** A mass in kg, from what was typed in kg. */
export const kg = (text) => Number(text);

/** A load by its volume, as two fields tell it. */
export const byVolume = ({ volume, density }) => ({ volume_m3: Number(volume), density: Number(density) });

/** What a weighing on arrival says; nothing where it was not weighed. */
export const reading = ({ gross, tare, scale }, organisation) =>
  told({ gross_kg: gross && kg(gross), tare_kg: tare && kg(tare), scale: scale && owned("scale", scale, organisation) });

/** Only what was answered. */
export const told = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ""));
