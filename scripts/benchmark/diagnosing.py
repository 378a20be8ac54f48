"""Measures the diagnosis of many rows: here, and in the browser's Python.

The one rule: the rows are the same on both sides, and the whole report is waited for.
"""

import time
from statistics import median

import numpy as np

from gdcore.reports import answer
from scripts.benchmark.python import OURS_STARTS, pages
from scripts.benchmark.rows import Row, rounds

ASKS = """async ([rows, columns, times]) => {
    const data = new Float64Array(rows * columns);
    for (let i = 0; i < data.length; i += 1) data[i] = 50 + ((i * 7919) % 1009) / 10;
    const y = new Float64Array(rows);
    for (let i = 0; i < rows; i += 1) y[i] = 3 * data[i * columns] + ((i * 31) % 17);
    const names = Array.from({length: columns}, (_, i) => `x${i + 1}`);
    const X = {shape: [rows, columns], data};
    const question = {v: 1, rows: {X, y, names}, learning_rate: 1e-5};
    const waits = [];
    for (let i = 0; i <= times; i += 1) {
        const before = performance.now();
        const report = await window.runtime.call('diagnose', {question});
        waits.push(performance.now() - before);
        if (!report.headline) throw new Error(JSON.stringify(report.error));
    }
    return waits.slice(1).sort((a, b) => a - b)[Math.floor(times / 2)];
}"""


def diagnosed(quick: bool) -> list[Row]:
    """A report on many rows, in Python."""
    rows = []
    for count, columns in ((1_000_000, 1), (100_000, 5)):
        rng = np.random.RandomState(0)
        X = rng.uniform(50, 150, (count // (100 if quick else 1), columns))
        y = 3 * X[:, 0] + rng.normal(size=len(X))
        question = {"rows": {"X": X, "y": y}, "learning_rate": 1e-5}
        waits = []
        for _ in range(rounds(5, quick)):
            before = time.perf_counter()
            answer(question)
            waits.append(time.perf_counter() - before)
        wait = median(waits)
        what = f"report on {len(X):,} rows × {columns}, median"
        rows.append(Row(what, f"{wait:.2f} s", "under 1 s", wait < 1))
    return rows


def asked(quick: bool) -> list[Row]:
    """The same in the browser, from the question to the report, Python warm."""
    with pages() as (browser, address, _):
        page = browser.new_page()
        page.goto(address)
        page.evaluate(OURS_STARTS)
        count = 1000 if quick else 100_000
        wait = page.evaluate(ASKS, [count, 5, rounds(5, quick)]) / 1000
    what = f"report in the browser on {count:,} rows × 5, warm, median"
    return [Row(what, f"{wait:.2f} s", "under 1 s", wait < 1)]
