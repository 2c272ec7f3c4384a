-- grain: a unit in an act; key: atto_id, struttura_id.
-- The mean of its objectives (direzione, gestionale), weighted where the rules want it and each of them has a weight;
-- phases are scored in realizzazione_obiettivo.
with obiettivi as (
    select
        *,
        stato not in ('non_rilevabile', 'senza_indicatori') as conta
    from punteggi.realizzazione_obiettivo
    where livello in ('direzione', 'gestionale')
        and struttura_id is not null
),

conti as (
    select
        atto_id,
        struttura_id,
        count(*) filter (where conta) as obiettivi,
        count(realizzazione) as misurati,
        punteggi.pesi_insieme(conta, da_pesare, peso) as pesi,
        punteggi.media_insieme(pesi, peso, realizzazione) as media,
        punteggi.stato_insieme(
            count(*) filter (where conta),
            count(realizzazione),
            count(*) filter (where stato = 'in_attesa_di_rilevazione'),
            count(*) filter (where stato = 'non_rilevabile')
        ) as stato
    from obiettivi
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
    c.stato,
    c.pesi
from conti as c
join main.dim_atto as a using (atto_id)
join main.struttura_nell_atto as s using (atto_id, struttura_id);
