-- grain: a unit in an act; key: atto_id, struttura_id.
-- The mean of its objectives (direzione, gestionale); phases are scored in realizzazione_obiettivo.
with conti as (
    select
        atto_id,
        struttura_id,
        count(*) filter (where stato not in ('non_rilevabile', 'senza_indicatori')) as obiettivi,
        count(realizzazione) as misurati,
        avg(realizzazione) as media,
        punteggi.stato_insieme(
            count(*) filter (where stato not in ('non_rilevabile', 'senza_indicatori')),
            count(realizzazione),
            count(*) filter (where stato = 'in_attesa_di_rilevazione'),
            count(*) filter (where stato = 'non_rilevabile')
        ) as stato
    from punteggi.realizzazione_obiettivo
    where livello in ('direzione', 'gestionale')
        and struttura_id is not null
    group by atto_id, struttura_id
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
from conti as c
join main.dim_atto as a using (atto_id)
join main.dim_struttura as s using (struttura_id);
