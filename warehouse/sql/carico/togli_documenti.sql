-- What was said of some documents in a run (parameters), about to be said again.
delete from qualita.documento
where run_id = $run_id
    and list_contains($nomi, nome_file);
