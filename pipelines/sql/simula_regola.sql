-- Una regola per ogni ente, anno e componente degli atti correnti: nessuna è più specifica.
-- Parametri: parametro, valore, componente (NULL: tutte).
insert into punteggi.regola by name
select distinct
    'simulazione' as regola,
    e.denominazione as ente,
    a.anno,
    v.componente,
    $parametro as parametro,
    $valore as valore
from punteggi.regola_in_vigore as v
join main.dim_atto as a using (atto_id)
join main.dim_ente as e using (ente_id)
where $componente is null
    or v.componente = $componente
