-- grain: a row that left the quarantine in a run (parameter); key: quarantena_id.
select
    nome_file,
    pagina,
    tabella,
    riga,
    motivo,
    perche
from qualita.uscita_quarantena
where run_id = $run_id
order by nome_file, pagina, tabella, riga, quarantena_id;
