-- grain: an indicator of a staged act, or a criterion of one of its rubrics; key: indicatore_id.
-- Keys: the objective, the kind of indicator and its number in the objective, with an occurrence number where that is
-- printed twice. A PEG row holds two: the DUP's, printed once for all rows of its operative objective, and the PEG's.
with stampati as (
    select
        -- without a number, a KPI belongs to the objective before it
        case when k.obiettivo_n = '' then d_prima.obiettivo_id else d.obiettivo_id end as obiettivo_id,
        'kpi' as genere,
        'kpi' as tabella_pubblicata,
        'target_raw' as campo_target,
        k.kpi_ordinale as ordinale,
        k.ordinale as riga,
        k.atto_id,
        k.evidenza_id,
        k.kpi as testo,
        k.descrizione,
        k.fonte,
        nullif(k.tipologia, '') as tipologia,
        k.target_raw as target
    from staging.kpi as k
    asof left join staging.obiettivo as o
        on k.atto_id = o.atto_id
        and k.direzione = o.direzione
        and k.obiettivo_n = o.n
        and k.ordinale >= o.ordinale
    asof left join staging.obiettivo as o_prima on k.atto_id = o_prima.atto_id and k.ordinale >= o_prima.ordinale
    left join staging.dim_obiettivo as d on o.evidenza_id = d.evidenza_id and not d.citato
    left join staging.dim_obiettivo as d_prima on o_prima.evidenza_id = d_prima.evidenza_id and not d_prima.citato
    union all
    select
        d.obiettivo_id, 'indicatore', 'indicatore', 'target_raw', i.indicatore_ordinale, i.ordinale, i.atto_id,
        i.evidenza_id, i.descrizione, null, null, i.tipologia, i.target_raw
    from staging.indicatore as i
    asof left join staging.scheda as s
        on i.atto_id = s.atto_id and i.scheda_n = s.scheda_n and i.ordinale >= s.ordinale
    left join staging.dim_obiettivo as d on s.evidenza_id = d.evidenza_id and not d.citato
    union all
    select
        d.obiettivo_id, 'kpi_segretario', 'obiettivo_segretario', null, k.n, s.ordinale, s.atto_id,
        s.evidenza_id, s.kpi[k.n], null, null, null, null
    from staging.obiettivo_segretario as s
    cross join unnest(range(1, len(s.kpi) + 1)) as k(n)
    join staging.dim_obiettivo as d on s.evidenza_id = d.evidenza_id
),

-- Rows that name their objective; numbered in it as they come.
di_voce as (
    select
        chiave_voce(atto.atto_logico_id, 'allegato1_kpi', sezione, n, obiettivo) as obiettivo_id,
        'allegato1_kpi' as genere,
        'allegato1_kpi' as tabella_pubblicata,
        'target_raw' as campo_target,
        a.ordinale as riga,
        atto_id,
        evidenza_id,
        in_riga(kpi_path) as testo,
        fonte,
        target_raw as target
    from staging.allegato1_kpi as a
    join staging.versione as atto using (atto_id)
    union all
    select
        chiave_voce(atto.atto_logico_id, 'portafoglio_indicatore', n, '', in_riga(ambito_path)),
        'portafoglio_indicatore', 'portafoglio_indicatore', 'target_raw', p.ordinale, atto_id, evidenza_id,
        indicatore, null, target_raw
    from staging.portafoglio_indicatore as p
    join staging.versione as atto using (atto_id)
    union all
    select
        chiave_voce(atto.atto_logico_id, 'rubrica_criterio', '', '', scheda) as obiettivo_id,
        'rubrica', 'rubrica_criterio', null, r.ordinale, atto_id, evidenza_id,
        concat_ws(' ', nullif(criterio_n, ''), criterio), null, null
    from staging.rubrica_criterio as r
    join staging.versione as atto using (atto_id)
    qualify row_number() over (
        partition by obiettivo_id, coalesce(nullif(criterio_n, ''), criterio) order by r.ordinale
    ) = 1
    union all
    select
        chiave_operativo(
            atto.atto_logico_id, strategico_n, obiettivo_strategico,
            missione_codice || '.' || programma_codice, obiettivo_operativo
        ) as obiettivo_id,
        'dup', 'riga_peg', 'target_dup', p.ordinale, atto_id, evidenza_id, indicatore_dup, null, target_dup
    from staging.riga_peg as p
    join staging.versione as atto using (atto_id)
    where not routinario and (indicatore_dup <> '' or target_dup <> '')
    qualify row_number() over (partition by obiettivo_id, indicatore_dup, target_dup order by p.ordinale) = 1
    union all
    select
        chiave_peg(
            atto.atto_logico_id, cdr, missione_codice || '.' || programma_codice,
            obiettivo_operativo, obiettivo_gestionale
        ),
        'peg', 'riga_peg', 'target_peg', p.ordinale, atto_id, evidenza_id, indicatore_peg, null, target_peg
    from staging.riga_peg as p
    join staging.versione as atto using (atto_id)
    where indicatore_peg <> '' or target_peg <> ''
),

tutti as (
    from stampati
    union all by name
    select
        *,
        row_number() over (partition by atto_id, obiettivo_id, genere order by riga) as ordinale
    from di_voce
)

select
    chiave([
        coalesce(obiettivo_id, atto.atto_logico_id), genere, ordinale::varchar,
        (row_number() over (partition by atto_id, obiettivo_id, genere, ordinale order by riga))::varchar
    ]) as indicatore_id,
    tutti.* exclude (genere, riga)
from tutti
join staging.versione as atto using (atto_id);
