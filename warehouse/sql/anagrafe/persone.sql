-- Which person each printed name of some bodies ($enti) is: the frame `unite` (persona_citata_id, persona_id, fonte), as
-- in strutture.sql.
update evidenze.persona_citata as c
set
    persona_id = n.persona_id,
    unificata_da = n.fonte
from (
    select
        g.persona_citata_id,
        coalesce(u.persona_id, g.persona_citata_id) as persona_id,
        u.fonte
    from (select distinct persona_citata_id from evidenze.persona_citata where list_contains($enti, ente_id)) as g
    left join unite as u using (persona_citata_id)
) as n
where c.persona_citata_id = n.persona_citata_id
    and (c.persona_id is distinct from n.persona_id or c.unificata_da is distinct from n.fonte);
