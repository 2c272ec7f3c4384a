-- grain: a component of the performance pay for a unit of an act; key: atto_id, struttura_id, componente.
-- Paid in proportion to the realisation of each objective, from a minimum on (R3); the weights are the act's (R4).
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
        count(*) filter (where o.stato not in ('non_rilevabile', 'senza_indicatori')) as obiettivi,
        count(o.realizzazione) as misurati,
        count(*) filter (where o.stato = 'in_attesa_di_rilevazione') as in_attesa,
        count(*) filter (where o.stato = 'non_rilevabile') as non_rilevabili,
        avg(case when o.realizzazione >= coalesce(r.soglia_minima, 0) then o.realizzazione else 0 end)
            filter (where o.realizzazione is not null) as media
    from punteggi.realizzazione_direzione as d
    join regole as r using (atto_id)
    left join punteggi.realizzazione_obiettivo as o
        on d.atto_id = o.atto_id
        and d.struttura_id = o.struttura_id
        and r.componente = o.componente
        and o.tipo in ('OD', 'gestionale')
    group by all
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
from con_stato;
