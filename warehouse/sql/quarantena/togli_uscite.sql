-- Rows that left in this run (parameter) without being loaded again.
delete from qualita.quarantena
where quarantena_id in (select quarantena_id from qualita.uscita_quarantena where run_id = $run_id)
    and run_id <> $run_id;
