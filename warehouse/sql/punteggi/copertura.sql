-- grain: a current act; key: atto_id. How many of its indicators have a score, and why the others have none.
select
    a.atto_id,
    a.ente_id,
    a.anno,
    count(r.indicatore_id) as indicatori,
    count(*) filter (where r.stato = 'misurato') as misurati,
    count(*) filter (where r.stato = 'in_attesa_di_rilevazione') as in_attesa,
    count(*) filter (where r.stato = 'non_rilevabile') as non_rilevabili,
    count(*) filter (where r.stato = 'non_interpretato') as non_interpretati,
    count(*) filter (where r.stato = 'senza_target') as senza_target,
    count(*) filter (where r.stato in ('verso_non_noto', 'valore_non_confrontabile')) as altri,
    misurati / nullif(indicatori, 0) as quota_misurata
from main.dim_atto as a
left join punteggi.realizzazione_indicatore as r using (atto_id)
where a.corrente
group by a.atto_id, a.ente_id, a.anno;
