-- grain: an action of an indicator, or of an objective whose actions the act doesn't part among its indicators;
-- key: obiettivo_id, indicatore_id, azione_n. In a staged act.
select
    i.obiettivo_id,
    i.indicatore_id,
    i.atto_id,
    i.evidenza_id,
    a.azione_n,
    k.azioni[a.azione_n] as azione
from staging.kpi as k
cross join unnest(range(1, len(k.azioni) + 1)) as a(azione_n)
join staging.dim_indicatore as i on k.evidenza_id = i.evidenza_id
union all
select
    o.obiettivo_id,
    null,
    o.atto_id,
    o.evidenza_id,
    a.azione_n,
    s.azioni[a.azione_n]
from staging.obiettivo_segretario as s
cross join unnest(range(1, len(s.azioni) + 1)) as a(azione_n)
join staging.dim_obiettivo as o on s.evidenza_id = o.evidenza_id;
