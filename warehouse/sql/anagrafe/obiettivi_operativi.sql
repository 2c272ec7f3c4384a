-- An operative objective of some bodies ($enti) that only other rows name has their unit, if they are all of one.
update main.dim_obiettivo as o
set
    struttura_id = n.struttura_id,
    struttura_versione_id = n.struttura_versione_id
from (
    select
        padre_id as obiettivo_id,
        case when min(struttura_id) = max(struttura_id) then min(struttura_id) end as struttura_id,
        case
            when min(struttura_versione_id) = max(struttura_versione_id) then min(struttura_versione_id)
        end as struttura_versione_id
    from main.dim_obiettivo
    where livello <> 'operativo'
        and atto_id in (select atto_id from evidenze.versione where list_contains($enti, ente_id))
    group by padre_id
) as n
where o.obiettivo_id = n.obiettivo_id
    and o.citato
    and o.livello = 'operativo'
    and (
        o.struttura_id is distinct from n.struttura_id
        or o.struttura_versione_id is distinct from n.struttura_versione_id
    );
