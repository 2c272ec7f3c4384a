-- One row of the quarantine (parameter), about to be written again.
delete from qualita.quarantena
where quarantena_id = ?;
