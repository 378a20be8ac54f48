/**
 * Lines through many points, as few points as the eye needs.
 * The one rule: what is dropped lies less than a pixel from what is kept.
 */
const EDGE = 6000; // pixels: whoever is so far out has left for good

/**
 * The point on the way from p to q where it crosses the edge.
 * @param {number[]} p @param {number[]} q
 */
function crossing([px, py], [qx, qy]) {
  const share = Math.min(
    ...[
      [px, qx],
      [py, qy],
    ].map(([from, to]) => (Math.abs(to) > EDGE ? (Math.sign(to) * EDGE - from) / (to - from) : 1)),
  );
  return [px + share * (qx - px), py + share * (qy - py)];
}

/**
 * The path through points until it leaves, those that it is drawn through, and how long it
 * is up to each.
 * @param {number} total
 * @param {(r: number) => number} x in pixels
 * @param {(r: number) => number} y in pixels
 */
export function trail(total, x, y, tolerance = 0.7) {
  const lengths = new Float64Array(total);
  /** @type {[number, number][]} */
  const points = [];
  let d = "";
  let [px, py, length, gone] = [NaN, NaN, 0, false];
  for (let r = 0; r < total; r += 1) {
    let [qx, qy] = [x(r), y(r)];
    if (!gone && Number.isFinite(qx) && Number.isFinite(qy)) {
      if (d && Math.max(Math.abs(qx), Math.abs(qy)) > EDGE) {
        [qx, qy] = crossing([px, py], [qx, qy]);
        gone = true;
      }
      if (!d || gone || r === total - 1 || Math.hypot(qx - px, qy - py) > tolerance) {
        // Lengths are of the path as it is written, with a digit.
        const [wx, wy] = [Number(qx.toFixed(1)), Number(qy.toFixed(1))];
        length += d ? Math.hypot(wx - px, wy - py) : 0;
        d += `${d ? "L" : "M"}${wx},${wy}`;
        points.push([wx, wy]);
        [px, py] = [wx, wy];
      }
    }
    lengths[r] = length;
  }
  return { d, lengths, points };
}

/** Corners of an arrow's head at (x, y) that points along (dx, dy). */
export function arrowHead(
  /** @type {number} */ x,
  /** @type {number} */ y,
  /** @type {number} */ dx,
  /** @type {number} */ dy,
  size = 8,
) {
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const corner = (/** @type {number} */ side) => {
    const wide = side * 0.45 * size;
    return `${(x - size * ux - wide * uy).toFixed(1)},${(y - size * uy + wide * ux).toFixed(1)}`;
  };
  return `M${x.toFixed(1)},${y.toFixed(1)}L${corner(1)}L${corner(-1)}Z`;
}

/** A star of five points around (x, y). @param {number} x @param {number} y */
export function star(x, y, radius = 8) {
  const corners = Array.from({ length: 10 }, (_, i) => {
    const r = i % 2 ? radius * 0.42 : radius;
    const angle = (Math.PI * i) / 5 - Math.PI / 2;
    return `${(x + r * Math.cos(angle)).toFixed(1)},${(y + r * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${corners.join("L")}Z`;
}

/** A cross around (x, y). @param {number} x @param {number} y */
export function cross(x, y, r = 6) {
  return `M${x - r},${y - r}L${x + r},${y + r}M${x - r},${y + r}L${x + r},${y - r}`;
}

/**
 * Rows at equal ratios of k, the first among them, for a trace of what was.
 * @param {number} total
 */
export function spread(total, most = 14) {
  const chosen = new Set([0]);
  for (let i = 0; i < most; i += 1) chosen.add(Math.round(total ** (i / most)));
  return [...chosen].filter((r) => r < total).sort((a, b) => a - b);
}
