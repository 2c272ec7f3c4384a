-- I documenti dell'ultima corsa: che cosa ne ha fatto, e con quale esito sono stati caricati l'ultima volta.
-- Grana: un documento. Chiave: nome_file.
with
ultima as (
    select run_id from qualita.corsa order by iniziata_il desc limit 1
),
esito as (
    select d.sha256, arg_max(d.stato, c.iniziata_il) as stato, arg_max(d.motivo, c.iniziata_il) as motivo
    from qualita.documento as d
    inner join qualita.corsa as c on c.run_id = d.run_id
    where d.stato <> 'invariato'
    group by d.sha256
)
select d.nome_file, d.stato, e.stato as caricamento, a.pagine, e.motivo
from qualita.documento as d
inner join ultima as u on u.run_id = d.run_id
left join esito as e on e.sha256 = d.sha256
left join evidenze.versione as a on a.sha256 = d.sha256
order by d.nome_file
