"""The addresses that a fork gets from the workflow, whatever its names are."""

import re

import pytest
import yaml

from scripts.pages import notebook_page
from tests.conftest import ROOT

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
