-- grain: an objective of the act that approves a plan, or of the one that details it, or both where they are the same;
-- key: atto_dgc_id, atto_dd_id, obiettivo_dgc_id, obiettivo_dd_id.
-- Titles and names of units are compared without case, accents, punctuation; names also without the words that don't
-- tell two units apart (punteggi.parola_vuota). somiglianza: 1 minus the share of letters to change.
-- Pairs are formed one to one, best first: same unit and number (from 0.6), same unit and another number (from 0.8),
-- another unit (from 0.8, but not where several units of an act share the title: each has its own).
with recursive piani as (
    select
        dgc.atto_id as atto_dgc_id,
        dd.atto_id as atto_dd_id,
        coalesce(dd.anno, dgc.anno) as anno
    from main.dim_atto as dd
    join main.dim_atto as dgc on dd.dettaglia_id = dgc.atto_logico_id
    where dd.corrente
        and dgc.corrente
),

parole as (
    select
        struttura_id,
        unnest(string_split(regexp_replace(lower(strip_accents(denominazione)), '[^a-z0-9]+', ' ', 'g'), ' ')) as parola
    from main.dim_struttura
    where livello = 'direzione'
),

unita as (
    select
        struttura_id,
        string_agg(parola, ' ' order by parola) as unita
    from parole
    anti join punteggi.parola_vuota using (parola)
    group by struttura_id
),

scritti as (
    select
        p.atto_dgc_id,
        p.atto_dd_id,
        o.livello,
        o.obiettivo_id,
        o.evidenza_id,
        o.ordinale,
        o.numero,
        o.titolo,
        s.denominazione as struttura,
        coalesce(u.unita, '') as unita,
        trim(regexp_replace(lower(strip_accents(o.titolo)), '[^a-z0-9]+', ' ', 'g')) as testo
    from piani as p
    join main.dim_obiettivo as o
        on (o.atto_id = p.atto_dd_id and o.livello = 'direzione')
        or (o.atto_id = p.atto_dgc_id and o.tabella_pubblicata = 'obiettivo_direzione' and o.anno_inizio = p.anno)
    left join main.struttura_nell_atto as s using (atto_id, struttura_id)
    left join unita as u using (struttura_id)
),

obiettivi as (
    select
        *,
        min(unita) over omonimi <> max(unita) over omonimi as di_tutti,
        min(livello) over gemelli <> max(livello) over gemelli as ha_gemello
    from scritti
    window
        omonimi as (partition by atto_dd_id, livello, testo),
        gemelli as (partition by atto_dd_id, unita, testo)
),

-- Same unit, number and title, and no other such pair of either: nothing can be better for the two, and letters need not
-- be counted.
uguali as (
    select
        dgc.atto_dd_id,
        dgc.obiettivo_id as dgc_id,
        dd.obiettivo_id as dd_id
    from obiettivi as dgc
    join obiettivi as dd using (atto_dgc_id, atto_dd_id, unita, numero, testo)
    where dgc.livello = 'programmato'
        and dd.livello = 'direzione'
    qualify count(*) over (partition by dgc.atto_dd_id, dgc_id) = 1
        and count(*) over (partition by dgc.atto_dd_id, dd_id) = 1
),

altri as (
    select *
    from obiettivi
    where (atto_dd_id, obiettivo_id) not in (select (atto_dd_id, dgc_id) from uguali)
        and (atto_dd_id, obiettivo_id) not in (select (atto_dd_id, dd_id) from uguali)
),

confrontati as (
    select
        dgc.atto_dd_id,
        dgc.obiettivo_id as dgc_id,
        dd.obiettivo_id as dd_id,
        dgc.ordinale as dgc_ordinale,
        dd.ordinale as dd_ordinale,
        case
            when dgc.unita = dd.unita and dgc.numero = dd.numero then 1
            when dgc.unita = dd.unita then 2
            -- who has the same title in its own unit is not looked for elsewhere
            when not (dgc.di_tutti or dd.di_tutti or dgc.ha_gemello or dd.ha_gemello) then 3
        end as passo,
        case when passo = 1 then 0.6 when passo in (2, 3) then 0.8 end as soglia,
        greatest(length(dgc.testo), length(dd.testo), 1) as lettere,
        -- costs time, so only where it may be enough: the letters that one title has more than the other change at least
        case
            when abs(length(dgc.testo) - length(dd.testo)) <= (1 - soglia) * lettere + 1
                then 1 - levenshtein(dgc.testo, dd.testo) / lettere
        end as somiglianza
    from altri as dgc
    join altri as dd using (atto_dgc_id, atto_dd_id)
    where dgc.livello = 'programmato'
        and dd.livello = 'direzione'
),

-- The most alike pairs first; a total order, so that the outcome is always the same.
candidati as (
    select
        atto_dd_id,
        dgc_id,
        dd_id,
        passo,
        somiglianza,
        row_number() over (
            order by passo, somiglianza desc, abs(dgc_ordinale - dd_ordinale), dgc_ordinale, dd_ordinale, dgc_id, dd_id
        ) as posto
    from confrontati
    where somiglianza >= soglia
),

-- Each round takes the pairs that are the best for both sides, and leaves those that lost a side.
giri as (
    select
        *,
        posto = min(posto) over (partition by atto_dd_id, dgc_id)
            and posto = min(posto) over (partition by atto_dd_id, dd_id) as scelta
    from candidati
    union all
    select
        atto_dd_id,
        dgc_id,
        dd_id,
        passo,
        somiglianza,
        posto,
        posto = min(posto) over (partition by atto_dd_id, dgc_id)
            and posto = min(posto) over (partition by atto_dd_id, dd_id)
    from (
        select
            *,
            bool_or(scelta) over (partition by atto_dd_id, dgc_id) or bool_or(scelta) over (partition by atto_dd_id, dd_id)
                as presa
        from giri
    ) as rimaste
    where not presa
),

coppie as (
    select
        atto_dd_id,
        dgc_id,
        dd_id,
        passo,
        somiglianza
    from giri
    where scelta
    union all
    select
        atto_dd_id,
        dgc_id,
        dd_id,
        1,
        1
    from uguali
),

lati as (
    select
        p.atto_dgc_id,
        p.atto_dd_id,
        c.dgc_id,
        c.dd_id,
        c.passo,
        c.somiglianza
    from coppie as c
    join piani as p using (atto_dd_id)
    union all
    select
        o.atto_dgc_id,
        o.atto_dd_id,
        case when o.livello = 'programmato' then o.obiettivo_id end,
        case when o.livello = 'direzione' then o.obiettivo_id end,
        null,
        null
    from obiettivi as o
    where (o.atto_dd_id, o.obiettivo_id) not in (select (atto_dd_id, dgc_id) from coppie)
        and (o.atto_dd_id, o.obiettivo_id) not in (select (atto_dd_id, dd_id) from coppie)
)

select
    l.atto_dgc_id,
    l.atto_dd_id,
    case
        when l.dd_id is null then 'solo_dgc'
        when l.dgc_id is null then 'solo_dd'
        when l.passo = 3 then 'spostato'
        when dgc.testo = dd.testo then 'uguale'
        else 'titolo_cambiato'
    end as esito,
    dgc.obiettivo_id as obiettivo_dgc_id,
    dd.obiettivo_id as obiettivo_dd_id,
    dgc.struttura as struttura_dgc,
    dd.struttura as struttura_dd,
    dgc.numero as numero_dgc,
    dd.numero as numero_dd,
    dgc.titolo as titolo_dgc,
    dd.titolo as titolo_dd,
    l.somiglianza,
    dgc.evidenza_id as evidenza_dgc_id,
    dd.evidenza_id as evidenza_dd_id
from lati as l
left join obiettivi as dgc on l.atto_dd_id = dgc.atto_dd_id and l.dgc_id = dgc.obiettivo_id
left join obiettivi as dd on l.atto_dd_id = dd.atto_dd_id and l.dd_id = dd.obiettivo_id;
