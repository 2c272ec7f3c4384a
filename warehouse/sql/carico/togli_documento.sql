-- What was said of a document in a run (parameters), about to be said again.
delete from qualita.documento
where run_id = ?
    and nome_file = ?;
