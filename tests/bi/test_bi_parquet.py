"""The published Parquet files through pandas, polars and pyarrow: rows, types, comments, joins."""

import json
from collections import Counter

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from warehouse.catalogue import published_relations
from warehouse.schema import column_comment, relation_comment

BY_UNIT = """
select s.denominazione, count(*) from main.fact_target
join main.dim_indicatore using (indicatore_id) join main.dim_obiettivo using (obiettivo_id)
join main.dim_struttura as s using (struttura_id) group by 1
"""
TARGETS = {"Direzione Alfa": 4, "Direzione Beta": 1, "Direzione Gamma": 2}


def counts(edition):
    with duckdb.connect(str(edition / "schedario.duckdb"), read_only=True) as con:
        return {
            relation.parquet: con.execute(f"select count(*) from {relation.qualified}").fetchone()[0]
            for relation in published_relations()
        }


READERS = {
    "pandas": lambda path: len(pd.read_parquet(path)),
    "polars": lambda path: pl.read_parquet(path).height,
    "pyarrow": lambda path: ds.dataset(path).to_table().num_rows,
}


@pytest.mark.parametrize("reader", READERS)
def test_every_parquet_file_is_read_whole(edition, reader):
    expected = counts(edition)
    assert {name: READERS[reader](edition / "parquet" / name) for name in expected} == expected


def test_parquet_has_types_and_comments(edition):
    kinds = {"VARCHAR": pa.string(), "DOUBLE": pa.float64(), "INTEGER": pa.int32(), "BIGINT": pa.int64(),
             "BOOLEAN": pa.bool_(), "DATE": pa.date32()}  # fmt: skip
    for relation in published_relations():
        schema = ds.dataset(edition / "parquet" / relation.parquet).schema
        assert schema.names == [column.name for column in relation.columns]
        typed = [c for c in relation.columns if c.type in kinds]
        assert [(relation.name, c.name) for c in typed if schema.field(c.name).type != kinds[c.type]] == []
        assert schema.metadata[b"comment"].decode() == relation_comment(relation)
        assert json.loads(schema.metadata[b"columns"]) == {c.name: column_comment(c) for c in relation.columns}
        polars = pl.read_parquet_metadata(edition / "parquet" / relation.parquet)
        assert polars["comment"] == relation_comment(relation)


LEVELS = {"dim_indicatore": ["indicatore_id", "obiettivo_id"], "dim_obiettivo": ["obiettivo_id", "struttura_id"]}


def by_unit_pandas(folder):
    joined = pd.read_parquet(folder / "fact_target.parquet", columns=["indicatore_id"])
    for name, keys in LEVELS.items():
        joined = joined.merge(pd.read_parquet(folder / f"{name}.parquet", columns=keys), on=keys[0])
    units = pd.read_parquet(folder / "dim_struttura.parquet", columns=["struttura_id", "denominazione"])
    return joined.merge(units, on="struttura_id").groupby("denominazione").size().to_dict()


def by_unit_polars(folder):
    joined = pl.scan_parquet(folder / "fact_target.parquet").select("indicatore_id")
    for name, keys in LEVELS.items():
        joined = joined.join(pl.scan_parquet(folder / f"{name}.parquet").select(keys), on=keys[0])
    units = pl.scan_parquet(folder / "dim_struttura.parquet")
    return dict(joined.join(units, on="struttura_id").group_by("denominazione").len().collect().rows())


def by_unit_pyarrow(folder):
    joined = ds.dataset(folder / "fact_target.parquet").to_table(["indicatore_id"])
    for name, keys in LEVELS.items():
        joined = joined.join(ds.dataset(folder / f"{name}.parquet").to_table(keys), keys[0], join_type="inner")
    units = ds.dataset(folder / "dim_struttura.parquet").to_table(["struttura_id", "denominazione"])
    return dict(Counter(joined.join(units, "struttura_id", join_type="inner")["denominazione"].to_pylist()))


@pytest.mark.parametrize("by_unit", [by_unit_pandas, by_unit_polars, by_unit_pyarrow])
def test_joins_on_the_keys_give_the_figures_of_the_file(edition, by_unit):
    with duckdb.connect(str(edition / "schedario.duckdb"), read_only=True) as con:
        assert dict(con.execute(BY_UNIT).fetchall()) == TARGETS
    assert by_unit(edition / "parquet" / "main") == TARGETS


def test_figures_without_names_are_the_same_and_names_are_not_there(curated):
    names = {
        edition: pd.read_parquet(curated / edition / "parquet/main/dim_persona.parquet")
        for edition in (".", "senza_nomi")
    }
    assert names["."]["cognome"].tolist() == ["Bianchi"]
    assert "Bianchi" not in names["senza_nomi"].to_string()
    shares = [pl.read_parquet(curated / e / "parquet/punteggi/quota_risultato.parquet")["quota"].sum() for e in names]
    assert shares == [pytest.approx(27.0)] * 2
