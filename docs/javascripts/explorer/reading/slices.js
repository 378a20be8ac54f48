/**
 * Items of nested lists by index and slice, as numpy takes them.
 * The one rule: an index beyond the list has no value.
 * @import { Value } from "./values.js"
 * @typedef {{at: number} | {from: number | null, to: number | null, step: number}} Place
 */
import { Trouble } from "./tokens.js";
import { isList, list } from "./values.js";

/** @param {Value} of @param {Place[]} places one for each axis @returns {Value} */
export function picked(of, places) {
  const [place, ...more] = places;
  if (!place || !isList(of)) return of;
  const { items } = of;
  if ("at" in place) {
    const item = items[place.at < 0 ? items.length + place.at : place.at];
    if (item === undefined) throw new Trouble("The index is beyond the list.");
    return picked(item, more);
  }
  if (place.step < 1) throw new Trouble("Only steps forward are computed.");
  const kept = items
    .slice(place.from ?? 0, place.to ?? items.length)
    .filter((_, j) => j % place.step === 0);
  return list(more.length ? kept.map((item) => picked(item, more)) : kept, of.array);
}
