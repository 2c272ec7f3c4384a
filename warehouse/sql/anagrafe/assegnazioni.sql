-- Person and unit of each assignment of some bodies ($enti), and the unit's version, as the printed names have them.
update main.fact_assegnazione as f
set
    persona_id = n.persona_id,
    struttura_id = n.struttura_id,
    struttura_versione_id = n.struttura_versione_id
from (
    select
        a.atto_id,
        a.persona_citata_id,
        a.struttura_citata_id,
        p.persona_id,
        s.struttura_id,
        s.struttura_versione_id
    from (
        select distinct atto_id, persona_citata_id, struttura_citata_id
        from main.fact_assegnazione
        where atto_id in (select atto_id from evidenze.versione where list_contains($enti, ente_id))
    ) as a
    left join evidenze.persona_citata as p using (atto_id, persona_citata_id)
    left join evidenze.struttura_citata as s using (atto_id, struttura_citata_id)
) as n
where f.atto_id = n.atto_id
    and f.persona_citata_id is not distinct from n.persona_citata_id
    and f.struttura_citata_id is not distinct from n.struttura_citata_id
    and (
        f.persona_id is distinct from n.persona_id
        or f.struttura_id is distinct from n.struttura_id
        or f.struttura_versione_id is distinct from n.struttura_versione_id
    );
