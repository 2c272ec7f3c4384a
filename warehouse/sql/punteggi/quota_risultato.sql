-- grain: a component of the performance pay for a unit of an act; key: atto_id, struttura_id, componente.
-- Paid in proportion to the realisation of each objective, from a minimum on (R3); the weights are the act's (R4).
-- Objectives without a unit are the whole body's: they count for each of its units.
-- A threshold that the act doesn't state counts as none.
with regole as (
    select
        atto_id,
        componente,
        max(try_cast(valore as double)) filter (where parametro = 'peso') as peso,
        max(try_cast(valore as double)) filter (where parametro = 'soglia_minima') as soglia_minima,
        max(concat_ws(', ', regola, atto, 'pagina ' || pagina)) filter (where parametro = 'peso') as regola
    from punteggi.regola_in_vigore
    group by atto_id, componente
    having peso is not null
),

-- Units with an objective of their own, as in realizzazione_direzione.
unita as (
    select distinct
        o.atto_id,
        a.ente_id,
        a.anno,
        o.struttura_id,
        s.denominazione as struttura
    from main.dim_obiettivo as o
    join main.dim_atto as a using (atto_id)
    join main.dim_struttura as s using (struttura_id)
    where o.livello in ('direzione', 'gestionale')
),

conti as (
    select
        d.atto_id,
        d.ente_id,
        d.anno,
        d.struttura_id,
        d.struttura,
        r.componente,
        any_value(r.peso) as peso,
        any_value(r.soglia_minima) as soglia_minima,
        any_value(r.regola) as regola,
        avg(case when o.realizzazione >= coalesce(r.soglia_minima, 0) then o.realizzazione else 0 end)
            filter (where o.realizzazione is not null) as media,
        punteggi.stato_insieme(
            count(*) filter (where o.stato not in ('non_rilevabile', 'senza_indicatori')),
            count(o.realizzazione),
            count(*) filter (where o.stato = 'in_attesa_di_rilevazione'),
            count(*) filter (where o.stato = 'non_rilevabile')
        ) as stato
    from unita as d
    join regole as r using (atto_id)
    left join punteggi.realizzazione_obiettivo as o
        on d.atto_id = o.atto_id
        and d.struttura_id = coalesce(o.struttura_id, d.struttura_id)
        and r.componente = o.componente
        -- these are parts of, or are made of, objectives that count here
        and o.livello not in ('fase', 'operativo', 'strategico')
    group by all
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
    regola
from conti;
