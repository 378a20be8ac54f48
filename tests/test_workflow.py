"""What the workflow may do, and the addresses that a fork gets from it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts.pages import notebook_page
from tests.conftest import ROOT
from tests.test_setup import needs_make, read

WORKFLOW = ROOT / ".github/workflows/site.yml"


def given(name: str, owner: str, repository: str, branch: str, site: str = "") -> str:
    """The value of an environment variable of the workflow, as GitHub works it out.

    GitHub's operators bind and answer like Python's; its texts are equal in any case.
    """
    text = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["env"][name]
    known = {
        "vars.SITE_URL": site,
        "github.event.repository.default_branch": branch,
        "github.event.repository.name": repository,
        "github.repository_owner": owner,
        "github.server_url": "https://github.com",
        "github.repository": f"{owner}/{repository}",
    }

    def worked_out(match: re.Match[str]) -> str:
        code = match[1].replace("\n", " ").replace("||", " or ").replace("&&", " and ")
        for key in sorted(known, key=len, reverse=True):
            code = re.sub(rf"\b{re.escape(key)}\b(?!\.)", f"Text({known[key]!r})", code)
        scope = {"Text": Text, "format": lambda form, *parts: Text(form.format(*parts))}
        return str(eval(code, {"__builtins__": {}}, scope))

    return re.sub(r"\$\{\{(.*?)\}\}", worked_out, text, flags=re.DOTALL)


class Text(str):
    """A text of GitHub's expressions."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return str(self).lower() == str(other).lower()


@pytest.mark.parametrize(
    ("owner", "repository", "site", "address"),
    [
        ("ada", "descent", "", "https://ada.github.io/descent/"),
        ("ada", "ada.github.io", "", "https://ada.github.io/"),
        ("Ada", "ada.github.io", "", "https://Ada.github.io/"),
        ("ada", "bob.github.io", "", "https://ada.github.io/bob.github.io/"),
        ("ada", "descent", "https://a.example/", "https://a.example/"),
    ],
)
def test_the_site_stands_where_github_serves_it(owner, repository, site, address):
    assert given("SITE_URL", owner, repository, "main", site) == address


@pytest.mark.parametrize("branch", ["main", "release/v1"])
def test_links_into_the_repository_name_its_branch(branch):
    uri = given("EDIT_URI", "ada", "descent", branch)
    assert uri == f"edit/{branch}/docs/"
    assert notebook_page.branch(uri) == branch
    assert (
        given("REPO_URL", "ada", "descent", branch) == "https://github.com/ada/descent"
    )


def jobs() -> dict[str, dict]:
    return yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]


def test_every_action_is_pinned_by_a_digest_that_says_its_version():
    lines = re.findall(r"uses: (.*)", WORKFLOW.read_text(encoding="utf-8"))
    pinned = re.compile(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [line for line in lines if not pinned.fullmatch(line)] == []
    assert len(set(lines)) == len({line.partition("@")[0] for line in lines}) == 4


def test_only_the_job_that_deploys_may_write_and_none_keeps_a_token():
    flow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert flow["permissions"] == {"contents": "read"}
    writing = {
        name: job["permissions"] for name, job in jobs().items() if "permissions" in job
    }
    assert writing == {"deploy": {"pages": "write", "id-token": "write"}}
    checkouts = [
        step["with"]
        for job in jobs().values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/checkout@")
    ]
    assert checkouts == [{"persist-credentials": False}] * 3


def test_gdcore_is_tested_on_each_python_and_system_and_what_is_untried_stops_nothing():
    job = jobs()["gdcore"]
    matrix = job["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.12", "3.13"]
    systems = {each["system"]: each["untried"] for each in matrix["include"]}
    assert systems == {"macos-latest": True, "windows-latest": True}
    assert job["continue-on-error"] == "${{ matrix.untried == true }}"
    assert {"test", "gdcore", "build"} == {*jobs()["deploy"]["needs"]}


def test_the_bot_proposes_updates_of_all_that_is_pinned():
    text = (ROOT / ".github/dependabot.yml").read_text(encoding="utf-8")
    kinds = {each["package-ecosystem"] for each in yaml.safe_load(text)["updates"]}
    assert kinds == {"github-actions", "pip", "npm"}


@needs_make
def test_a_workflow_that_gives_too_much_is_found(tmp_path):
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [zizmor, "--offline", "--persona=auditor", "--no-progress", "--quiet"]
    assert f"@.venv/bin/{' '.join(['zizmor', *command[1:]])} .github" in read(
        "Makefile"
    )
    flow = WORKFLOW.read_text(encoding="utf-8")
    loose = tmp_path / ".github/workflows/site.yml"
    loose.parent.mkdir(parents=True)
    for text, code in ((flow, 0), (re.sub(r"@[0-9a-f]{40}", "@v5", flow), 14)):
        loose.write_text(text, encoding="utf-8")
        done = subprocess.run([*command, tmp_path / ".github"], capture_output=True)
        assert done.returncode == code, done.stdout
