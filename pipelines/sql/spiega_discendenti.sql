-- Gli obiettivi che discendono da uno e hanno di che essere misurati. Parametro: l'obiettivo.
-- Grana: un obiettivo. Chiave: obiettivo_id.
select o.obiettivo_id
from main.dim_obiettivo as o
join punteggi.realizzazione_obiettivo as r using (obiettivo_id)
where o.padre_id = ?
order by o.ordinale, o.obiettivo_id
