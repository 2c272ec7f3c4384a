-- L'obiettivo con una chiave, o con un numero in un'unità; o quello di un indicatore. Parametri: chiave, struttura.
-- Grana: un obiettivo. Chiave: obiettivo_id.
select
    r.obiettivo_id,
    r.atto_id,
    r.struttura_id,
    r.tipo,
    r.numero,
    r.titolo,
    s.denominazione as struttura,
    a.atto_logico as atto,
    r.componente,
    r.base,
    r.realizzazione,
    r.stato,
    r.evidenza_id
from punteggi.realizzazione_obiettivo as r
join main.dim_atto as a using (atto_id)
left join main.struttura_nell_atto as s using (atto_id, struttura_id)
where (
        r.obiettivo_id = $chiave
        or r.numero = $chiave
        or r.obiettivo_id in (select obiettivo_id from main.dim_indicatore where indicatore_id = $chiave)
    )
    and contains(lower(coalesce(s.denominazione, '')), lower($struttura))
order by a.atto_logico, s.denominazione, r.obiettivo_id
