/**
 * Which column is x and which is y, as far as their names tell.
 * The one rule: a name decides before a place; without names x is first and y is last.
 * @typedef {{name: string, values: number[], trouble: string, index: boolean}} Candidate
 */

const TAIL =
  "(?:[ _.-]?(?:train(?:ing)?|data|values?|vals?|list|arr(?:ay)?|vec(?:tor)?|true|axis|s|i|0|1|np|tensor))*";
const TARGETS = "prices?|response|outcome|score|dependent|medv|sales";
const PREDICTED = /hat|pred/i;
const Y = new RegExp(
  `^(?:(?:train(?:ing)?[ _.-]?)?(?:y|labels?|targets?|outputs?)${TAIL}|${TARGETS})$`,
  "i",
);
const Y_WITHIN =
  /\b(?:target|price|label|output|response|outcome|dependent)\b|[ _](?:price|target)$/i;
const X = new RegExp(
  `^(?:(?:train(?:ing)?[ _.-]?)?(?:x|inputs?|features?)${TAIL}|independent)$`,
  "i",
);
export const INDEX = /^(?:|unnamed: 0|index|idx|id|#|no\.?|nr\.?|row|rownames|obs\.?|n°)$/i;

/** A name without its unit: "y (m)" is y. @param {string} name */
const bare = (name) => name.replace(/\s*[([].*$/, "").trim();

/** @param {string} name */
export const isY = (name) =>
  !PREDICTED.test(name) && (Y.test(bare(name)) || Y_WITHIN.test(bare(name)));

/** @param {string} name */
export const isX = (name) => X.test(bare(name));

/** @param {Candidate} column */
const varies = ({ values }) => values.some((value) => value !== values[0]);

/**
 * The places of all features, if y is chosen: every other column of numbers that vary. And why
 * each of the rest is left out.
 * @param {Candidate[]} columns @param {number} y
 * @returns {{places: number[], left: {place: number, why: string}[]}}
 */
export function featuresOf(columns, y) {
  /** @type {number[]} */
  const places = [];
  /** @type {{place: number, why: string}[]} */
  const left = [];
  columns.forEach((column, place) => {
    if (place === y) return;
    const why = whyNot(column);
    if (why) left.push({ place, why });
    else places.push(place);
  });
  return { places, left };
}

/** Why a column is no feature, or "". @param {Candidate} column */
function whyNot({ values, trouble, index }) {
  if (trouble) return trouble.startsWith("Column") ? "no numbers" : trouble.replace(/\. .*$/s, "");
  if (index) return "it counts the rows";
  const known = values.filter((value) => !Number.isNaN(value));
  return known.every((value) => value === known[0]) ? "the same in every row" : "";
}

/**
 * The places of x and y.
 * @param {Candidate[]} columns of which two or more can be used @returns {[number, number]}
 */
export function guess(columns) {
  const usable = columns.flatMap(({ trouble, index }, i) => (trouble || index ? [] : [i]));
  const places =
    usable.length > 1 ? usable : columns.flatMap(({ trouble }, i) => (trouble ? [] : [i]));
  const { name } = columns[places[0]];
  const named = places.find((i) => /^y$/i.test(bare(columns[i].name)));
  const notX = places.filter((i) => !isX(columns[i].name));
  const y =
    named ??
    places.findLast((i) => isY(columns[i].name)) ??
    (isX(name) || !notX.length ? places[places.length - 1] : notX[notX.length - 1]);
  const rest = places.filter((i) => i !== y);
  const x =
    rest.find((i) => /^x$/i.test(bare(columns[i].name))) ??
    rest.find((i) => isX(columns[i].name) && varies(columns[i])) ??
    rest.find((i) => varies(columns[i])) ??
    rest[0];
  return [x, y];
}
