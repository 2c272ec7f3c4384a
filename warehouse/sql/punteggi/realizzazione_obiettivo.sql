-- grain: an objective; key: obiettivo_id.
-- The mean of its indicators (R1); an objective without indicators takes the mean of those that descend from it, from
-- the leaves up.
-- What isn't measurable or has no target to reach is out of the mean; what waits, or can't be worked out,
-- leaves the objective without a figure: never a silent zero.
with da_indicatori as (
    select
        obiettivo_id,
        any_value(componente) as componente,
        'indicatori' as base,
        count(*) filter (where stato not in ('non_rilevabile', 'senza_target')) as elementi,
        count(realizzazione) as misurati,
        count(*) filter (where stato in ('non_rilevabile', 'senza_target')) as esclusi,
        count(*) filter (where stato = 'in_attesa_di_rilevazione') as in_attesa,
        avg(realizzazione) as media
    from punteggi.realizzazione_indicatore
    group by obiettivo_id
),

-- Objectives just above the leaves: OD over F, operative over gestionale.
da_foglie as (
    select
        padre.obiettivo_id,
        any_value(f.componente) as componente,
        'discendenti' as base,
        count(*) filter (where f.elementi > 0) as elementi,
        count(*) filter (where f.elementi > 0 and f.misurati = f.elementi) as misurati,
        count(*) filter (where f.elementi = 0) as esclusi,
        count(*) filter (where f.in_attesa > 0) as in_attesa,
        avg(f.media) filter (where f.elementi > 0 and f.misurati = f.elementi) as media
    from main.dim_obiettivo as padre
    join main.dim_obiettivo as figlio on figlio.padre_id = padre.obiettivo_id
    join da_indicatori as f on figlio.obiettivo_id = f.obiettivo_id
    where padre.obiettivo_id not in (select obiettivo_id from da_indicatori where obiettivo_id is not null)
    group by padre.obiettivo_id
),

sotto as (
    from da_indicatori
    union all by name
    from da_foglie
),

-- Strategic objectives, two steps above the leaves.
da_intermedi as (
    select
        padre.obiettivo_id,
        any_value(f.componente) as componente,
        'discendenti' as base,
        count(*) filter (where f.elementi > 0) as elementi,
        count(*) filter (where f.elementi > 0 and f.misurati = f.elementi) as misurati,
        count(*) filter (where f.elementi = 0) as esclusi,
        count(*) filter (where f.in_attesa > 0) as in_attesa,
        avg(f.media) filter (where f.elementi > 0 and f.misurati = f.elementi) as media
    from main.dim_obiettivo as padre
    join main.dim_obiettivo as figlio on figlio.padre_id = padre.obiettivo_id
    join sotto as f on figlio.obiettivo_id = f.obiettivo_id
    where padre.tipo = 'strategico'
    group by padre.obiettivo_id
),

conti as (
    from sotto
    where obiettivo_id not in (select obiettivo_id from da_intermedi)
    union all by name
    from da_intermedi
),

con_stato as (
    select
        o.*,
        c.* exclude (obiettivo_id),
        case
            when c.base is null then 'senza_indicatori'
            when c.elementi = 0 then 'non_rilevabile'
            when c.misurati = c.elementi then 'misurato'
            when c.in_attesa > 0 then 'in_attesa_di_rilevazione'
            else 'non_calcolabile'
        end as stato
    from main.dim_obiettivo as o
    left join conti as c using (obiettivo_id)
)

select
    obiettivo_id,
    atto_id,
    evidenza_id,
    tipo,
    numero,
    titolo,
    componente,
    struttura_id,
    coalesce(base, 'nessuna') as base,
    coalesce(elementi, 0) as elementi,
    coalesce(misurati, 0) as misurati,
    coalesce(esclusi, 0) as esclusi,
    case when stato = 'misurato' then media end as realizzazione,
    media as realizzazione_parziale,
    stato
from con_stato;
