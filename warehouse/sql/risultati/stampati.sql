-- grain: a printed value and an indicator of which it is one, in the current acts of some bodies ($enti);
-- key: indicatore_id, evidenza_id, anno. Of an indicator the values of later acts come later.
-- The columns of a scheda (year -> cell), and a table's own column of results. A later act prints a value of an earlier
-- act's indicator where year, unit, objective and indicator are the same but for case, accents and punctuation, and no
-- other row of the two acts is.
with atti as (
    select
        a.atto_id,
        a.ente_id,
        a.anno,
        a.data,
        a.nome_file,
        a.acquisito_il
    from main.dim_atto as a
    where list_contains($enti, a.ente_id)
        and a.corrente
),

con_risultato as (
    select
        k.atto_id,
        k.evidenza_id,
        k.anno_raw,
        k.risultato_raw,
        atti.anno
    from pubblicato.kpi as k
    join atti using (atto_id)
    where k.risultato_raw <> ''
),

-- The column of results: its headings, and the year that the lowest of them prints. A title across the whole table is
-- not about the column.
posti as (
    select
        c.atto_id,
        c.evidenza_id,
        c.tabella,
        c.colonna
    from evidenze.campo as c
    join con_risultato using (atto_id, evidenza_id)
    where c.tabella_pubblicata = 'kpi'
        and c.campo = 'risultato_raw'
        and c.n = 1
),

corpi as (
    select c.atto_id, c.tabella, min(c.riga) as prima_riga
    from evidenze.campo as c
    where (c.atto_id, c.tabella) in (select (atto_id, tabella) from posti)
    group by c.atto_id, c.tabella
),

colonne as (
    select
        p.atto_id,
        p.tabella,
        p.colonna,
        string_agg(h.testo, ' ' order by h.riga) as intestazione,
        max_by(h.testo, h.riga) filter (where regexp_matches(h.testo, '\b(?:19|20)\d{2}\b')) as con_anno
    from (select distinct atto_id, tabella, colonna from posti) as p
    join corpi as b using (atto_id, tabella)
    join evidenze.cella as h
        on p.atto_id = h.atto_id
        and p.tabella = h.tabella
        and h.riga < b.prima_riga
        and p.colonna between h.colonna and h.colonna + h.colonne_unite - 1
    where h.posto = 1
        and h.colonne_unite < (
            select max(t.colonna + t.colonne_unite)
            from evidenze.cella as t
            where t.atto_id = p.atto_id
                and t.tabella = p.tabella
        )
    group by p.atto_id, p.tabella, p.colonna
),

risultati as (
    select
        k.evidenza_id,
        k.atto_id,
        concat_ws(' ', coalesce(nullif(c.intestazione, ''), 'Risultato'), nullif(k.anno_raw, '')) as intestazione,
        -- the year of the column and that of the row, where they are printed, are the same; else nobody knows which one
        coalesce(
            nullif(
                array_to_string(
                    list_distinct(
                        regexp_extract_all(concat_ws(' ', c.con_anno, k.anno_raw), '\b(?:19|20)\d{2}\b')
                    ),
                    ', '
                ),
                ''
            ),
            k.anno::varchar,
            ''
        ) as anno,
        k.risultato_raw as testo
    from con_risultato as k
    left join posti as p using (evidenza_id)
    left join colonne as c on p.atto_id = c.atto_id and p.tabella = c.tabella and p.colonna = c.colonna
),

celle as (
    select 'atto' as origine, false as verifica, *
    from risultati
    union all by name
    select
        'scheda' as origine,
        true as verifica,
        i.evidenza_id,
        i.atto_id,
        coalesce(list_filter(i.intestazioni_verifica, lambda h : contains(h, v.anno))[1], '') as intestazione,
        v.anno,
        i.verifiche[v.anno] as testo
    from pubblicato.indicatore as i
    join atti using (atto_id)
    cross join unnest(map_keys(i.verifiche)) as v(anno)
    where i.verifiche[v.anno] <> ''
),

indicatori as (
    select
        i.indicatore_id,
        i.evidenza_id,
        i.atto_id,
        atti.ente_id,
        atti.data,
        -- a row may be of one year of the plan
        coalesce(nullif(regexp_extract(k.anno_raw, '^\s*(\d{4})\s*$', 1), ''), atti.anno::varchar) as anno,
        punteggi.nudo(coalesce(s.denominazione, '')) as struttura,
        punteggi.nudo(o.numero) as numero,
        punteggi.nudo(o.titolo) as titolo,
        punteggi.nudo(i.testo) as indicatore
    from main.dim_indicatore as i
    join atti using (atto_id)
    left join pubblicato.kpi as k using (evidenza_id)
    left join main.dim_obiettivo as o using (obiettivo_id)
    left join main.dim_struttura as s using (struttura_id)
),

successivi as (
    select
        c.* replace ('atto successivo' as origine),
        prima.indicatore_id,
        count(*) over (partition by c.evidenza_id, c.anno, prima.atto_id) as di_quanti,
        count(*) over (partition by prima.indicatore_id, c.anno, c.atto_id) as da_quante
    from celle as c
    join indicatori as qui using (evidenza_id)
    join indicatori as prima
        on qui.ente_id = prima.ente_id
        and prima.data < qui.data
        and c.anno = prima.anno
        and qui.struttura = prima.struttura
        and qui.indicatore = prima.indicatore
        -- what both acts print of the objective is the same, and they print its number or its title
        and (qui.numero = prima.numero or '' in (qui.numero, prima.numero))
        and (qui.titolo = prima.titolo or '' in (qui.titolo, prima.titolo))
        and (nullif(qui.numero, '') = prima.numero or nullif(qui.titolo, '') = prima.titolo)
    where qui.indicatore <> ''
),

tutti as (
    select c.*, i.indicatore_id
    from celle as c
    join main.dim_indicatore as i using (evidenza_id)
    union all by name
    select * exclude (di_quanti, da_quante)
    from successivi
    where di_quanti = 1
        and da_quante = 1
)

select
    t.indicatore_id,
    t.evidenza_id,
    t.origine,
    t.verifica,
    t.intestazione,
    t.anno,
    t.testo,
    di.nome_file,
    di.acquisito_il,
    make_date(del_piano.anno, 1, 1) as dal
from tutti as t
join atti as di using (atto_id)
join main.dim_indicatore as i using (indicatore_id)
join atti as del_piano on i.atto_id = del_piano.atto_id
order by t.indicatore_id, di.data nulls first, t.evidenza_id, t.anno;
