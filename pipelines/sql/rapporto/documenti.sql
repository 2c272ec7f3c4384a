-- I documenti di una corsa. Grana: un documento. Chiave: nome_file. Parametro: $run_id.
-- Le righe sono quelle caricate ora; NULL se il documento non è caricato.
select
    d.nome_file,
    d.stato,
    coalesce(d.motivo, '') as motivo,
    a.versione,
    a.oggetto,
    n.denominazione as ente,
    a.anno,
    a.pagine,
    v.righe
from qualita.documento as d
left join main.dim_atto as a on a.atto_id = d.atto_id
left join main.dim_ente as n on n.ente_id = a.ente_id
left join (
    select atto_id, sum(righe)::bigint as righe
    from qualita.volume
    where run_id = $run_id
    group by atto_id
) as v on v.atto_id = d.atto_id
where d.run_id = $run_id
order by d.nome_file
