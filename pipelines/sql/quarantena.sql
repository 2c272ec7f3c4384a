-- Che cosa è da parte nei documenti dell'ultima corsa, e perché.
-- Grana: un documento e un motivo. Chiave: nome_file, motivo.
select
    q.nome_file,
    q.motivo,
    count(*) as righe,
    list_sort(list(distinct q.pagina) filter (where q.pagina is not null)) as pagine
from qualita.quarantena as q
where q.nome_file in (
    select d.nome_file
    from qualita.documento as d
    where d.run_id = (select run_id from qualita.corsa order by iniziata_il desc limit 1)
)
group by q.nome_file, q.motivo
order by q.nome_file, q.motivo
