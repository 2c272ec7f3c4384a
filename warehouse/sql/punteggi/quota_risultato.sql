-- grain: a component of the performance pay for a unit of an act; key: atto_id, struttura_id, componente.
-- Paid in proportion to the realisation of each objective, from a minimum on (R3); the weights are the act's (R4).
-- Objectives without a unit are the whole body's: they count for each of its units.
-- A threshold that the act doesn't state counts as none. Objectives weigh as printed (peso_obiettivo) where each that
-- counts has a weight; otherwise all the same, and pesi says so.
-- Units with an objective of their own, as in realizzazione_direzione.
with unita as (
    select distinct
        o.atto_id,
        a.ente_id,
        a.anno,
        o.struttura_id,
        s.denominazione as struttura
    from main.dim_obiettivo as o
    join main.dim_atto as a using (atto_id)
    join main.struttura_nell_atto as s using (atto_id, struttura_id)
    where o.livello in ('direzione', 'gestionale')
),

obiettivi as (
    select
        d.*,
        r.componente,
        r.peso as peso_componente,
        r.soglia_minima,
        r.regola_del_peso,
        o.stato,
        o.realizzazione,
        case when o.realizzazione < r.soglia_minima then 0 else o.realizzazione end as pagata,
        o.da_pesare,
        o.peso,
        coalesce(o.stato not in ('non_rilevabile', 'senza_indicatori'), false) as conta
    from unita as d
    join punteggi.componente as r using (atto_id)
    left join punteggi.realizzazione_obiettivo as o
        on d.atto_id = o.atto_id
        and d.struttura_id = coalesce(o.struttura_id, d.struttura_id)
        and r.componente = o.componente
        -- these are parts of, or are made of, objectives that count here
        and o.livello not in ('fase', 'operativo', 'strategico')
    where r.peso is not null
),

conti as (
    select
        atto_id,
        ente_id,
        anno,
        struttura_id,
        struttura,
        componente,
        any_value(peso_componente) as peso,
        any_value(soglia_minima) as soglia_minima,
        any_value(regola_del_peso) as regola,
        punteggi.pesi_insieme(conta, da_pesare, o.peso) as pesi,
        punteggi.media_insieme(pesi, o.peso, pagata) as media,
        punteggi.stato_insieme(
            count(*) filter (where conta),
            count(realizzazione),
            count(*) filter (where stato = 'in_attesa_di_rilevazione'),
            count(*) filter (where stato = 'non_rilevabile')
        ) as stato
    from obiettivi as o
    group by atto_id, ente_id, anno, struttura_id, struttura, componente
)

select
    atto_id,
    ente_id,
    anno,
    struttura_id,
    struttura,
    componente,
    peso,
    soglia_minima,
    case when stato = 'misurato' then media end as realizzazione,
    case when stato = 'misurato' then peso * media end as quota,
    stato,
    pesi,
    regola
from conti;
