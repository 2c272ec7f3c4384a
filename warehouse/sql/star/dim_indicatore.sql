-- grain: an indicator of the staged act; key: indicatore_id.
-- Keys: the objective, the kind of indicator and its number in the objective, with an occurrence number where that is
-- printed twice. A PEG row holds two: the DUP's, printed once for all rows of its operative objective, and the PEG's.
with stampati as (
    select
        d.obiettivo_id,
        'kpi' as genere,
        'kpi' as tabella_pubblicata,
        'target_raw' as campo_target,
        k.kpi_ordinale as ordinale,
        k.ordinale as riga,
        k.evidenza_id,
        k.kpi as testo,
        k.descrizione,
        k.fonte,
        null as tipologia,
        k.target_raw as target
    from staging.kpi as k
    asof left join staging.obiettivo as o
        on k.direzione = o.direzione and k.obiettivo_n = o.n and k.ordinale >= o.ordinale
    left join main.dim_obiettivo as d on o.evidenza_id = d.evidenza_id
    union all
    select
        d.obiettivo_id, 'indicatore', 'indicatore', 'target_raw', i.indicatore_ordinale, i.ordinale, i.evidenza_id,
        i.descrizione, null, null, i.tipologia, i.target_raw
    from staging.indicatore as i
    asof left join staging.scheda as s on i.scheda_n = s.scheda_n and i.ordinale >= s.ordinale
    left join main.dim_obiettivo as d on s.evidenza_id = d.evidenza_id and d.tipo = 'gestionale'
),

di_peg as (
    select
        chiave_operativo(
            atto.atto_logico_id, strategico_n, obiettivo_strategico,
            missione_codice || '.' || programma_codice, obiettivo_operativo
        ) as obiettivo_id,
        'dup' as genere,
        'target_dup' as campo_target,
        p.ordinale as riga,
        evidenza_id,
        indicatore_dup as testo,
        target_dup as target
    from staging.riga_peg as p
    cross join staging.atto as atto
    where not routinario and (indicatore_dup <> '' or target_dup <> '')
    qualify row_number() over (partition by obiettivo_id, indicatore_dup, target_dup order by p.ordinale) = 1
    union all
    select
        chiave_peg(
            atto.atto_logico_id, cdr, missione_codice || '.' || programma_codice,
            obiettivo_operativo, obiettivo_gestionale
        ),
        'peg', 'target_peg', p.ordinale, evidenza_id, indicatore_peg, target_peg
    from staging.riga_peg as p
    cross join staging.atto as atto
    where indicatore_peg <> '' or target_peg <> ''
),

tutti as (
    from stampati
    union all by name
    select
        *,
        'riga_peg' as tabella_pubblicata,
        row_number() over (partition by obiettivo_id, genere order by riga) as ordinale
    from di_peg
)

select
    chiave([
        obiettivo_id, genere, ordinale::varchar,
        (row_number() over (partition by obiettivo_id, genere, ordinale order by riga))::varchar
    ]) as indicatore_id,
    tutti.* exclude (genere, riga),
    atto.atto_id
from tutti
cross join staging.atto as atto;
