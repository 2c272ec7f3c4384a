-- grain: an objective of the staged act; key: obiettivo_id.
-- Keys: the act and the facts that name the objective, with an occurrence number where a number is printed twice.
-- A phase (3.1) descends from the objective of its number (3) in the same direzione; a scheda or PEG row descends from
-- the operative objective, that one from the strategic one, each where it is printed.
with di_direzione as (
    select
        o.*,
        chiave([
            atto.atto_logico_id, 'obiettivo', upper(direzione), n,
            (row_number() over (partition by upper(direzione), n order by ordinale))::varchar
        ]) as obiettivo_id,
        chiave_struttura(atto.ente_id, 'direzione', '', direzione) as struttura_id,
        case when o.tipo = 'F' then regexp_extract(n, '^(.+)\.[^.]+$', 1) end as padre_n
    from staging.obiettivo as o
    cross join staging.atto as atto
),

di_scheda as (
    select
        chiave([
            atto.atto_logico_id, 'scheda', scheda_n,
            (row_number() over (partition by scheda_n order by ordinale))::varchar
        ]) as obiettivo_id,
        'scheda' as tabella_pubblicata,
        evidenza_id,
        ordinale,
        scheda_n as numero,
        titolo,
        descrizione,
        natura,
        null::boolean as routinario,
        coalesce(
            chiave_struttura(atto.ente_id, 'servizio', settore, servizio),
            chiave_struttura(atto.ente_id, 'settore', '', settore)
        ) as struttura_id,
        '' as programma,
        codice_operativo as operativo_n,
        obiettivo_operativo as operativo,
        chiave_operativo(
            atto.atto_logico_id, codice_strategico, obiettivo_strategico, '', obiettivo_operativo
        ) as operativo_id,
        codice_strategico as strategico_n,
        obiettivo_strategico as strategico,
        chiave_strategico(atto.atto_logico_id, codice_strategico, obiettivo_strategico) as strategico_id
    from staging.scheda
    cross join staging.atto as atto
),

di_peg as (
    select
        chiave_peg(
            atto.atto_logico_id, cdr, missione_codice || '.' || programma_codice,
            obiettivo_operativo, obiettivo_gestionale
        ) as obiettivo_id,
        'riga_peg' as tabella_pubblicata,
        evidenza_id,
        ordinale,
        '' as numero,
        obiettivo_gestionale as titolo,
        '' as descrizione,
        '' as natura,
        routinario,
        chiave_struttura(
            atto.ente_id, 'centro_di_responsabilita', '', coalesce(nullif(cdr_codice, ''), cdr)
        ) as struttura_id,
        missione_codice || '.' || programma_codice as programma,
        '' as operativo_n,
        case when routinario then '' else obiettivo_operativo end as operativo,
        chiave_operativo(
            atto.atto_logico_id, strategico_n, obiettivo_strategico,
            missione_codice || '.' || programma_codice, operativo
        ) as operativo_id,
        strategico_n,
        obiettivo_strategico as strategico,
        chiave_strategico(atto.atto_logico_id, strategico_n, obiettivo_strategico) as strategico_id
    from staging.riga_peg
    cross join staging.atto as atto
),

gestionali as (
    from di_scheda
    union all by name
    from di_peg
),

tutti as (
    select
        f.obiettivo_id,
        'obiettivo' as tabella_pubblicata,
        f.evidenza_id,
        f.ordinale,
        f.tipo,
        f.n as numero,
        f.titolo,
        '' as descrizione,
        padre.obiettivo_id as padre_id,
        f.struttura_id,
        '' as programma,
        '' as natura,
        null::boolean as routinario
    from di_direzione as f
    left join di_direzione as padre on upper(padre.direzione) = upper(f.direzione) and padre.n = f.padre_n
    qualify row_number() over (partition by f.obiettivo_id order by padre.ordinale) = 1
    union all
    select
        obiettivo_id, tabella_pubblicata, evidenza_id, ordinale, 'gestionale', numero, titolo, descrizione,
        coalesce(operativo_id, strategico_id), struttura_id, programma, natura, routinario
    from gestionali
    qualify row_number() over (partition by obiettivo_id order by ordinale) = 1
    union all
    select
        operativo_id, tabella_pubblicata, evidenza_id, ordinale, 'operativo', operativo_n, operativo, '',
        strategico_id,
        -- an operative objective shared by several units has none of its own
        case when min(struttura_id) over operativi = max(struttura_id) over operativi then struttura_id end,
        programma, '', routinario
    from gestionali
    where operativo_id is not null
    window operativi as (partition by operativo_id)
    qualify row_number() over (partition by operativo_id order by ordinale) = 1
    union all
    select
        strategico_id, tabella_pubblicata, evidenza_id, ordinale, 'strategico', strategico_n, strategico, '',
        null, null, '', '', null
    from gestionali
    where strategico_id is not null
    qualify row_number() over (partition by strategico_id order by ordinale) = 1
)

select
    tutti.* exclude (programma),
    m.missione_programma_id,
    atto.atto_id,
    atto.anno as anno_inizio
from tutti
cross join staging.atto as atto
left join main.dim_missione_programma as m on tutti.programma = m.missione_programma_id;
