/**
 * Posted text in plain characters, without the marks of where it was posted.
 * The one rule: nothing that could be part of a number is taken away.
 */

/** Stands for a space between thousands, which cuts no cells. */
export const NARROW = "\u202f";

const ENTITIES = /** @type {Record<string, string>} */ ({
  nbsp: "\u00a0",
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  minus: "-",
  thinsp: NARROW,
});
/** @type {[RegExp, string][]} */
const PLAIN = [
  [/[\uFEFF\u200B-\u200D\u2060\u200E\u200F]/g, ""],
  [/\r\n?|[\u2028\u2029]/g, "\n"],
  [/[\u2212\uFE63\uFF0D]/g, "-"],
  [/(^|[\s,;|([{=&])[–‐‑](?=[\d.])/gm, "$1-"],
  [/[‘’‛′]/g, "'"],
  [/[“”„‟]/g, '"'],
  [/[，、]/g, ", "],
  [/；/g, ";"],
  [/(\d)(?:[\u2009\u2007\u202f]|\\,|\{,\})(?=\d{3})/g, `$1${NARROW}`],
  [/[\u2000-\u200A\u202f](?!\d{3})/g, " "],
];
const FENCE = /^\s*(?:```|~~~).*$/gm;
const CODE_TAG = /<\/?(?:pre|code|blockquote|p|b|i|em|strong)\b[^>]*>/gi;
const PROMPT = /^(?:\s*>>> ?|\s*(?:In|Out) ?\[\d*\]:? ?|octave:\d+> ?|julia> ?|mysql> ?|\w+=[#>] )/;

/** @param {string} text */
export function plain(text) {
  let out = text.replace(/&(#\d+|#x[\da-f]+|\w+);/gi, entity);
  for (const [form, by] of PLAIN) out = out.replace(form, by);
  out = out
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(FENCE, "")
    .replace(CODE_TAG, "");
  return unprompted(out.split("\n")).map(unbroken).join("\n");
}

/** @param {string} whole @param {string} name */
function entity(whole, name) {
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  if (name.startsWith("#")) return code > 0 && code < 0x10000 ? String.fromCharCode(code) : whole;
  return ENTITIES[name.toLowerCase()] ?? whole;
}

/** A no-break space between thousands where cells are cut otherwise. @param {string} line */
function unbroken(line) {
  const cut = /[\t;|,]|\S +\S/.test(line);
  const grouped = cut ? line.replace(/(\d)\u00a0(?=\d{3}(?!\d))/g, `$1${NARROW}`) : line;
  return grouped.replaceAll("\u00a0", " ");
}

/** Without the prompts of consoles and the marks of quoted mail. @param {string[]} lines */
function unprompted(lines) {
  const python = lines.some((line) => /^\s*(?:>>>|In ?\[)/.test(line));
  let within = false;
  return lines.map((line) => {
    if (PROMPT.test(line)) return line.replace(PROMPT, "");
    if (python && /^\s*\.\.\.:? /.test(line)) return line.replace(/^\s*\.\.\.:? /, "");
    if (/^\s*(?:> ?)+/.test(line)) {
      within = true;
      return line.replace(/^\s*(?:> ?)+/, "");
    }
    within &&= /^\+ /.test(line);
    return within ? line.slice(2) : line;
  });
}
