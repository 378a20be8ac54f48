import assert from "node:assert/strict";
import { test } from "node:test";

import { levels, contourPaths } from "../../docs/javascripts/explorer/views/contours.js";
import { frameOf } from "../../docs/javascripts/explorer/state/frames.js";
import { spread, trail } from "../../docs/javascripts/explorer/views/paths.js";
import { linear } from "../../docs/javascripts/explorer/views/scales.js";
import { lossSpan } from "../../docs/javascripts/explorer/views/loss.js";
import { barLength } from "../../docs/javascripts/explorer/views/modes.js";
import { domains, ends } from "../../docs/javascripts/explorer/views/line.js";
import { held } from "../../docs/javascripts/explorer/views/region.js";
import { downhill } from "../../docs/javascripts/explorer/views/surface.js";
import { residual } from "../../docs/javascripts/explorer/views/system.js";
import { plainFrame } from "./frame.js";

/** Corners of the paths of a drawing. */
const corners = (d) =>
  [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

test("a trail drops what the eye does not see, and knows its length", () => {
  const places = [
    [0, 0],
    [0.1, 0],
    [10, 0],
    [10, 10],
  ];
  const { d, lengths } = trail(
    4,
    (r) => places[r][0],
    (r) => places[r][1],
  );
  assert.equal(d, "M0,0L10,0L10,10");
  assert.deepEqual([...lengths], [0, 0, 10, 20]);
});

test("a trail that leaves ends at the edge, on the line it left by", () => {
  const places = [
    [0, 0],
    [10, 10],
    [1e30, 2e30],
    [0, 0],
  ];
  const { d } = trail(
    4,
    (r) => places[r][0],
    (r) => places[r][1],
  );
  const last = corners(d).at(-1);
  assert.equal(corners(d).length, 3);
  assert.ok(Math.abs(last[1] - 6000) < 1 && Math.abs(last[0] - 3005) < 1);
});

test("former lines stand at equal ratios, the first among them", () => {
  const rows = spread(1000);
  assert.equal(rows[0], 0);
  assert.ok(rows.length > 8 && rows.every((r, i) => r < 1000 && (!i || r > rows[i - 1])));
  assert.deepEqual(spread(1), [0]);
});

test("contours of a narrow paraboloid lie on their ellipses", () => {
  const size = 24;
  const u = Float64Array.from({ length: size }, (_, i) => -1 + (2 * i) / (size - 1));
  const loss = [...u].map((v) => [...u].map((w) => 400 * (w - 0.1) ** 2 + (v + 0.2) ** 2));
  const frame = frameOf({ ...plainFrame(), best: 0, surface: { u: [...u], v: [...u], loss } });
  const paths = contourPaths(
    frame,
    (s) => 1000 * (2 * s - 1),
    (s) => 1000 * (2 * s - 1),
  );
  const bands = levels(frame.surface.loss.data, 0);
  assert.equal(paths.length, bands.length);
  let checked = 0;
  paths.forEach((d, i) => {
    for (const [px, py] of corners(d)) {
      const [w, v] = [px / 1000, py / 1000];
      if (Math.max(Math.abs(w), Math.abs(v)) > 0.97) continue;
      checked += 1;
      const found = Math.sqrt(400 * (w - 0.1) ** 2 + (v + 0.2) ** 2);
      assert.ok(
        Math.abs(found - Math.sqrt(bands[i])) < 0.25,
        `level ${i}: ${found} for ${Math.sqrt(bands[i])}`,
      );
    }
  });
  assert.ok(checked > 200);
});

test("the log axis holds the run and stays sane when it diverges", () => {
  const calm = lossSpan([Float64Array.of(100, 10, 1e-3, 0)]);
  assert.ok(calm[0] < 1e-3 && calm[1] > 100);
  const wild = lossSpan([Float64Array.of(100, 1e80, 1e300)]);
  assert.ok(wild[1] < 1e9 && wild[0] <= 100);
  const rounding = lossSpan([Float64Array.of(1, 1e-300)]);
  assert.ok(rounding[0] > 1e-16);
});

test("a bar loses equal lengths for equal factors and stays in its frame", () => {
  const x = linear([-6, 0], [0, 60]);
  const scale = (share) => x(Math.log10(share));
  assert.ok(Math.abs(barLength(1e-2, scale) - barLength(1e-3, scale) - 10) < 1e-9);
  assert.deepEqual(
    [barLength(-50, scale), barLength(1e-9, scale), barLength(NaN, scale)],
    [60, 0, 0],
  );
});

test("a line's ends, and the axes that hang on the data", () => {
  const spans = domains(Float64Array.of(1, 50), Float64Array.of(5, 20));
  assert.ok(spans.x[0] < 0 && spans.y[0] < 0);
  const far = domains(Float64Array.of(1000, 1010), Float64Array.of(5, 20));
  assert.ok(far.x[0] > 900);
  const [x, y] = [linear([0, 10], [0, 100]), linear([0, 10], [100, 0])];
  assert.deepEqual(ends([1, 0], x, y), { x1: 0, y1: 100, x2: 100, y2: 0 });
  assert.equal(ends([1e300, 0], x, y).y2, -3000);
});

test("the arrow points downhill, in pixels", () => {
  const frame = frameOf(plainFrame());
  const [dx, dy] = downhill(frame, 0, linear([0, 10], [0, 100]), linear([0, 10], [100, 0]));
  assert.ok(dx < 0 && dy > 0);
  assert.deepEqual(
    downhill(frame, 3, linear([0, 10], [0, 100]), linear([0, 10], [100, 0])),
    [0, 0],
  );
});

test("the arrow is that of the method's coordinates, by the chain rule", () => {
  const map = {
    matrix: [
      [0, 1],
      [2, 0],
    ],
    offset: [0, 0],
  };
  const frame = frameOf({
    ...plainFrame(),
    map,
    grad: [
      [3, -1],
      [3, -1],
      [3, -1],
      [3, -1],
    ],
  });
  const [dx, dy] = downhill(frame, 0, linear([0, 10], [0, 100]), linear([0, 10], [100, 0]));
  // The gradient is (2 * -1, 1 * 3) there; upward pixels are negative.
  assert.ok(dx > 0 && dy > 0);
  assert.ok(Math.abs(dy / dx - 3 / 2) < 1e-9);
});

test("who leaves is held at the edge", () => {
  const box = { left: 0, right: 100, top: 0, bottom: 50 };
  assert.deepEqual(held([-1e300, 20], box), [7, 20]);
  assert.deepEqual(held([NaN, 1e9], box), [93, 43]);
});

test("A x - b", () => {
  assert.deepEqual(residual([1, 2, 3, 4], [5, 6], [1, 1]), [16, 38]);
});
