-- grain: a unit as long as its name and the unit above it stay the same; key: struttura_versione_id.
-- What acts print and what people state (main.struttura_evento) are points in time: the name, the unit above, or both.
-- From one point to the next they stay; points that change nothing are no version. A stated name or place stands until
-- the next stated one: what acts print counts before the first. Names differ when they do so in more than case.
-- Of acts alone a unit changes its name only where a code says that it is the same unit.
-- Each step keeps the body, which the unit's key has in it already: who asks for one body reads no other.
with citate as not materialized (
    select
        c.ente_id,
        c.struttura_id,
        c.livello,
        nullif(c.codice, '') as codice,
        c.denominazione,
        c.anno,
        make_date(c.anno, 1, 1) as dal,
        coalesce(p.struttura_id, '') as padre_id,
        c.struttura_citata_id = c.struttura_id as propria
    from evidenze.struttura_citata as c
    left join evidenze.struttura_citata as p
        on c.ente_id = p.ente_id
        and c.atto_id = p.atto_id
        and c.padre_id = p.struttura_citata_id
),

dichiarate as not materialized (
    select
        ente_id,
        struttura_id,
        any_value(livello) as livello,
        min(dal) filter (where effetto = 'inizio') as inizio,
        min(dal) filter (where effetto = 'fine') as fine,
        min(dal) filter (where effetto = 'nome') as primo_nome,
        min(dal) filter (where effetto = 'padre') as primo_padre
    from main.struttura_evento
    group by ente_id, struttura_id
),

nominate as not materialized (
    select
        ente_id,
        struttura_id,
        max_by(livello, propria) as livello,
        max(codice) filter (where propria) as codice,
        min(dal) as primo,
        make_date(max(anno), 12, 31) as ultimo
    from citate
    group by ente_id, struttura_id
),

punti as (
    select
        c.ente_id,
        c.struttura_id,
        c.dal,
        max(c.denominazione) filter (where c.propria and coalesce(c.dal < d.primo_nome, true)) as denominazione,
        max(c.padre_id) filter (where c.propria and coalesce(c.dal < d.primo_padre, true)) as padre_id,
        null as fonte
    from citate as c
    join nominate as n using (ente_id, struttura_id)
    left join dichiarate as d using (ente_id, struttura_id)
    where coalesce(c.dal > d.inizio, true)
        and (coalesce(c.dal < d.fine, true) or (c.dal = n.primo and d.inizio is null))
    group by c.ente_id, c.struttura_id, c.dal
    union all
    select
        ente_id,
        struttura_id,
        dal,
        denominazione,
        padre_id,
        fonte
    from main.struttura_evento
    where effetto <> 'fine'
),

giorni as (
    select
        ente_id,
        struttura_id,
        dal,
        any_value(denominazione) as denominazione,
        any_value(padre_id) as padre_id,
        string_agg(distinct fonte, '; ' order by fonte) as fonte
    from punti
    group by ente_id, struttura_id, dal
),

-- What isn't said of a day is as the day before; of the first days, as the day after.
continui as (
    select
        ente_id,
        struttura_id,
        dal,
        fonte,
        coalesce(
            last_value(denominazione ignore nulls) over prima,
            first_value(denominazione ignore nulls) over dopo
        ) as denominazione,
        coalesce(last_value(padre_id ignore nulls) over prima, first_value(padre_id ignore nulls) over dopo, '')
            as padre_id
    from giorni
    window
        prima as (
            partition by ente_id, struttura_id order by dal nulls first
            rows between unbounded preceding and current row
        ),
        dopo as (
            partition by ente_id, struttura_id order by dal nulls first
            rows between current row and unbounded following
        )
),

cambi as (
    select
        *,
        upper(denominazione) is distinct from lag(upper(denominazione)) over storia
            or padre_id is distinct from lag(padre_id) over storia as cambia
    from continui
    window storia as (partition by ente_id, struttura_id order by dal nulls first)
),

numerati as (
    select
        *,
        count(*) filter (where cambia) over (partition by ente_id, struttura_id order by dal nulls first) as n
    from cambi
),

versioni as (
    select
        ente_id,
        struttura_id,
        n,
        min(dal) as valid_from,
        last(denominazione order by dal nulls first) as denominazione,
        any_value(padre_id) as padre_id,
        first(fonte order by dal nulls first) as fonte
    from numerati
    group by ente_id, struttura_id, n
)

select
    v.ente_id,
    left(
        md5(
            concat_ws(
                chr(31),
                'versione',
                v.struttura_id,
                upper(v.denominazione),
                v.padre_id,
                row_number() over (
                    partition by v.ente_id, v.struttura_id, upper(v.denominazione), v.padre_id order by v.n
                )
            )
        ),
        16
    ) as struttura_versione_id,
    v.struttura_id,
    coalesce(c.livello, d.livello) as livello,
    c.codice,
    v.denominazione,
    nullif(v.padre_id, '') as padre_id,
    v.valid_from,
    coalesce(
        lead(v.valid_from) over storia - 1,
        case when d.fine is not null then greatest(d.fine - 1, v.valid_from) end,
        case when c.ultimo >= coalesce(v.valid_from, c.ultimo) then c.ultimo end
    ) as valid_to,
    lead(v.n) over storia is null as ultima,
    ultima and d.fine is null as corrente,
    v.fonte
from versioni as v
left join nominate as c using (ente_id, struttura_id)
left join dichiarate as d using (ente_id, struttura_id)
window storia as (partition by v.ente_id, v.struttura_id order by v.n);
