-- La quota di un'unità per una componente, con gli obiettivi che la fanno. Parametri: atto_id, struttura_id, componente.
-- Grana: un obiettivo dell'unità. Chiave: obiettivo_id.
select
    o.obiettivo_id,
    o.numero,
    o.realizzazione as realizzazione_obiettivo,
    o.stato as stato_obiettivo,
    case when q.pesi = 'stampati' then o.peso end as peso_obiettivo,
    coalesce(q.soglia_minima, 0) as soglia_minima,
    q.peso,
    q.realizzazione,
    q.quota,
    q.stato,
    q.pesi,
    q.regola
from punteggi.quota_risultato as q
join punteggi.realizzazione_obiettivo as o
    on q.atto_id = o.atto_id
    and q.struttura_id = coalesce(o.struttura_id, q.struttura_id)
    and q.componente = o.componente
where q.atto_id = $atto_id
    and q.struttura_id = $struttura_id
    and q.componente = $componente
    and o.livello not in ('fase', 'operativo', 'strategico')
order by o.numero, o.obiettivo_id
