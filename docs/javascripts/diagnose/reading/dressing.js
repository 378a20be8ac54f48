/**
 * What posting puts around each line: numbers, quotation marks of mail, signs of a patch, marks
 * of HTML.
 * The one rule: it is taken away only where nearly all lines have it, and code keeps it, since
 * Python mends code itself and says so.
 * @typedef {{raw: string, bare: string}} Line as it was posted, and without its dressing
 */

const SHARE = 0.8; // of the lines that are not empty
const TAGS = /<\/?(?:pre|code|p|div|span|br|b|i|font)\b[^>]*>/gi;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/g;
const ENTITIES = /** @type {Record<string, string>} */ ({
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  nbsp: " ",
  "#39": "'",
  "#x27": "'",
});
const MAIL = /^ {0,3}>(?!>>)+ ?/;
const NUMBERED = /^\s*(\d+)(?:\s*[.:|)\]]\s?|\t| {1,4}|$)/;
const PATCHED = /^[+\- ]/;
const HEAD_OF_PATCH = /^(?:---|\+\+\+|@@|diff |index )/;

/** @param {string[]} lines @param {RegExp} form */
function shared(lines, form) {
  const filled = lines.filter((line) => line.trim());
  return (
    filled.length > 1 && filled.filter((one) => form.test(one)).length >= SHARE * filled.length
  );
}

/** Whether the numbers before the lines count them. @param {string[]} lines */
function counts(lines) {
  const numbers = lines.flatMap((line) => {
    const match = line.trim() ? NUMBERED.exec(line) : null;
    return match ? [Number(match[1])] : [];
  });
  const follow = numbers.filter((one, i) => i > 0 && one === numbers[i - 1] + 1).length;
  const words = lines.filter((line) => /[A-Za-z_]{2,}/.test(line.replace(NUMBERED, ""))).length;
  return numbers.length > 2 && follow >= SHARE * (numbers.length - 1) && 2 * words > lines.length;
}

/** @param {string} line */
const plain = (line) =>
  line
    .replace(INVISIBLE, "")
    .replace(TAGS, "")
    .replace(/&(lt|gt|amp|quot|nbsp|#39|#x27);/g, (_, name) => ENTITIES[name])
    .replaceAll("\u00a0", " ");

/** The lines without their dressing, as many as before. @param {string[]} lines */
export function undressed(lines) {
  let bare = lines.map(plain);
  for (let i = 0; i < 3 && shared(bare, MAIL); i += 1) {
    bare = bare.map((line) => line.replace(MAIL, ""));
  }
  const patch = bare.some((line) => /^@@ .* @@|^diff --git/.test(line)) || shared(bare, /^\+/);
  if (patch && shared(bare, PATCHED)) {
    bare = bare.map((line) => (HEAD_OF_PATCH.test(line) ? "" : line.replace(PATCHED, "")));
  }
  if (shared(bare, NUMBERED) && counts(bare)) {
    bare = bare.map((line) => line.replace(NUMBERED, ""));
  }
  return bare;
}

/** @param {string[]} lines @returns {Line[]} */
export function paired(lines) {
  const bare = undressed(lines);
  return lines.map((raw, i) => ({ raw, bare: bare[i] }));
}
