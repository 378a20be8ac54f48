/** A small frame as the build writes it, for the tests. */
export function plainFrame() {
  return {
    settings: {
      optimizer: { name: "GradientDescent", learning_rate: 0.1 },
      start: [1, 2],
      coordinates: "raw",
      loss: "mse",
      l2: 0,
      precision: "float64",
    },
    data: { x: [1, 2], y: [3, 5] },
    names: ["w", "b"],
    map: {
      matrix: [
        [1, 0],
        [0, 1],
      ],
      offset: [0, 0],
    },
    k: [0, 10, 20, 30],
    per_epoch: 1,
    x: [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ],
    z: [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ],
    loss: [9, 4, 2, 1.5],
    grad: [
      [1, 1],
      [0.5, 0.5],
      [0.1, 0.1],
      [0, 0],
    ],
    predicted: [9, 4, 2, 1.5],
    modes: {
      eigenvalues: [1, 4],
      first: [6, 6],
      vectors: [
        [1, 0],
        [0, 1],
      ],
      left: [
        [1, 1],
        [0.9, 0.001],
        [0.8, 1e-6],
        [0.7, -2],
      ],
      predicted: [
        [1, 1],
        [0.9, 0.001],
        [0.8, 1e-6],
        [0.7, -2],
      ],
    },
    optimum: [7, 8],
    optimum_z: [7, 8],
    best: 1,
    limit: 0.5,
    share: 0.2,
    condition_number: 4,
    steps: { w: 10, b: null },
    status: "DIVERGED",
    messages: [],
    surface: {
      u: [0, 1],
      v: [0, 1],
      loss: [
        [1, 2],
        [3, 4],
      ],
    },
  };
}
