-- grain: a field that changed, or (campo NULL) a record that only one act has; key: tabella, a_evidenza, b_evidenza, campo.
with campi as (
    select
        c.*,
        f.campo,
        max(f.valore) filter (where f.lato = 'a') as valore_a,
        max(f.valore) filter (where f.lato = 'b') as valore_b
    from differenza_coppia as c
    join differenza_campo as f on f.evidenza_id in (c.a, c.b)
    group by all
),

cambiati as (
    select
        'cambiato' as esito,
        * replace (coalesce(valore_a, '') as valore_a, coalesce(valore_b, '') as valore_b)
    from campi
    where valore_a is distinct from valore_b
),

soli as (
    select
        case r.lato when 'a' then 'tolto' else 'aggiunto' end as esito,
        case r.lato when 'a' then r.evidenza_id end as a,
        case r.lato when 'b' then r.evidenza_id end as b,
        string_agg(f.campo || ': ' || f.valore, '; ') as testo,
        case r.lato when 'a' then testo end as valore_a,
        case r.lato when 'b' then testo end as valore_b
    from differenza_record as r
    join differenza_campo as f using (evidenza_id)
    where r.evidenza_id not in (select a from differenza_coppia union all select b from differenza_coppia)
    group by r.lato, r.evidenza_id
),

tutti as (
    from cambiati
    union all by name
    select * exclude (testo)
    from soli
)

select
    t.esito,
    r.tabella,
    coalesce(left(r.chiave, -1 - len(regexp_extract(r.chiave, '#(\d+)$', 1))), '') as record,
    t.campo,
    t.valore_a as a,
    coalesce(ca.pagina, ra.pagina) as a_pagina,
    coalesce(ca.box, ra.box) as a_riquadro,
    t.valore_b as b,
    coalesce(cb.pagina, rb.pagina) as b_pagina,
    coalesce(cb.box, rb.box) as b_riquadro,
    t.modo as abbinamento,
    round(t.somiglianza, 2) as somiglianza,
    t.a as a_evidenza,
    t.b as b_evidenza
from tutti as t
join differenza_record as r on coalesce(t.a, t.b) = r.evidenza_id
left join evidenze.campo as ca on t.a = ca.evidenza_id and t.campo = ca.campo and ca.n = 1
left join evidenze.campo as cb on t.b = cb.evidenza_id and t.campo = cb.campo and cb.n = 1
left join evidenze.riga as ra on t.a = ra.evidenza_id
left join evidenze.riga as rb on t.b = rb.evidenza_id
order by r.tabella, coalesce(ra.ordinale, rb.ordinale), t.esito, t.campo;
