"""The documentation says everything that can be set, called or run, and its links lead somewhere."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ckanext" / "odlocale"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "changes").glob("README.md")])
ROOMS = [path for path in PACKAGE.iterdir() if (path / "plugin.py").exists()]
KINDS = {"feature", "change", "fix", "removal", "misc"}

LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(?: {4}|```).*$", re.MULTILINE)


def documentation() -> str:
    return "\n".join(page.read_text() for page in PAGES)


def settings() -> list[str]:
    files = [yaml.safe_load(path.read_text()) for path in PACKAGE.rglob("config_declaration.yaml")]
    return [option["key"] for file in files for group in file["groups"] for option in group["options"]]


def actions() -> list[str]:
    """The functions of the rooms' actions; those that change one of CKAN's own are no action of ours."""
    trees = [ast.parse(path.read_text()) for path in modules("logic/action")]
    return [node.name for tree in trees for node in tree.body if is_action(node)]


def modules(name: str) -> list[Path]:
    """A room's module of this name, or the modules of the package of this name."""
    return sorted([*PACKAGE.glob(f"*/{name}.py"), *PACKAGE.glob(f"*/{name}/*.py")])


def is_action(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name.startswith("odlocale_")


def ckan_commands() -> list[str]:
    """`ckan odlocale <group> <command>` of each room, read from the decorators of its cli."""
    return [f"ckan odlocale {name}" for room in ROOMS for name in commands(modules_of_cli(room), "odlocale")]


def modules_of_cli(room: Path) -> list[Path]:
    return [path for path in modules("cli") if path.is_relative_to(room)]


def run_commands() -> list[str]:
    """The commands of ./run, read from its own list of them."""
    found = re.search(r"^([a-z |]+)\) ;;$", (ROOT / "run").read_text(), re.MULTILINE)
    assert found is not None
    return found[1].split(" | ")


def commands(paths: list[Path], above: str) -> Iterator[str]:
    """The names of the commands two levels below a click group."""
    bodies = [node for path in paths for node in ast.parse(path.read_text()).body]
    functions = [node for node in bodies if isinstance(node, ast.FunctionDef)]
    groups = {function.name for function in functions if decorated(function, f"{above}.group") is not None}
    for function in functions:
        for group in groups:
            name = decorated(function, f"{group}.command")
            if name is not None:
                yield f"{group} {name}"


def decorated(function: ast.FunctionDef, with_what: str) -> str | None:
    """The name that this decorator gives the function, None when it is not decorated so."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == with_what:
            named = [argument.value for argument in decorator.args if isinstance(argument, ast.Constant)]
            return str(named[0]) if named else function.name.rstrip("_").replace("_", "-")
    return None


def plugins() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return list(project["entry-points"]["ckan.plugins"])


def links() -> list[tuple[Path, str]]:
    """(page, target) of each link inside the repository; examples in code blocks are no links."""
    texts = [(page, FENCE.sub("", page.read_text())) for page in PAGES]
    return [(page, target) for page, text in texts for target in LINK.findall(text) if "://" not in target]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the common hosts make them."""
    headings = [line.lstrip("#").strip() for line in page.read_text().splitlines() if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", settings())
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in documentation()


@pytest.mark.parametrize("name", actions())
def test_every_action_is_documented(name: str) -> None:
    assert f"`{name}`" in documentation()


@pytest.mark.parametrize("name", ckan_commands())
def test_every_command_of_ckan_is_documented(name: str) -> None:
    assert re.search(rf"`{name}\b", documentation())


@pytest.mark.parametrize("name", run_commands())
def test_every_command_of_run_is_documented(name: str) -> None:
    assert re.search(rf"(?:\./run|\bodlocale) {name}\b", documentation())


@pytest.mark.parametrize("name", plugins())
def test_every_plugin_has_its_place_in_the_readme(name: str) -> None:
    assert f"`{name}`" in (ROOT / "README.md").read_text()


def test_there_is_something_to_check() -> None:
    assert min(len(settings()), len(actions()), len(ckan_commands()), len(run_commands()), len(links())) > 4


@pytest.mark.parametrize(("page", "target"), links(), ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_every_link_leads_somewhere(page: Path, target: str) -> None:
    path, _hash, anchor = target.partition("#")
    found = (page.parent / path).resolve() if path else page
    assert found.exists()
    assert not anchor or anchor in anchors(found)


@pytest.mark.parametrize("path", sorted((ROOT / "changes").glob("[0-9]*")), ids=lambda path: path.name)
def test_a_fragment_says_what_kind_it_is(path: Path) -> None:
    assert path.name.split(".")[1] in KINDS
    assert path.suffix == ".md"


def test_the_readme_names_the_source_of_the_territories() -> None:
    text = (ROOT / "README.md").read_text()
    assert "`@etalab/decoupage-administratif`" in text
    assert "Licence Ouverte" in text


def test_the_readme_begins_with_the_two_commands() -> None:
    lines = [line.split("#")[0].strip() for line in (ROOT / "README.md").read_text().splitlines()[1:] if line]
    assert lines[:2] == ["./run demo", "./run test"]
