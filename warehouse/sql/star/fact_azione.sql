-- grain: an action of an indicator in the staged act; key: indicatore_id, azione_n.
select
    i.indicatore_id,
    i.atto_id,
    i.evidenza_id,
    a.azione_n,
    k.azioni[a.azione_n] as azione
from staging.kpi as k
cross join unnest(range(1, len(k.azioni) + 1)) as a(azione_n)
join main.dim_indicatore as i on k.evidenza_id = i.evidenza_id;
