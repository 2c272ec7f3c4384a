-- grain: an objective that can be scored; key: obiettivo_id.
-- The mean of its indicators (R1); an objective without indicators takes the mean of the objectives just below it, each
-- worked out in the same way: every indicator below has a share of the whole.
-- What isn't measurable or has no target to reach is out of the mean; what waits, or can't be worked out,
-- leaves the objective without a figure: never a silent zero.
-- Without indicators, here or below, the component is that of the table where they would be.
with recursive indicatori as (
    select
        obiettivo_id,
        componente,
        realizzazione,
        stato,
        volte,
        stato not in ('non_rilevabile', 'senza_target') as conta,
        coalesce(
            sum(volte) filter (where stato not in ('non_rilevabile', 'senza_target'))
                over (partition by obiettivo_id),
            0
        ) as contano
    from punteggi.realizzazione_indicatore
    where obiettivo_id is not null
),

con_indicatori as (
    select distinct
        obiettivo_id,
        contano > 0 as conta
    from indicatori
),

-- Objectives with something that counts, in them or below them.
che_contano as (
    select obiettivo_id
    from con_indicatori
    where conta
    union
    select figlio.padre_id
    from che_contano as sotto
    join main.dim_obiettivo as figlio using (obiettivo_id)
    where figlio.padre_id is not null
        and figlio.padre_id not in (select obiettivo_id from con_indicatori)
),

figli as (
    select
        o.padre_id,
        o.obiettivo_id,
        1 / count(c.obiettivo_id) over (partition by o.padre_id) as parte
    from main.dim_obiettivo as o
    left join che_contano as c using (obiettivo_id)
    where o.padre_id is not null
        and o.padre_id not in (select obiettivo_id from con_indicatori)
),

discendenti as (
    select
        padre_id as obiettivo_id,
        obiettivo_id as discendente_id,
        parte
    from figli
    union all
    select
        d.obiettivo_id,
        f.obiettivo_id,
        d.parte * f.parte
    from discendenti as d
    join figli as f on f.padre_id = d.discendente_id
),

elementi as (
    select
        obiettivo_id,
        'indicatori' as base,
        componente,
        realizzazione,
        stato,
        conta,
        volte::double as parte
    from indicatori
    union all
    select
        d.obiettivo_id,
        'discendenti',
        i.componente,
        i.realizzazione,
        i.stato,
        i.conta,
        d.parte * i.volte / i.contano
    from discendenti as d
    join indicatori as i on i.obiettivo_id = d.discendente_id
),

conti as (
    select
        obiettivo_id,
        any_value(base) as base,
        min(componente) as componente,
        count(*) filter (where conta) as elementi,
        count(realizzazione) as misurati,
        count(*) filter (where not conta) as esclusi,
        count(*) filter (where stato = 'in_attesa_di_rilevazione') as in_attesa,
        sum(parte * realizzazione) / sum(parte) filter (where realizzazione is not null) as media
    from elementi
    group by obiettivo_id
),

con_stato as (
    select
        o.*,
        c.base,
        coalesce(c.componente, r.componente) as di_componente,
        coalesce(c.elementi, 0) as elementi,
        coalesce(c.misurati, 0) as misurati,
        coalesce(c.esclusi, 0) as esclusi,
        c.media,
        punteggi.stato_insieme(
            coalesce(c.elementi, 0), coalesce(c.misurati, 0), coalesce(c.in_attesa, 0), coalesce(c.esclusi, 0)
        ) as stato
    from main.dim_obiettivo as o
    left join conti as c using (obiettivo_id)
    left join punteggi.componente as r
        on o.atto_id = r.atto_id
        and r.tabella = case o.tabella_pubblicata
            when 'obiettivo' then 'kpi'
            when 'scheda' then 'indicatore'
            else o.tabella_pubblicata
        end
        and coalesce(r.livello, o.livello, '') = coalesce(o.livello, '')
    -- the approved plan is scored where an act details it, rubrics in their own view
    where coalesce(o.livello, '') not in ('programmato', 'rubrica')
)

select
    o.obiettivo_id,
    o.atto_id,
    o.evidenza_id,
    o.tipo,
    o.livello,
    o.numero,
    o.titolo,
    o.di_componente as componente,
    o.struttura_id,
    coalesce(o.base, 'nessuna') as base,
    o.elementi,
    o.misurati,
    o.esclusi,
    case when o.stato = 'misurato' then o.media end as realizzazione,
    o.media as realizzazione_parziale,
    o.stato,
    coalesce(p.di_che = 'voce' or r.media_pesata, false) as da_pesare,
    case when p.di_che = 'voce' or r.media_pesata then p.peso end as peso
from con_stato as o
left join punteggi.componente as r on o.atto_id = r.atto_id and o.di_componente = r.componente
left join punteggi.peso_obiettivo as p using (obiettivo_id);
