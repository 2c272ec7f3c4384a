-- Quote della retribuzione di risultato.
-- Grana: una componente per unità e atto. Chiave: atto_id, struttura_id, componente.
select
    q.atto_id,
    q.struttura_id,
    q.componente,
    a.atto_logico as atto,
    q.struttura,
    q.quota,
    q.stato
from punteggi.quota_risultato as q
join main.dim_atto as a using (atto_id)
