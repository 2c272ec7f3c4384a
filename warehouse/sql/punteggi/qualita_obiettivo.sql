-- grain: a finding on an objective or on one of its indicators, from the plan alone;
-- key: obiettivo_id, indicatore_id, rilievo.
-- A deadline is outside the plan before its first year or more than two years after it.
with obiettivi as (
    from main.dim_obiettivo
    where tipo in ('OD', 'F', 'gestionale')
),

scadenze as (
    select
        i.*,
        t.scadenza,
        a.data as data_atto,
        t.anno
    from main.fact_target as t
    join main.dim_indicatore as i using (indicatore_id)
    join main.dim_atto as a on t.atto_id = a.atto_id
),

rilievi as (
    select
        i.atto_id,
        i.evidenza_id,
        i.obiettivo_id,
        i.indicatore_id,
        case r.stato
            when 'senza_target' then 'senza_target'
            when 'non_interpretato' then 'target_non_interpretato'
            when 'non_rilevabile' then 'target_non_rilevabile'
        end as rilievo,
        concat_ws(': ', i.testo, nullif(i.target, '')) as dettaglio
    from main.dim_indicatore as i
    join punteggi.realizzazione_indicatore as r using (indicatore_id)
    union all
    select
        atto_id, evidenza_id, obiettivo_id, indicatore_id,
        case when year(scadenza) not between anno and anno + 2 then 'scadenza_fuori_piano' end,
        target
    from scadenze
    union all
    select
        atto_id, evidenza_id, obiettivo_id, indicatore_id,
        case when scadenza < data_atto then 'scadenza_prima_dell_atto' end,
        target
    from scadenze
    union all
    select atto_id, evidenza_id, obiettivo_id, indicatore_id, 'senza_fonte', testo
    from main.dim_indicatore
    where fonte = ''
    union all
    select o.atto_id, o.evidenza_id, o.obiettivo_id, null, 'senza_indicatori', o.titolo
    from obiettivi as o
    anti join main.dim_indicatore as i using (obiettivo_id)
    union all
    select o.atto_id, o.evidenza_id, o.obiettivo_id, null, 'senza_responsabile', o.titolo
    from obiettivi as o
    anti join main.fact_assegnazione as f using (obiettivo_id)
    union all
    select
        atto_id, evidenza_id, obiettivo_id, null,
        case when min(struttura_id) over uguali <> max(struttura_id) over uguali then 'testo_ripetuto' end,
        titolo
    from obiettivi
    window uguali as (partition by atto_id, lower(titolo))
)

select distinct *
from rilievi
where rilievo is not null;
