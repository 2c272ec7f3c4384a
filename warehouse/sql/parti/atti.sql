-- grain: an act that the star's checks have to look at; key: atto_id. The acts loaded since the last good run began, and
-- the others of their bodies: what one act says may change what its body's others mean.
with caricati as (
    select distinct d.atto_id
    from qualita.documento as d
    join qualita.corsa as c using (run_id)
    where d.stato in ('caricato', 'parziale')
        and c.iniziata_il > coalesce(
            (select max(iniziata_il) from qualita.corsa where stato = 'riuscita'), '-infinity'::timestamp
        )
),

toccati as (
    select ente_id
    from evidenze.versione
    where atto_logico_id in (
        select atto_logico_id
        from evidenze.versione
        join caricati using (atto_id)
    )
)

select
    v.atto_id,
    v.ente_id,
    v.atto_id in (select atto_id from caricati) as caricato
from evidenze.versione as v
where v.ente_id in (select ente_id from toccati)
order by v.nome_file, v.atto_id;
