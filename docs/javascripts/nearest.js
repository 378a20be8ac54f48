/**
 * Which pages an address was meant for, by likeness of letters.
 * The one rule: no DOM and no network; the best page comes first, and one that is like
 * nothing is not offered.
 * @typedef {[url: string, title: string, words: string]} Row
 */
const LEAST = 0.45; // likeness of a page that is offered
const OF_THE_BEST = 0.6; // and the least share of the likeness of the first
const ALIKE = 0.5; // likeness of two words that are one
const IN_TAGS = 0.8; // worth of a word that only the tags have
const FOLDER = 0.15; // worth of the right folder

/** @param {string} text */
const words = (text) =>
  text
    .toLowerCase()
    .replace(/\.(html?|md|php|ipynb)$/, "")
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** Pairs of letters, next to each other and with one between. @param {string} word */
const pairs = (word) => {
  const padded = ` ${word} `;
  const apart = (/** @type {number} */ step) =>
    [...padded].slice(step).map((letter, i) => padded[i] + letter);
  return [...apart(1), ...apart(2)]; // letters that have changed places keep most
};

/** Dice: shared pairs of letters, 1 for the same word. @param {string} one @param {string} two */
export function likeness(one, two) {
  const [left, right] = [pairs(one), pairs(two)];
  const count = left.length + right.length;
  let shared = 0;
  for (const pair of left) {
    const at = right.indexOf(pair);
    if (at < 0) continue;
    right.splice(at, 1);
    shared += 1;
  }
  return (2 * shared) / count;
}

/** The likest of some words. @param {string} word @param {string[]} among */
const best = (word, among) => {
  const most = Math.max(0, ...among.map((other) => likeness(word, other)));
  return most < ALIKE ? 0 : most;
};

/** @param {string} address */
function decoded(address) {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // not an encoded one
  }
}

/** The last step of an address as words, and those before it. @param {string} address */
function parts(address) {
  const steps = address.split("/").filter((step) => step && !/^index\.html?$/.test(step));
  return { above: steps.slice(0, -1).join("/"), name: words(steps.at(-1) ?? "") };
}

/** How much each word of a page's own, or of its tags, is what was typed. @param {Row} row */
const matched = ([url, title, tags], /** @type {string[]} */ typed) => {
  const own = [...parts(url).name, ...words(title)];
  return typed.map((word) => Math.max(best(word, own), IN_TAGS * best(word, words(tags))));
};

/**
 * The pages that are likest to an address, the best one first.
 * @param {string} address below the root of the site @param {Row[]} pages
 * @returns {Row[]}
 */
export function nearest(address, pages, most = 5) {
  const { above, name } = parts(decoded(address));
  if (!name.length) return above ? nearest(above, pages, most) : [];
  const found = pages.map((row) => matched(row, name));
  const weights = name.map((word, i) => {
    const count = found.filter((one) => one[i]).length;
    return word.length / Math.sqrt(count || 1); // what many pages say, says little
  });
  const all = weights.reduce((sum, one) => sum + one, 0);
  const scored = pages.map((row, at) => {
    const there = parts(row[0]);
    const shape = likeness(name.join(""), there.name.join(""));
    const said = found[at].reduce((sum, one, i) => sum + one * weights[i], 0) / all;
    const same = there.above && likeness(there.above, above.toLowerCase()) > ALIKE ? FOLDER : 0;
    return { row, score: (shape + said) / 2 + same };
  });
  scored.sort((one, two) => two.score - one.score);
  const least = Math.max(LEAST, OF_THE_BEST * scored[0].score);
  const liked = scored.filter(({ score }) => score >= least).slice(0, most);
  return liked.length || !above ? liked.map(({ row }) => row) : nearest(above, pages, most);
}
