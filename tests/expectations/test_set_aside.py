"""A row of the example (a made-up municipality) without a place is set aside, and costs the others nothing."""

from dataclasses import replace

import warehouse
from expectations import validate_document, verdict
from normalizers.records import SetAside


def test_a_row_set_aside_leaves_the_document_partial(document, reading):
    (account,) = reading.accounts
    last = max(reading.records, key=lambda record: record.ordinal)
    (place,) = last.evidence["kpi"]
    found = replace(
        reading,
        records=[record for record in reading.records if record is not last],
        set_aside=[SetAside(place.page, place.table, place.row, "Riga senza numero", '["pere"]')],
        accounts=[replace(account, data=account.data - 1, set_aside=1)],
    )
    staged = warehouse.own_tables(document, warehouse.prepare(found, document.sha256))
    outcomes = validate_document(warehouse.document_frames([staged]))
    assert {(o.suite, o.aspettativa) for o in outcomes if not o.esito} == {("tabella", "niente_in_quarantena")}
    assert verdict(outcomes)[0] == "parziale"
