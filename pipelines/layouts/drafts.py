"""A draft layout: checked against the catalogue, and tried beside the layouts shipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from normalizers import layout
from normalizers.layout import Layout, LayoutError, RecordRule, load_layout
from pipelines.errors import PipelineError
from pipelines.folders import shown
from warehouse.catalogue import Relation, relations

GIVEN_BY_THE_LOADER = {"atto_id", "ordinale", "evidenza_id"}


@contextmanager
def with_draft(path: Path) -> Iterator[Layout]:
    """Read with the layouts shipped and a draft, for as long as this lasts; it replaces the one of its name.

    Raises:
        PipelineError: no such file, or it isn't a layout that the warehouse can load.
    """
    draft = load_draft(path)
    shipped = layout.FOLDER
    with TemporaryDirectory() as folder:
        shutil.copytree(shipped, folder, dirs_exist_ok=True)
        shutil.copy(path, Path(folder) / f"{draft.name}.toml")
        layout.FOLDER = Path(folder)
        layout.layouts.cache_clear()
        try:
            yield draft
        finally:
            layout.FOLDER = shipped
            layout.layouts.cache_clear()


def load_draft(path: Path) -> Layout:
    """A layout file from anywhere; errors as `with_draft`."""
    if not path.is_file():
        raise PipelineError(f"no file {shown(path)}; write a draft with: schedario layout propose FILE.pdf --out DRAFT")
    try:
        draft = load_layout(path)
    except (LayoutError, UnicodeDecodeError) as error:
        raise PipelineError(" ".join(str(error).split())) from error
    wrong = [*_unknown_names(draft), *(told for rule in draft.records for told in _unknown_to_catalogue(rule))]
    if wrong:
        raise PipelineError(f"{path.name}: {'; '.join(dict.fromkeys(wrong))}")
    return draft


def _unknown_names(draft: Layout) -> Iterator[str]:
    """What the layout speaks of and no column is: such a field would stay empty without a word."""
    columns = {column.field for column in draft.columns} | {draft.section, *draft.caption}
    if draft.group is not None:
        columns |= draft.group.fields.keys()
    for setting in ("required", "inherit", "inherit_when_blank", "goes_on"):
        yield from (f"{setting}: no column {name}" for name in getattr(draft, setting) if name not in columns)
    for rule in draft.records:
        yield from (f"records of {rule.kind}: no column {name}" for name in _sources(rule) if name not in columns)


def _sources(rule: RecordRule) -> Iterator[str]:
    """The columns that a rule reads."""
    if rule.each != "row":
        yield rule.each
    yield from (*rule.fields.values(), *rule.lists.values(), *rule.paths.values(), *rule.again)
    yield from (derived.source for derived in rule.derived)
    yield from (column for parts in rule.people.values() for column in parts.values())
    yield from (rule.fields.get(name, name) for name in rule.required)
    yield from (column for about in rule.targets.values() for column in about)


def _unknown_to_catalogue(rule: RecordRule) -> Iterator[str]:
    tables = {relation.name: relation for relation in relations("pubblicato")}
    if rule.kind not in tables:
        yield f"no kind {rule.kind}; kinds are the tables of schema pubblicato: docs/dizionario.md"
        return
    given = given_fields(rule)
    columns = {column.name for column in tables[rule.kind].columns}
    yield from (f"pubblicato.{rule.kind} has no column {name}" for name in given if name not in columns)
    missing = [name for name in _needed(tables[rule.kind]) if name not in given]
    yield from (f"records of {rule.kind} must have the field {name}" for name in missing)
    yield from (
        f"records of {rule.kind}: no field {name} to read a target from" for name in rule.targets if name not in given
    )


def given_fields(rule: RecordRule) -> tuple[str, ...]:
    """The fields of the records that a rule makes."""
    others = (rule.others,) if rule.others else ()
    derived = (derived.field for derived in rule.derived)
    return (*rule.fields, *rule.people, *rule.ordinal, *rule.lists, *rule.paths, *derived, *others)


def _needed(relation: Relation) -> list[str]:
    return [c.name for c in relation.columns if c.required and c.name not in GIVEN_BY_THE_LOADER]
