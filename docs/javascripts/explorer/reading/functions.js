/**
 * The functions that make data: arrays, ranges, frames.
 * The one rule: a function is here only if it gives the same numbers wherever it is called.
 * @import { Value, List } from "./values.js"
 */
import { Trouble } from "./tokens.js";
import { arrayed, each, flat, isList, list, numeric, steps, transposed, whole } from "./values.js";

/**
 * @typedef {{args: Value[], named: Record<string, Value>, keys: string[]}} Given
 *   keys: in order, "" if none
 */
/** @typedef {(given: Given) => Value} Maker */

/** @type {Maker} */
const first = ({ args, named }) => args[0] ?? Object.values(named)[0] ?? list([]);
/** @type {Maker} */
const array = (given) => arrayed(first(given));
/** @type {Maker} */
const many = ({ args }) => arrayed(list(args));
/** One list, or each argument an item; a type among them is none. @type {Maker} */
function several({ args, named, keys }) {
  const items = args.filter(
    (one) => typeof one !== "string" || !/^(?:\w+\.)?(?:float|int)\d*$/.test(one),
  );
  return items.length > 1 || !isList(items[0] ?? NaN)
    ? many({ args: items, named, keys })
    : array({ args: items, named, keys });
}
/** @type {Maker} */
const joined = ({ args }) =>
  list(
    args.flatMap((one) => (isList(one) ? one.items : [one])),
    true,
  );

/** @type {Maker} */
function frame({ args, named, keys }) {
  const values = [...args];
  const skipped =
    /^(?:stringsAsFactors|row\.names|check\.names|class|columns|index|dtype|\.Names)$/;
  const entries = keys.flatMap((key) =>
    key && !skipped.test(key) ? [/** @type {[string, Value]} */ ([key, named[key]])] : [],
  );
  const { columns } = named;
  const [data] = values.length ? values : [named.data];
  if (columns && isList(columns) && data && isList(data)) {
    const names = columns.items.map(String);
    return {
      kind: "dict",
      entries: [
        ["columns", list(names)],
        ["data", data],
      ],
    };
  }
  if (entries.length && !values.length) return { kind: "dict", entries };
  return data ?? list([]);
}

/** @type {Maker} */
function range({ args }) {
  const [a, b = 0, step = 1] = args.map(whole);
  const [from, to] = args.length > 1 ? [a, b] : [0, a];
  if (step === 0) throw new Trouble("A range has a step of zero.");
  return steps(from, step, Math.max(0, Math.ceil((to - from) / step)));
}

/** @type {Maker} */
function arange({ args, named }) {
  const [a, b, c] = args.map(numeric);
  const step = c ?? (named.step === undefined ? 1 : numeric(named.step));
  const [from, to] = args.length > 1 ? [a, b] : [0, a];
  const n = Number(((to - from) / step).toPrecision(12));
  return steps(from, step, Math.max(0, Math.ceil(n)));
}

/** @type {Maker} */
function linspace({ args, named }) {
  const count = args[2] ?? named.num ?? named.steps ?? named["length"];
  const [from, to, n] = [numeric(args[0]), numeric(args[1]), whole(count ?? NaN)];
  if (named.endpoint === 0) return steps(from, (to - from) / n, n);
  return steps(from, (to - from) / (n - 1), n);
}

/** @type {Maker} */
function seq({ args, named }) {
  const from = numeric(args[0] ?? named.from ?? 1);
  const to = args[1] ?? named.to;
  const length = named["length.out"] ?? named.length_out ?? named.length ?? named.len;
  const by = args[2] ?? named.by;
  if (length !== undefined && to !== undefined) {
    const n = whole(length);
    return steps(from, (numeric(to) - from) / (n - 1), n);
  }
  if (length !== undefined) return steps(from, numeric(by ?? 1), whole(length));
  if (to === undefined) return steps(1, 1, whole(from));
  const step = by === undefined ? Math.sign(numeric(to) - from) || 1 : numeric(by);
  return steps(from, step, Math.floor(Number(((numeric(to) - from) / step).toPrecision(12))) + 1);
}

/** @type {Maker} */
function rep({ args, named }) {
  const items = isList(args[0]) ? args[0].items : [args[0]];
  const times = args[1] ?? named.times ?? 1;
  const apiece = whole(named.each ?? 1);
  const spread = items.flatMap((item) => Array.from({ length: apiece }, () => item));
  if (isList(times)) {
    const counts = times.items.map(whole);
    return list(
      spread.flatMap((item, i) => Array.from({ length: counts[i] ?? 0 }, () => item)),
      true,
    );
  }
  return list(Array.from({ length: whole(times) }, () => spread).flat(), true);
}

/** @type {Maker} */
function zip({ args }) {
  if (!args.every(isList)) throw new Trouble("zip takes lists.");
  const n = Math.min(...args.map(({ items }) => items.length));
  return list(Array.from({ length: n }, (_, i) => list(args.map(({ items }) => items[i]))));
}

/** @type {Maker} */
function matrix({ args, named }) {
  const items = flat(args[0] ?? named.data);
  const rows = named.nrow ?? args[1];
  const columns = named.ncol ?? args[2];
  const width = columns === undefined ? items.length / whole(rows ?? 1) : whole(columns);
  const height = items.length / width;
  if (!Number.isInteger(height)) throw new Trouble("The matrix does not have as many numbers.");
  const across = named.byrow === 1;
  const at = (/** @type {number} */ r, /** @type {number} */ c) =>
    items[across ? r * width + c : c * height + r];
  return list(
    Array.from({ length: height }, (_, r) =>
      list(
        Array.from({ length: width }, (_cell, c) => at(r, c)),
        true,
      ),
    ),
    true,
  );
}

/** Columns side by side. @type {Maker} */
function bound({ args, named, keys }) {
  if (keys.some(Boolean)) return frame({ args, named, keys });
  const [only] = args;
  return transposed(list(args.length === 1 && isList(only) ? only.items : args, true));
}

/** @param {number} value @returns {Maker} */
const filled =
  (value) =>
  ({ args }) => {
    const [n] = args;
    if (isList(n)) throw new Trouble("Only a list of one length is filled.");
    return steps(value, 0, whole(n));
  };

/** @param {(n: number) => number} f @returns {Maker} */
const mapped =
  (f) =>
  ({ args }) =>
    arrayed(each(args[0], f));

/** @type {Maker} */
function rowwise({ args }) {
  const names = args.filter((one) => typeof one === "string" && one.startsWith("~"));
  const cells = args.slice(names.length);
  const rows = Array.from({ length: cells.length / names.length }, (_, i) =>
    list(cells.slice(i * names.length, (i + 1) * names.length)),
  );
  return list([list(names.map((name) => String(name).slice(1))), ...rows]);
}

const ARRAYS =
  "asarray tensor Tensor FloatTensor DoubleTensor constant as_tensor from_numpy Variable " +
  "Series float64 float32 as.numeric unlist asfarray mat Matrix StringIO as.data.frame " +
  "as_tibble setDT Parameter double single Float64Array Float32Array Int32Array";
const LISTS = "tuple vector vec! ArrayList Vec";
const MANY =
  "of asList array Array List Seq doubleArrayOf intArrayOf floatArrayOf listOf arrayOf " +
  "mutableListOf Vector";
const FRAMES =
  "DataFrame data.frame tibble data.table data_frame structure table Table dict read.table " +
  "read.csv read_csv read_table fread read_delim read.delim genfromtxt loadtxt";

/** @param {string} names @param {Maker} maker */
const named = (names, maker) => Object.fromEntries(names.split(" ").map((name) => [name, maker]));

/** @type {Map<string, Maker>} */
export const FUNCTIONS = new Map(
  Object.entries({
    ...named(MANY, several),
    ...named(ARRAYS, array),
    ...named(LISTS, first),
    ...named(FRAMES, frame),
    ...named("column_stack cbind hcat stack", bound),
    ...named("exp", mapped(Math.exp)),
    ...named("sqrt", mapped(Math.sqrt)),
    ...named("log", mapped(Math.log)),
    ...named("log10", mapped(Math.log10)),
    ...named("sin", mapped(Math.sin)),
    ...named("cos", mapped(Math.cos)),
    ...named("abs fabs", mapped(Math.abs)),
    ...named(
      "float",
      mapped((n) => n),
    ),
    ...named("int", mapped(Math.trunc)),
    list: (given) =>
      given.keys.some(Boolean)
        ? frame(given)
        : given.args.length > 1
          ? list(given.args)
          : first(given),
    c: joined,
    concatenate: ({ args }) =>
      joined({ args: isList(args[0]) ? args[0].items : args, named: {}, keys: [] }),
    vstack: ({ args }) => list(isList(args[0]) ? args[0].items : args, true),
    rbind: ({ args, named: by, keys }) =>
      keys.some(Boolean) ? frame({ args, named: by, keys }) : list(args, true),
    range,
    arange,
    linspace,
    seq,
    seq_len: ({ args }) => steps(1, 1, whole(args[0])),
    rep,
    zip,
    matrix,
    tribble: rowwise,
    ones: filled(1),
    zeros: filled(0),
    transpose: ({ args }) => transposed(args[0]),
    t: ({ args }) => transposed(args[0]),
    I: first,
  }),
);

const SAME =
  /^(?:astype|float|double|to|cuda|cpu|detach|numpy|tolist|copy|clone|requires_grad_|type|contiguous|squeeze|values|to_numpy|data|long|int|collect|toArray)$/;

/**
 * A method or attribute of a value.
 * @param {Value} of @param {string} name @param {Value[]} args @param {boolean} called
 * @returns {Value}
 */
export function method(of, name, args, called) {
  if (/^(?:T|transpose|t|mT)$/.test(name)) return transposed(of);
  if (/^(?:reshape|view)$/.test(name)) return reshaped(of, args.flatMap(flat).map(whole));
  if (name === "unsqueeze")
    return list(
      flat(of).map((item) => list([item], true)),
      true,
    );
  if (/^(?:flatten|ravel)$/.test(name)) return list(flat(of), true);
  if (name === "head" && called) throw new Trouble("head() leaves rows out: paste all of them.");
  if (!called && typeof of === "object" && of.kind === "dict") {
    const entry = of.entries.find(([key]) => key === name);
    if (entry) return arrayed(entry[1]);
  }
  if (!SAME.test(name)) throw new Trouble(`${name} is not computed here.`);
  const cut = /^(?:int|long)$/.test(name) || (name === "astype" && /int/.test(String(args[0])));
  if (called && cut) return each(of, Math.trunc);
  return arrayed(of);
}

/** @param {Value} of @param {number[]} shape @returns {List} */
function reshaped(of, shape) {
  const items = flat(of);
  const known = shape.filter((n) => n !== -1).reduce((product, n) => product * n, 1);
  const sizes = shape.map((n) => (n === -1 ? items.length / known : n));
  if (sizes.length > 2 || sizes.reduce((product, n) => product * n, 1) !== items.length) {
    throw new Trouble("The shape does not fit the numbers.");
  }
  if (sizes.length < 2) return list(items, true);
  const [height, width] = sizes;
  return list(
    Array.from({ length: height }, (_, r) => list(items.slice(r * width, (r + 1) * width), true)),
    true,
  );
}
