-- Close a run.
update qualita.corsa
set
    stato = $stato,
    finita_il = $fine,
    conteggi = $conteggi
where run_id = $run_id;
