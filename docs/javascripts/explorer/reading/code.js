/**
 * The table in the values of code: lists by their names, matrices, records, frames.
 * The one rule: lists that belong together have one length, and x and y their names.
 * @import { Answer, Grid } from "./table.js"
 * @import { Binding } from "./statements.js"
 * @import { Dict, List, Value } from "./values.js"
 */
import { isX, isY } from "./roles.js";
import { run } from "./statements.js";
import { oneOf, refusal } from "./table.js";
import { tabulate } from "./tabulate.js";
import { isList, list } from "./values.js";

/** @typedef {{name: string, grid: Grid}} Part one list is a grid of one column */

const BOX = /[│┃║┆┊]/;
const CODE =
  /[[({]\s*(?:[-+]?[.\d]|["'[({~]|\w+\s*[:=]\s*[[("'\d])|\(\/|\b(?:c|seq|rep|range|arange|linspace)\s*\(|"""|\brand|(?:=|<-)\s*[\d.]+:[\d.]+/;
const SURE = /(?:=|<-)\s*(?:\w[\w.]*\(|[[({])|\bc\(/;
const TEST = /(?:^|[_.])(?:test|val|valid|validation|dev)(?:$|[_.\d])/i;
const TRAIN = /train/i;

/**
 * @param {string} text @param {(text: string) => Answer} again reads a table within a string
 * @returns {Answer | null}
 */
export function inCode(text, again) {
  if (!CODE.test(text) || BOX.test(text)) return null;
  if (isGrouped(text)) {
    return refusal(
      "Commas stand both between numbers and, it seems, between thousands: leave out the latter.",
    );
  }
  const { bindings: all, changed, notes, trouble } = run(text);
  const bindings = gathered(all);
  const texts = bindings.flatMap(({ value }) => tableTexts(value));
  const parts = bindings.flatMap(({ name, value }) => partsOf(name, value));
  if (texts.length === 1 && !parts.length) return again(texts[0]);
  const [table] = parts.filter(
    ({ name, grid }) => changed.has(name) && grid.rows[0].cells.length > 1,
  );
  if (table) notes.push(`“${changed.get(table.name)}” is not computed`);
  if (!parts.length && bindings.some(({ value }) => typeof value === "object" && !isList(value))) {
    return refusal("This object has no lists of one length: write x and y as two lists.");
  }
  if (!parts.length) return trouble && SURE.test(text) ? refusal(trouble) : null;
  const { kept, left } = withoutTests(parts);
  const answer = chosen(kept, [...notes, ...left]);
  if (answer.kind === "refusal" && trouble) return refusal(trouble);
  const names = usedNames(answer);
  const [change] = [...changed].filter(([name]) => names.includes(name));
  if (change && answer.kind === "table") {
    return refusal(
      `“${change[1]}” changes ${change[0]}: print ${change[0]} after it, and paste that.`,
    );
  }
  return answer;
}

/** Records that stand one below the other as one list. @param {Binding[]} bindings */
function gathered(bindings) {
  const records = bindings.filter(
    ({ name, value }) =>
      !name &&
      typeof value === "object" &&
      value.kind === "dict" &&
      value.entries.every(([, one]) => isScalar(one)),
  );
  if (records.length < 2) return bindings;
  const others = bindings.filter((one) => !records.includes(one));
  return [...others, { name: "", value: list(records.map(({ value }) => value)) }];
}

/** Whether only commas before three digits lack a gap: [1,250, 1,300]. @param {string} text */
function isGrouped(text) {
  const tight = text.match(/\d,\d+/g) ?? [];
  const alike = tight.length > 0 && tight.every((one) => /^\d,\d{3}$/.test(one));
  return alike && /\d,\d{3}(?!\d),\s+[-+]?\d|\d,\s+\d{1,3},\d{3}(?!\d)/.test(text);
}

/** @param {Answer} answer */
const usedNames = (answer) =>
  answer.kind === "table" ? [answer.x, answer.y].map((i) => answer.columns[i].name) : [];

/** Strings that hold a table. @param {Value} value @returns {string[]} */
function tableTexts(value) {
  if (typeof value === "string")
    return value.trim().includes("\n") && /\d/.test(value) ? [value] : [];
  if (isList(value)) return value.items.flatMap(tableTexts);
  return typeof value === "object" ? value.entries.flatMap(([, one]) => tableTexts(one)) : [];
}

/** Lists for training alone, if there are such. @param {Part[]} parts */
function withoutTests(parts) {
  const tests = parts.filter(({ name }) => TEST.test(name));
  const kept = parts.filter((part) => !tests.includes(part));
  const said = tests.map(({ name }) => name).join(", ");
  if (!tests.length || !kept.length) return { kept: parts, left: [] };
  return { kept, left: [`${said} left out: the line is fitted to the rest`] };
}

/** @param {Part[]} parts @param {string[]} notes @returns {Answer} */
function chosen(parts, notes) {
  const vectors = parts.filter(({ grid }) => grid.rows[0].cells.length === 1);
  const tables = parts.filter(({ grid }) => grid.rows[0].cells.length > 1);
  /** @type {Map<number, Part[]>} */
  const groups = new Map();
  for (const one of vectors) {
    const { length } = one.grid.rows;
    groups.set(length, [...(groups.get(length) ?? []), one]);
  }
  const pairs = [...groups.values()].filter((group) => group.length > 1);
  if (pairs.length === 1 && !tables.length && vectors.every(({ name }) => !name)) {
    return bare(pairs[0], notes);
  }
  const [short] = pairs;
  if (pairs.length === 1 && !tables.length && short[0].grid.rows.length === 2 && !paired(short)) {
    return bare(short, notes); // A = (1, 2), B = (3, 4)
  }
  const named = pairs.filter((group) => paired(group));
  if (named.length === 1) return beside(named[0], notes);
  const rows = tables.map((table) => ({
    table,
    more: vectors.filter(
      ({ grid, name }) =>
        grid.rows.length === table.grid.rows.length && (isY(name) || isX(table.name)),
    ),
  }));
  const joined = rows.filter(({ more }) => more.length);
  if (joined.length === 1) return beside([joined[0].table, ...joined[0].more], notes);
  const long = tables.filter(({ grid }) => grid.rows.length > 1);
  const candidates = [...pairs, ...long.map((table) => [table])];
  if (!candidates.length) return without(vectors, tables);
  const all = candidates.map((group) => ({
    label: group.map(({ name }, i) => name || `list ${i + 1}`).join(", "),
    answer: beside(group, notes),
  }));
  const train = all.filter(({ label }) => TRAIN.test(label));
  if (train.length === 1) return train[0].answer;
  return all.length === 1 ? all[0].answer : oneOf("There are several tables here. Which one?", all);
}

/**
 * Lists without names: two long ones are x and y, many short ones are points.
 * @param {Part[]} group @param {string[]} notes
 */
function bare(group, notes) {
  const [long, many] = [group[0].grid.rows.length > 2, group.length > 2];
  const rows = group.map(({ grid }, i) => ({
    line: i + 1,
    cells: grid.rows.map(({ cells }) => cells[0]),
  }));
  const plain = group.every(({ grid }) => grid.plain);
  const columns = { label: "each list is a column", answer: beside(group, notes) };
  const points = {
    label: "each list is a point",
    answer: tabulate({ names: [], rows, notes, plain }),
  };
  if (long !== many && group.every(({ name }) => !name))
    return long ? columns.answer : points.answer;
  return oneOf("Is each list a point, or a column?", [points, columns]);
}

/** @param {Part[]} group */
const paired = (group) =>
  group.some(({ name }) => isX(name)) && group.some(({ name }) => isY(name) && !isX(name));

/** @param {Part[]} vectors @param {Part[]} tables */
function without(vectors, tables) {
  if (vectors.length + tables.length === 0) return refusal("No lists of numbers are here.");
  const sizes = vectors.map(({ name, grid }) => `${name || "a list"} has ${grid.rows.length}`);
  if (vectors.length < 2)
    return refusal(`There is only one list (${sizes.join("")} numbers): paste x and y.`);
  return refusal(
    `The lists have different lengths: ${sizes.slice(0, 4).join(", ")}. Each x needs its y.`,
  );
}

/**
 * Lists side by side as one table.
 * @param {Part[]} group @param {string[]} notes @returns {Answer}
 */
function beside(group, notes) {
  const [{ grid }] = group;
  const alone = group.length === 1;
  const names = group.flatMap(({ name, grid: { names: own, rows } }) =>
    own.length || alone
      ? own
      : rows[0].cells.map((_, i) => (rows[0].cells.length > 1 ? `${name}${i + 1}` : name)),
  );
  return tabulate({
    names: names.some(Boolean) ? names : [],
    rows: grid.rows.map(({ line }, i) => ({
      line,
      cells: group.flatMap((part) => part.grid.rows[i].cells),
    })),
    notes: [...notes, ...new Set(group.flatMap((part) => part.grid.notes))],
    separator: "code",
    plain: group.every((part) => part.grid.plain),
  });
}

/** @param {string} name @param {Value} value @returns {Part[]} */
function partsOf(name, value) {
  const grid = typeof value === "object" ? gridOf(value) : null;
  return grid && grid.rows.length > 1 ? [{ name, grid }] : [];
}

/** @param {List | Dict} value @returns {Grid | null} */
function gridOf(value) {
  if (!isList(value)) return ofDict(value);
  const { items } = value;
  if (items.every(isScalar)) return rowsOf(items.map((item) => [item]));
  if (items.length === 1 && isList(items[0]) && items[0].items.every(isScalar))
    return gridOf(items[0]);
  if (items.every((item) => typeof item === "object" && item.kind === "dict"))
    return ofRecords(items);
  if (!items.every(isList)) return null;
  const rows = items.map((row) =>
    row.items.map((cell) => (isList(cell) && cell.items.length === 1 ? cell.items[0] : cell)),
  );
  if (!rows.every((row) => row.every(isScalar) && row.length === rows[0].length && row.length))
    return null;
  const [head] = rows;
  const headed = rows.length > 2 && head.every((cell) => typeof cell === "string");
  return rowsOf(headed ? rows.slice(1) : rows, headed ? head.map(String) : []);
}

/** @param {Value} value */
const isScalar = (value) => typeof value !== "object";

/** @param {Value[][]} rows @param {string[]} names @returns {Grid} */
const rowsOf = (rows, names = []) => ({
  names,
  rows: rows.map((row, i) => ({ line: i + 1, cells: row.map(cellOf) })),
  notes: [],
  plain: rows.every((row) =>
    row.every((cell) => typeof cell === "number" || !/\d/.test(String(cell))),
  ),
});

/** @param {Value} value */
const cellOf = (value) => (Number.isNaN(value) ? "" : String(value));

/** Named columns, or keys with their values. @param {Dict} dict @returns {Grid | null} */
function ofDict({ entries }) {
  const data = entries.find(([key]) => /^(?:data|rows|values)$/.test(key))?.[1];
  const heads = entries.find(([key]) => /^(?:columns|header|headers|fields)$/.test(key))?.[1];
  if (data && heads && isList(heads)) {
    const grid = isList(data) ? gridOf(data) : null;
    return grid && { ...grid, names: heads.items.map(String) };
  }
  const lists = entries.flatMap(([key, value]) => {
    const column = columnIn(value);
    return column ? [{ key, column }] : [];
  });
  if (lists.length > 1 && lists.every(({ column }) => column.length === lists[0].column.length)) {
    const rows = lists[0].column.map((_, i) => lists.map(({ column }) => column[i]));
    return rowsOf(
      rows,
      lists.map(({ key }) => key),
    );
  }
  if (
    entries.every(([, value]) => isScalar(value)) &&
    entries.every(([key]) => /^-?[\d.]+$/.test(key))
  )
    return rowsOf(entries.map(([key, value]) => [Number(key), value]));
  const inner = entries.flatMap(([, value]) =>
    typeof value === "object" ? (gridOf(value) ?? []) : [],
  );
  const wide = inner.filter(({ rows }) => rows.length > 1 && rows[0].cells.length > 1);
  return wide.length === 1 ? wide[0] : null;
}

/**
 * A list of values, or those of a dictionary of rows.
 * @param {Value} value @returns {Value[] | null}
 */
function columnIn(value) {
  if (typeof value !== "object") return null;
  const items = isList(value) ? value.items : value.entries.map(([, one]) => one);
  const bare = items.map((item) =>
    isList(item) && item.items.length === 1 ? item.items[0] : item,
  );
  return bare.length > 1 && bare.every(isScalar) ? bare : null;
}

/** Records by the keys of all. @param {Value[]} items @returns {Grid | null} */
function ofRecords(items) {
  const records = items.map((item) => new Map(/** @type {Dict} */ (item).entries));
  const keys = [...new Set(records.flatMap((record) => [...record.keys()]))];
  const rows = records.map((record) => keys.map((key) => record.get(key) ?? NaN));
  return rows.every((row) => row.every(isScalar)) && keys.length > 1 ? rowsOf(rows, keys) : null;
}
