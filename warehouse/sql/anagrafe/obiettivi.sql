-- The unit of each objective of some bodies ($enti), and its version, as its printed name has them.
update main.dim_obiettivo as o
set
    struttura_id = c.struttura_id,
    struttura_versione_id = c.struttura_versione_id
from evidenze.struttura_citata as c
where o.atto_id = c.atto_id
    and o.struttura_citata_id = c.struttura_citata_id
    and list_contains($enti, c.ente_id)
    and (
        o.struttura_id is distinct from c.struttura_id
        or o.struttura_versione_id is distinct from c.struttura_versione_id
    );
