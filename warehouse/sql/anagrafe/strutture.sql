-- Which unit each printed name of some bodies ($enti) is: the frame `unite` (struttura_citata_id, struttura_id, fonte)
-- says where it is another one than its own.
update evidenze.struttura_citata as c
set
    struttura_id = n.struttura_id,
    unificata_da = n.fonte
from (
    select
        g.struttura_citata_id,
        coalesce(u.struttura_id, g.struttura_citata_id) as struttura_id,
        u.fonte
    from (select distinct struttura_citata_id from evidenze.struttura_citata where list_contains($enti, ente_id)) as g
    left join unite as u using (struttura_citata_id)
) as n
where c.struttura_citata_id = n.struttura_citata_id
    and (c.struttura_id is distinct from n.struttura_id or c.unificata_da is distinct from n.fonte);
