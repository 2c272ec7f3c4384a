-- grain: a unit in an act that names it; key: atto_id, struttura_id.
-- As it was in the plan's first year; as it is now where nobody knows the year.
select
    c.ente_id,
    c.atto_id,
    c.struttura_id,
    v.struttura_versione_id,
    v.denominazione,
    v.padre_id
from evidenze.struttura_citata as c
join main.dim_struttura_versione as v using (ente_id, struttura_id)
qualify row_number() over (
    partition by c.ente_id, c.atto_id, c.struttura_id
    order by coalesce(v.struttura_versione_id = c.struttura_versione_id, false) desc, v.valid_from desc nulls last
) = 1;
