-- The version of each printed unit of some bodies ($enti): in force in the plan's first year; of several the one that has
-- the printed name, then the printed place, then the first. Of a unit that was not in force then, the version nearest to
-- that year. None where nobody knows the year, unless there is only one.
update evidenze.struttura_citata as c
set struttura_versione_id = n.struttura_versione_id
from (
    select
        c.atto_id,
        c.struttura_citata_id,
        case when c.anno is not null or count(*) over citazione = 1 then v.struttura_versione_id end
            as struttura_versione_id
    from evidenze.struttura_citata as c
    join main.dim_struttura_versione as v using (ente_id, struttura_id)
    left join evidenze.struttura_citata as p
        on c.atto_id = p.atto_id
        and c.padre_id = p.struttura_citata_id
    -- said of both: the body of one is not yet that of the other for who plans the query
    where list_contains($enti, c.ente_id)
        and list_contains($enti, v.ente_id)
    window citazione as (partition by c.atto_id, c.struttura_citata_id)
    qualify row_number() over (
        partition by c.atto_id, c.struttura_citata_id
        order by
            -- days between the plan's first year and the version; 0 where they meet
            greatest(
                coalesce(v.valid_from - make_date(c.anno, 12, 31), 0),
                coalesce(make_date(c.anno, 1, 1) - v.valid_to, 0),
                0
            ),
            upper(v.denominazione) <> upper(c.denominazione),
            v.padre_id is distinct from p.struttura_id,
            v.valid_from nulls first
    ) = 1
) as n
where c.atto_id = n.atto_id
    and c.struttura_citata_id = n.struttura_citata_id
    and c.struttura_versione_id is distinct from n.struttura_versione_id;
