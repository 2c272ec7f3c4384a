"""Dependencies point one way: extractors <- normalizers <- warehouse <- expectations <- pipelines."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAY_IMPORT = {
    "extractors": (),
    "normalizers": ("extractors.model", "extractors.version"),
    "warehouse": ("normalizers.records", "extractors.model"),
    "expectations": ("warehouse.catalogue",),
    "pipelines": ("extractors", "normalizers", "warehouse", "expectations"),
}
"""Folder -> what it may import of the others."""
MUST_NEVER_KNOW = {
    "extractors": {"duckdb", "prefect", "great_expectations"},
    "normalizers": {"duckdb", "prefect", "pdfplumber", "pypdfium2", "great_expectations"},
    "warehouse": {"prefect", "pdfplumber", "pypdfium2", "camelot"},
    "expectations": {"prefect", "pdfplumber", "pypdfium2", "camelot"},
    "pipelines": {"pdfplumber", "pypdfium2", "camelot"},
}


def imports(path: Path) -> set[str]:
    """The modules that a file imports, wherever it does."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def sources(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_folder_imports_only_what_it_may(folder: str) -> None:
    wrong = {
        (path.name, name)
        for path in sources(folder)
        for name in imports(path)
        if name.split(".")[0] in MAY_IMPORT.keys() - {folder}
        and not any(name == allowed or name.startswith(f"{allowed}.") for allowed in MAY_IMPORT[folder])
    }
    assert wrong == set()


@pytest.mark.parametrize("folder", MUST_NEVER_KNOW)
def test_folder_does_not_know_what_it_must_not(folder: str) -> None:
    known = {name.split(".")[0] for path in sources(folder) for name in imports(path)}
    assert known & MUST_NEVER_KNOW[folder] == set()
