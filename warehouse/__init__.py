"""Readings in; star schema, history, scoring views, curated files out.

In the order of a run:

    con = connect(path, read_only=False)    changed catalogue, SQL or rules: a fresh file, with fact_rilevazione kept
    loaded_documents(con)                   {sha256: version of the reading it was loaded with}
    acquired_documents(con)                 the same as Documents, in order of acquisition
    forget_renamed(con, documents, there)   those that the register gives to another act now: they are loaded again
    run_id = begin_run(con, version)
    record_unchanged(con, run_id, documents)
    prepare(reading, sha256) -> Prepared    the rows that a reading gives, kept by save_prepared, load_prepared
    own_tables(document, prepared)          those rows with what the file and the register say: {schema.table: Arrow}
    document_frames([own_tables, ...])      of several documents, {table: DataFrame}, columns as in the catalogue: those
                                            of `pubblicato`, and versione, cella, campo, riga, quarantena, pagina,
                                            tabella, rilievo, conteggi, target
    stage_all(con, [(document, prepared)])  fills the catalog `staging` (in memory, some documents at a time);
                                            staged_frames(con) reads it
    record_outcomes(con, run_id, [(document, outcomes)])
    load_all(con, run_id, [Entering(...)])  -> [LoadSummary], or set_aside_document(con, run_id, document, motivo)
    stage(con, document, reading), load(con, run_id, document, stato): the same for one document
    load_rules(con, paths)                  the packaged rules, and a user's own above them
    settle(con, read_statements(path), whole) which unit and person each printed name is -> statements that don't fit
    release_absent(con, run_id, documents); released(con, run_id) -> what left the quarantine
    load_results(con, path, by) -> ResultsReport; results_template(con, path) -> lines written
    star_parts(con, links, whole)           the star in parts, {table: DataFrame}; star_frames(con): all of it
    record_volume(con, run_id, whole)       how much there is, beside the last good run
    last_checks(con), outcomes_of(con, names) -> the last check of each document
    end_run(con, run_id, stato, counts)     stato: riuscita | fallita; counts: {word: n}
    con.close(); publish(working, curated) -> Published; kept_versions(curated); rollback(curated)
"""

import lazy_loader

# a name is imported on its first use: who only makes rows waits neither for the database nor for data frames
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
