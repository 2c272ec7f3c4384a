-- grain: an objective whose weight in a mean the act prints, or should print; key: obiettivo_id.
-- di_che = 'voce': an objective of the whole body that is a part of a component of the pay (R4). Its title is the part's,
-- but for case, accents, punctuation and the words of punteggi.parola_vuota.
-- di_che = 'riga': the weight in the objective's own row, in the mean of its unit.
-- peso NULL: the print has no number; or a part of the component is no objective, or more than one; or two parts claim
-- it. Nothing is guessed.
with vuote as (
    select list(parola) as parole
    from punteggi.parola_vuota
),

scritti as (
    select
        atto_id, null::varchar as obiettivo_id, componente, evidenza_id, percentuale,
        string_split(punteggi.nudo(voce), ' ') as parole
    from main.fact_peso
    union all
    select
        atto_id, obiettivo_id, null, evidenza_id, null,
        string_split(punteggi.nudo(titolo), ' ')
    from main.dim_obiettivo
    where struttura_id is null
        and livello not in ('programmato', 'rubrica', 'fase', 'operativo', 'strategico')
),

nudi as (
    select
        s.* exclude (parole),
        array_to_string(s.parole, ' ') as intero,
        array_to_string(list_filter(s.parole, lambda p : not list_contains(v.parole, p)), ' ') as nome
    from scritti as s
    cross join vuote as v
),

-- A part printed for several recipients has one weight if all of them have the same.
voci as (
    select
        atto_id,
        componente,
        nome,
        min(evidenza_id) as evidenza_id,
        case
            when count(percentuale) = count(*) and min(percentuale) = max(percentuale) and count(distinct intero) = 1
                then min(percentuale)
        end as percentuale
    from nudi
    where obiettivo_id is null
    group by atto_id, componente, nome
),

obiettivi as (
    select
        *,
        count(*) over (partition by atto_id, nome) as omonimi
    from nudi
    where obiettivo_id is not null
        and nome <> ''
),

abbinate as (
    select
        v.atto_id,
        o.obiettivo_id,
        v.evidenza_id,
        case
            when bool_and(coalesce(o.omonimi = 1 and v.percentuale >= 0, false)) over (partition by v.atto_id, v.componente)
                then v.percentuale
        end as peso
    from voci as v
    left join obiettivi as o using (atto_id, nome)
)

select
    obiettivo_id,
    atto_id,
    min(evidenza_id) as evidenza_id,
    'voce' as di_che,
    case when count(*) = 1 then min(peso) end as peso
from abbinate
where obiettivo_id is not null
group by obiettivo_id, atto_id
union all
select
    o.obiettivo_id,
    o.atto_id,
    o.evidenza_id,
    'riga',
    punteggi.peso_stampato(r.peso_raw)
from main.dim_obiettivo as o
join pubblicato.obiettivo as r using (evidenza_id)
where not o.citato
    and o.struttura_id is not null;
