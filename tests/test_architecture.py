"""The house of the design, read from the source: who imports whom, and how large things are."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ckanext" / "odlocale"
NAME = "ckanext.odlocale"

# A room may import the rooms before it, by their door. `stack` and the modules beside the rooms are no rooms.
ORDER = ("cog", "territory", "socle", "animator", "harvest", "observatory")
BESIDE = ("advice", "command", "drawing", "printing", "signals", "tables", "translation", "types", "visiting")
DOOR = "shared"
PURE = ("cog", "drawing", "tables")

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
MEDIAN_FUNCTION = 10

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> list[Path]:
    """Our Python files, but for the generated-by-habit ones of Alembic."""
    found = [path for path in PACKAGE.rglob("*.py") if "migration" not in path.relative_to(PACKAGE).parts]
    return sorted(found)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def label(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def imported(path: Path, nodes: Iterator[ast.AST]) -> list[str]:
    """The dotted names that these nodes of the file import, relative ones made absolute."""
    here = [*NAME.split("."), *path.relative_to(PACKAGE).with_suffix("").parts]
    names = []
    for node in nodes:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: -node.level] if node.level else []) + "." * bool(
                node.level and node.module
            )
            names += [f"{base}{node.module or ''}.{alias.name}" for alias in node.names]
    return names


def everywhere(path: Path) -> list[str]:
    return imported(path, ast.walk(tree(path)))


def at_module_level(path: Path) -> list[str]:
    """What is imported when the module is; not what its functions import when they are called."""

    def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
        yield node
        if not isinstance(node, Function):
            for child in ast.iter_child_nodes(node):
                yield from outside_functions(child)

    return imported(path, outside_functions(tree(path)))


def for_types_only(path: Path) -> list[str]:
    """What stands under `if TYPE_CHECKING`: it imports nothing when the program runs."""
    blocks = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
    ]
    return [name for block in blocks for name in imported(path, ast.walk(block))]


def is_ckan(name: str) -> bool:
    """CKAN itself or another extension; `ckanext.odlocale` is ours."""
    first = name.split(".")
    return first[0] == "ckan" or (first[0] == "ckanext" and first[1:2] != ["odlocale"])


def other_rooms(path: Path) -> list[tuple[str, str]]:
    """(room, name) of each import from a room that this file is not in."""
    ours = [name.split(".") for name in everywhere(path) if name.startswith(f"{NAME}.")]
    found = [(parts[2], ".".join(parts)) for parts in ours if len(parts) > 2]
    return [(target, name) for target, name in found if target in ORDER and target != room(path)]


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def body_lines(function: Function) -> int:
    """Lines of the function after its signature, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    last = function.end_lineno or function.lineno
    return last - body[0].lineno + 1 if body else 0


def unannotated(function: Function) -> list[str]:
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    extra = [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    missing = [argument.arg for argument in [*named, *extra] if argument.annotation is None]
    bound = {"self", "cls"} & {named[0].arg} if named else set()
    if function.returns is None:
        missing.append("return")
    return [name for name in missing if name not in bound]


every_file = pytest.mark.parametrize("path", sources(), ids=label)
rooms = pytest.mark.parametrize("path", [path for path in sources() if room(path) in ORDER], ids=label)


@rooms
def test_a_room_imports_only_rooms_before_it(path: Path) -> None:
    allowed = ORDER[: ORDER.index(room(path))]
    assert [name for target, name in other_rooms(path) if target not in allowed] == []


@rooms
def test_a_room_is_entered_by_its_door(path: Path) -> None:
    doors = tuple(f"{NAME}.{target}.{DOOR}" for target in ORDER)
    assert [name for _, name in other_rooms(path) if not name.startswith(doors)] == []


@rooms
def test_a_room_does_not_import_the_stack(path: Path) -> None:
    assert [name for name in everywhere(path) if name.startswith(f"{NAME}.stack")] == []


@pytest.mark.parametrize("path", [path for path in sources() if room(path) in PURE], ids=label)
def test_what_is_pure_imports_no_ckan(path: Path) -> None:
    assert [name for name in everywhere(path) if is_ckan(name)] == []


@pytest.mark.parametrize(
    "path", [path for path in sources() if room(path) in ("tables", "drawing")], ids=label
)
def test_reading_tables_and_drawing_enter_no_room(path: Path) -> None:
    assert other_rooms(path) == []


@pytest.mark.parametrize("path", [path for path in sources() if room(path) == "stack"], ids=label)
def test_the_stack_starts_without_ckan(path: Path) -> None:
    needed = [name for name in at_module_level(path) if name not in for_types_only(path)]
    assert [name for name in needed if is_ckan(name)] == []


@pytest.mark.parametrize("module", ["cog.shared", "stack.cli", "stack.supervisor"])
def test_it_loads_without_loading_ckan(module: str) -> None:
    program = (
        f"import sys, {NAME}.{module}; print([name for name in sys.modules if name.split('.')[0] == 'ckan'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_whatever_is_beside_the_rooms_is_known() -> None:
    found = {room(path) for path in sources()} - {*ORDER, *BESIDE, "__init__", "stack"}
    assert found == set()


@every_file
def test_sqlalchemy_is_asked_only_for_what_both_ckans_have(path: Path) -> None:
    # CKAN 2.11 has SQLAlchemy 1.4: these came with 2.0, and fail there only when they are reached.
    asked = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    assert asked & {"icontains", "istartswith", "iendswith", "tuples"} == set()


@every_file
def test_there_is_no_junk_drawer(path: Path) -> None:
    assert path.stem not in {"utils", "util", "common", "misc", "helper"}


@every_file
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) < LONGEST_FILE


@every_file
def test_functions_are_short(path: Path) -> None:
    long = {function.name: body_lines(function) for function in functions(path)}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION} == {}


def test_most_functions_are_very_short() -> None:
    lengths = sorted(body_lines(function) for path in sources() for function in functions(path))
    assert lengths[len(lengths) // 2] < MEDIAN_FUNCTION


@every_file
def test_every_signature_is_typed(path: Path) -> None:
    missing = {function.name: unannotated(function) for function in functions(path)}
    assert {name: what for name, what in missing.items() if what} == {}


@every_file
def test_modules_say_what_they_are_for(path: Path) -> None:
    assert path.read_text() == "" or ast.get_docstring(tree(path)) is not None


@pytest.mark.parametrize(
    "path", [path for path in sources() if path.name == "plugin.py"], ids=lambda path: path.parent.name
)
def test_a_plugin_is_a_table_of_contents(path: Path) -> None:
    assert {
        function.name: body_lines(function) for function in functions(path) if body_lines(function) > 3
    } == {}


def test_no_two_rooms_have_a_validator_of_one_name() -> None:
    """CKAN would take the one of them for both, and say nothing."""
    files = [path for path in sources() if path.name == "validators.py"]
    names = [
        node.name
        for path in files
        for node in tree(path).body
        if isinstance(node, Function) and node.name.startswith("odlocale_")
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []
