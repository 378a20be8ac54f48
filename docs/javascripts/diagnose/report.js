/**
 * A report as it comes from Python, made safe to draw.
 * The one rule: a field that is missing or of another kind is empty, so that a page is drawn
 * whatever came; no text of it is ever markup.
 * @import { Finding, Fix, Path, Report, Steps } from "./types.js"
 */

/** @param {unknown} value @returns {string} */
const text = (value) => (typeof value === "string" ? value : "");

/** @param {unknown} value @returns {any[]} */
export function list(value) {
  if (Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value)) return [.../** @type {Float64Array} */ (value)];
  const { shape, data } = /** @type {any} */ (value ?? {});
  if (!Array.isArray(shape) || shape.length !== 2 || !data) return [];
  return Array.from({ length: shape[0] }, (_, i) => [
    ...data.subarray(i * shape[1], (i + 1) * shape[1]),
  ]);
}

/** @param {unknown} value */
const numeric = (value) => (typeof value === "number" ? value : null);

/** @param {unknown} value */
const steps = (value) => list(value).map(numeric);

/** @param {any} given @returns {Finding} */
const finding = (given) => ({
  source: text(given?.source),
  kind: text(given?.kind),
  says: text(given?.says),
  fix: text(given?.fix),
  line: Number.isInteger(given?.line) && given.line > 0 ? given.line : null,
  diff: text(given?.diff),
  link: /^\w[\w/#.-]*$/.test(text(given?.link)) ? given.link : "",
});

/** @param {any} given @returns {Steps} */
const line = (given) => ({
  label: text(given?.label),
  yours: given?.yours === true,
  counted: text(given?.counted),
  to_1: steps(given?.to_1),
  to_001: steps(given?.to_001),
  measured_1: given?.measured_1 ? steps(given.measured_1) : null,
  measured_001: given?.measured_001 ? steps(given.measured_001) : null,
  open_1: list(given?.open_1).map(Boolean),
  open_001: list(given?.open_001).map(Boolean),
  note: text(given?.note),
});

/** @param {any} given @returns {Fix} */
const fix = (given) => ({
  name: text(given?.name),
  says: text(given?.says),
  steps: text(given?.steps),
  lines: Object.fromEntries(
    Object.entries(given?.lines ?? {}).filter(([, one]) => typeof one === "string" && one),
  ),
  diff: text(given?.diff),
});

/** @param {any} given @returns {Path | null} */
const path = (given) => {
  const [k, loss, theta] = [given?.k, given?.loss, given?.theta].map(list);
  const fits = k.length > 0 && k.length === loss.length;
  return fits ? { label: text(given.label), k, loss, theta } : null;
};

/** @param {any} given @returns {Report} */
export function shaped(given) {
  const { paths, log, code } = given ?? {};
  return {
    version: 1,
    headline: text(given?.headline),
    read: list(given?.read).map(text).filter(Boolean),
    findings: list(given?.findings).map(finding),
    numbers: list(given?.numbers).map((one) => ({
      name: text(one?.name),
      text: text(one?.text),
      value: numeric(one?.value),
    })),
    eigenvalues: list(given?.eigenvalues).filter(Number.isFinite),
    parameters: list(given?.parameters).map(text),
    steps: list(given?.steps).map(line),
    fixes: list(given?.fixes).map(fix),
    paths: paths ? { before: path(paths.before), after: path(paths.after) } : null,
    log: log ? { kind: text(log.kind), says: text(log.says) } : null,
    code: code
      ? {
          framework: text(code.framework),
          method: text(code.method),
          learning_rate: numeric(code.learning_rate),
          repaired: text(code.repaired),
          mended: list(code.mended).map(text).filter(Boolean),
        }
      : null,
    text: text(given?.text),
  };
}
