-- grain: a unit in an act; key: atto_id, struttura_id.
-- The mean of its objectives (OD, gestionale); phases are scored in realizzazione_obiettivo.
with conti as (
    select
        atto_id,
        struttura_id,
        count(*) filter (where stato not in ('non_rilevabile', 'senza_indicatori')) as obiettivi,
        count(realizzazione) as misurati,
        count(*) filter (where stato = 'in_attesa_di_rilevazione') as in_attesa,
        count(*) filter (where stato = 'non_rilevabile') as non_rilevabili,
        avg(realizzazione) as media
    from punteggi.realizzazione_obiettivo
    where tipo in ('OD', 'gestionale')
        and struttura_id is not null
    group by atto_id, struttura_id
),

con_stato as (
    select
        *,
        case
            when obiettivi = 0 and non_rilevabili > 0 then 'non_rilevabile'
            when obiettivi = 0 then 'senza_indicatori'
            when misurati = obiettivi then 'misurato'
            when in_attesa > 0 then 'in_attesa_di_rilevazione'
            else 'non_calcolabile'
        end as stato
    from conti
)

select
    c.atto_id,
    a.ente_id,
    a.anno,
    c.struttura_id,
    s.denominazione as struttura,
    c.obiettivi,
    c.misurati,
    case when c.stato = 'misurato' then c.media end as realizzazione,
    c.media as realizzazione_parziale,
    c.stato
from con_stato as c
join main.dim_atto as a using (atto_id)
join main.dim_struttura as s using (struttura_id);
