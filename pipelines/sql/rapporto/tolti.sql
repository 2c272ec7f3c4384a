-- I documenti che la corsa precedente trovava nella cartella e questa no. Grana: un documento. Parametro: $run_id.
select nome_file
from qualita.documento
where run_id = (
    select prima.run_id
    from qualita.corsa as prima
    where prima.iniziata_il < (select iniziata_il from qualita.corsa where run_id = $run_id)
        and prima.run_id in (select run_id from qualita.documento)
    order by prima.iniziata_il desc
    limit 1
)
    and nome_file not in (select nome_file from qualita.documento where run_id = $run_id)
order by nome_file
