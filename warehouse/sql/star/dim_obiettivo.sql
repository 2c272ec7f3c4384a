-- grain: an objective of a staged act; key: obiettivo_id.
-- Keys: the act and the facts that name the objective (its title where it has no number), with an occurrence number
-- where they are printed twice.
-- A phase (3.1) descends from the objective of its number (3) in the same direzione; the others descend from the
-- operative objective printed in their row, that one from the strategic one.
-- The unit is the one printed; warehouse/settling.py puts the one that it is, and its version, in its place.
with di_tabella as (
    select
        'obiettivo' as tabella_pubblicata,
        atto_id,
        evidenza_id,
        ordinale,
        chiave([
            atto.atto_logico_id, 'obiettivo', upper(direzione), coalesce(nullif(n, ''), upper(titolo)),
            (row_number() over (
                partition by atto_id, upper(direzione), coalesce(nullif(n, ''), upper(titolo)) order by ordinale
            ))::varchar
        ]) as obiettivo_id,
        o.tipo,
        case
            when o.tipo <> '' then livello_di('tipo', o.tipo)
            when direzione <> '' then 'direzione'
            else 'gestionale'
        end as livello,
        n as numero,
        titolo,
        descrizione,
        direzione,
        chiave_struttura(atto.ente_id, 'direzione', '', direzione) as struttura_citata_id,
        obiettivo_operativo as operativo,
        chiave_operativo(atto.atto_logico_id, '', obiettivo_strategico, '', obiettivo_operativo) as operativo_id,
        obiettivo_strategico as strategico,
        chiave_strategico(atto.atto_logico_id, '', obiettivo_strategico) as strategico_id,
        try_cast(regexp_extract(anno_raw, '^\d{4}$') as integer) as anno_scritto
    from staging.obiettivo as o
    join staging.versione as atto using (atto_id)
),

di_fase as (
    select
        f.*,
        padre.obiettivo_id as di_numero_id
    from di_tabella as f
    left join di_tabella as padre
        on f.livello = 'fase'
        and padre.atto_id = f.atto_id
        and upper(padre.direzione) = upper(f.direzione)
        and padre.numero = regexp_extract(f.numero, '^(.+)\.[^.]+$', 1)
    qualify row_number() over (partition by f.obiettivo_id order by padre.ordinale) = 1
),

di_scheda as (
    select
        chiave([
            atto.atto_logico_id, 'scheda', scheda_n,
            (row_number() over (partition by atto_id, scheda_n order by ordinale))::varchar
        ]) as obiettivo_id,
        'scheda' as tabella_pubblicata,
        atto_id,
        evidenza_id,
        ordinale,
        'gestionale' as livello,
        scheda_n as numero,
        titolo,
        descrizione,
        natura,
        coalesce(
            chiave_struttura(atto.ente_id, 'servizio', settore, servizio),
            chiave_struttura(atto.ente_id, 'settore', '', settore)
        ) as struttura_citata_id,
        codice_operativo as operativo_n,
        obiettivo_operativo as operativo,
        chiave_operativo(
            atto.atto_logico_id, codice_strategico, obiettivo_strategico, '', obiettivo_operativo
        ) as operativo_id,
        codice_strategico as strategico_n,
        obiettivo_strategico as strategico,
        chiave_strategico(atto.atto_logico_id, codice_strategico, obiettivo_strategico) as strategico_id
    from staging.scheda
    join staging.versione as atto using (atto_id)
),

di_peg as (
    select
        chiave_peg(
            atto.atto_logico_id, cdr, missione_codice || '.' || programma_codice,
            obiettivo_operativo, obiettivo_gestionale
        ) as obiettivo_id,
        'riga_peg' as tabella_pubblicata,
        atto_id,
        evidenza_id,
        ordinale,
        'gestionale' as livello,
        obiettivo_gestionale as titolo,
        routinario,
        chiave_struttura(
            atto.ente_id, 'centro_di_responsabilita', '', coalesce(nullif(cdr_codice, ''), cdr)
        ) as struttura_citata_id,
        missione_codice || '.' || programma_codice as missione_programma_id,
        case when routinario then '' else obiettivo_operativo end as operativo,
        chiave_operativo(
            atto.atto_logico_id, strategico_n, obiettivo_strategico,
            missione_codice || '.' || programma_codice, operativo
        ) as operativo_id,
        strategico_n,
        obiettivo_strategico as strategico,
        chiave_strategico(atto.atto_logico_id, strategico_n, obiettivo_strategico) as strategico_id
    from staging.riga_peg
    join staging.versione as atto using (atto_id)
),

con_ascendenti as (
    from di_fase
    union all by name
    from di_scheda
    union all by name
    from di_peg
    qualify row_number() over (partition by obiettivo_id order by ordinale) = 1
),

ascendenti as (
    select
        operativo_id as obiettivo_id,
        tabella_pubblicata,
        atto_id,
        evidenza_id,
        ordinale,
        'operativo' as livello,
        true as citato,
        operativo_n as numero,
        operativo as titolo,
        strategico_id as padre_id,
        -- an operative objective shared by several units has none of its own
        case
            when min(struttura_citata_id) over operativi = max(struttura_citata_id) over operativi
                then struttura_citata_id
        end as struttura_citata_id,
        missione_programma_id,
        routinario
    from con_ascendenti
    where operativo_id is not null
    window operativi as (partition by operativo_id)
    qualify row_number() over (partition by operativo_id order by ordinale) = 1
    union all by name
    select
        strategico_id as obiettivo_id,
        tabella_pubblicata,
        atto_id,
        evidenza_id,
        ordinale,
        'strategico' as livello,
        true as citato,
        strategico_n as numero,
        strategico as titolo
    from con_ascendenti
    where strategico_id is not null
    qualify row_number() over (partition by strategico_id order by ordinale) = 1
),

-- Rows that repeat the name of their objective: an objective for each name.
voci_stampate as (
    select
        'allegato1_kpi' as tabella_pubblicata, atto_id, evidenza_id, ordinale, livello_di('sezione', sezione) as livello,
        sezione as gruppo, n as numero, obiettivo as titolo
    from staging.allegato1_kpi
    union all
    select
        'portafoglio_indicatore', atto_id, evidenza_id, ordinale, 'portafoglio',
        n, n, in_riga(ambito_path)
    from staging.portafoglio_indicatore
    union all
    select 'rubrica_criterio', atto_id, evidenza_id, ordinale, 'rubrica', '', '', scheda
    from staging.rubrica_criterio
),

voci as (
    select
        * exclude (gruppo),
        -- a number of the portfolio holds several objectives: the title names them
        chiave_voce(
            atto.atto_logico_id, tabella_pubblicata, gruppo,
            case when livello = 'portafoglio' then '' else numero end, titolo
        ) as obiettivo_id
    from voci_stampate
    join (select atto_id, atto_logico_id from staging.versione) as atto using (atto_id)
    qualify row_number() over (partition by obiettivo_id order by ordinale) = 1
),

-- Rows that are an objective each.
righe_stampate as (
    select
        'obiettivo_segretario' as tabella_pubblicata, atto_id, evidenza_id, ordinale, 'segretario' as livello,
        '' as gruppo, null::integer as anno_scritto, n as numero, titolo, descrizione, null as direzione
    from staging.obiettivo_segretario
    union all
    select
        'obiettivo_direzione', atto_id, evidenza_id, ordinale, 'programmato', direzione, anno, n, testo, '', direzione
    from staging.obiettivo_direzione
    union all
    select
        'obiettivo_solidale', atto_id, evidenza_id, ordinale, 'programmato', ambito, anno, '',
        in_riga([ambito] || target_path), '', null
    from staging.obiettivo_solidale
    union all
    select
        'indicatore_salute', atto_id, evidenza_id, ordinale, 'programmato', famiglia, null, '',
        in_riga([famiglia] || indicatore_path), '', null
    from staging.indicatore_salute
),

righe as (
    select
        r.* exclude (gruppo, direzione),
        chiave_struttura(atto.ente_id, 'direzione', '', direzione) as struttura_citata_id,
        chiave([
            atto.atto_logico_id, tabella_pubblicata, upper(gruppo), coalesce(anno_scritto::varchar, ''),
            coalesce(nullif(r.numero, ''), upper(r.titolo)),
            (row_number() over (
                partition by
                    atto_id, tabella_pubblicata, upper(gruppo), anno_scritto,
                    coalesce(nullif(r.numero, ''), upper(r.titolo))
                order by ordinale
            ))::varchar
        ]) as obiettivo_id
    from righe_stampate as r
    join staging.versione as atto using (atto_id)
),

tutti as (
    select
        * exclude (direzione, operativo_n, operativo, operativo_id, strategico_n, strategico, strategico_id, di_numero_id),
        coalesce(di_numero_id, operativo_id, strategico_id) as padre_id
    from con_ascendenti
    union all by name
    from ascendenti
    union all by name
    select * exclude (atto_logico_id)
    from voci
    union all by name
    from righe
)

select
    t.obiettivo_id,
    t.atto_id,
    t.evidenza_id,
    t.tabella_pubblicata,
    t.ordinale,
    coalesce(nullif(t.tipo, ''), t.livello) as tipo,
    t.livello,
    coalesce(t.citato, false) as citato,
    coalesce(t.numero, '') as numero,
    t.titolo,
    coalesce(t.descrizione, '') as descrizione,
    t.padre_id,
    t.struttura_citata_id,
    t.struttura_citata_id as struttura_id,
    m.missione_programma_id,
    coalesce(t.anno_scritto, atto.anno) as anno_inizio,
    t.anno_scritto as anno_fine,
    coalesce(t.natura, '') as natura,
    t.routinario
from tutti as t
join staging.versione as atto using (atto_id)
left join main.dim_missione_programma as m using (missione_programma_id);
