-- grain: a finding on a unit, an objective or an indicator, from the plan alone;
-- key: atto_id, struttura_id, obiettivo_id, indicatore_id, rilievo.
-- What a finding is about has a key, what is above it too; the rest is NULL. Who asks for the evidence takes evidenza_id.
with obiettivi as (
    select
        *,
        punteggi.nudo(titolo) as titolo_nudo
    from main.dim_obiettivo
    where livello in ('direzione', 'fase', 'gestionale', 'segretario')
        and not citato
),

-- Every part of a target with its deadline and the act's date. A deadline is outside the plan before its first year or
-- more than two years after it.
scadenze as (
    select
        i.*,
        t.scadenza,
        a.data as data_atto,
        t.anno
    from main.fact_target as t
    join main.dim_indicatore as i using (indicatore_id)
    join main.dim_atto as a on t.atto_id = a.atto_id
    where t.scadenza is not null
),

a_fine_anno as (
    select
        obiettivo_id,
        count(*) as scadenze,
        string_agg(distinct strftime(scadenza, '%d/%m/%Y'), ', ') as giorni
    from scadenze
    where obiettivo_id is not null
    group by obiettivo_id
    having count(*) > 1
        and bool_and(month(scadenza) = 12 and day(scadenza) = 31)
),

-- The same title under several units of an act.
ripetuti as (
    select
        o.atto_id,
        o.titolo_nudo,
        list_sort(list(distinct s.denominazione)) as strutture
    from obiettivi as o
    join main.struttura_nell_atto as s using (atto_id, struttura_id)
    where o.titolo_nudo <> ''
    group by o.atto_id, o.titolo_nudo
    having count(distinct o.struttura_id) > 1
),

-- Where an indicator stood before the plan: a column of its own, or the printed result of an earlier year.
partenze_stampate as (
    select i.indicatore_id, k.baseline_raw as testo, 'valore di partenza' as dove
    from main.dim_indicatore as i
    join pubblicato.kpi as k using (evidenza_id)
    where k.baseline_raw <> ''
    union all
    select indicatore_id, testo, data
    from punteggi.rilevazione_esclusa
    where origine in ('scheda', 'atto')
        and codice = 'data_prima_dell_atto'
),

partenze as (
    select
        *,
        contains(testo, '%') as in_percento,
        regexp_replace(lower(testo), '^n\.|euro|[%€\s]', '', 'g') as cifre
    from partenze_stampate
),

-- Numbers that are read in one way only: thousands with points and decimals with a comma, or few decimals with a point.
partenze_lette as (
    select
        *,
        case
            when regexp_full_match(cifre, '-?(\d+|\d{1,3}(\.\d{3}){2,})(,\d+)?')
                then try_cast(replace(replace(cifre, '.', ''), ',', '.') as double)
            when regexp_full_match(cifre, '-?\d+\.\d{1,2}') then try_cast(cifre as double)
        end as numero
    from partenze
),

-- Of a variation ("riduzione del 20%") the starting value says nothing.
gia_raggiunti as (
    select
        i.*,
        p.dove || ': ' || p.testo || '; target: ' || t.testo as dettaglio
    from partenze_lette as p
    join main.fact_target as t using (indicatore_id)
    join main.dim_indicatore as i using (indicatore_id)
    where t.genere = 'soglia'
        and t.valore > 0
        and (not p.in_percento or t.unita = '%')
        and not regexp_matches(lower(t.testo), 'riduzion|diminuzion|increment|aument|variazion|[+]')
        and case
            when t.operatore = '>' then p.numero > t.valore
            when t.operatore = '<' then p.numero < t.valore
            when t.operatore = '>=' or t.verso = 'crescente' then p.numero >= t.valore
            when t.operatore = '<=' or t.verso = 'decrescente' then p.numero <= t.valore
        end
),

-- Weights as printed: of the objectives of a unit, of the indicators of an objective, of the parts of the pay.
pesi_stampati as (
    select
        o.atto_id, o.struttura_id, null::varchar as obiettivo_id, o.evidenza_id, o.ordinale, r.peso_raw,
        'obiettivi' as di_che
    from obiettivi as o
    join pubblicato.obiettivo as r using (evidenza_id)
    where o.livello <> 'fase'
    union all
    select i.atto_id, o.struttura_id, i.obiettivo_id, i.evidenza_id, i.ordinale, k.peso_raw, 'indicatori'
    from main.dim_indicatore as i
    join pubblicato.kpi as k using (evidenza_id)
    join main.dim_obiettivo as o using (obiettivo_id)
),

pesi as (
    select
        *,
        punteggi.peso_stampato(peso_raw) as peso
    from pesi_stampati
),

-- All parts have a weight, in hundredths or in shares of one; otherwise the sum is no sum.
somme as (
    select
        atto_id,
        struttura_id,
        obiettivo_id,
        di_che,
        min_by(evidenza_id, ordinale) as evidenza_id,
        count(*) as voci,
        count(peso) as pesate,
        sum(peso) as somma,
        case when max(peso) <= 1 and count(*) > 1 then 1 else 100 end as attesa,
        string_agg(coalesce(nullif(peso_raw, ''), 'nessuno'), ' + ' order by ordinale) as addendi
    from pesi
    group by atto_id, struttura_id, obiettivo_id, di_che
    having count(peso) > 0
),

pesi_della_retribuzione as (
    select atto_id, min(evidenza_id) as evidenza_id, componente, sum(percentuale) as somma, max(totale) as attesa
    from main.fact_peso
    group by atto_id, componente
    having count(percentuale) = count(*)
        and count(totale) > 0
),

rilievi as (
    select
        i.atto_id,
        i.evidenza_id,
        i.obiettivo_id,
        i.indicatore_id,
        case r.stato
            when 'senza_target' then 'senza_target'
            when 'non_interpretato' then 'target_non_interpretato'
            when 'non_rilevabile' then 'target_non_rilevabile'
        end as rilievo,
        concat_ws(': ', i.testo, nullif(i.target, '')) as dettaglio
    from main.dim_indicatore as i
    join punteggi.realizzazione_indicatore as r using (indicatore_id)
    union all
    select
        atto_id, evidenza_id, obiettivo_id, indicatore_id,
        case when year(scadenza) not between anno and anno + 2 then 'scadenza_fuori_piano' end,
        target
    from scadenze
    union all
    select
        atto_id, evidenza_id, obiettivo_id, indicatore_id,
        case when scadenza < data_atto then 'scadenza_prima_dell_atto' end,
        target || '; atto del ' || strftime(data_atto, '%d/%m/%Y')
    from scadenze
    union all
    select o.atto_id, o.evidenza_id, o.obiettivo_id, null, 'scadenze_tutte_a_fine_anno', f.scadenze || ' scadenze, tutte il ' || f.giorni
    from obiettivi as o
    join a_fine_anno as f using (obiettivo_id)
    union all
    select atto_id, evidenza_id, obiettivo_id, indicatore_id, 'gia_raggiunto_in_partenza', dettaglio
    from gia_raggiunti
    union all
    select atto_id, evidenza_id, obiettivo_id, indicatore_id, 'senza_fonte', testo
    from main.dim_indicatore
    where fonte = ''
    union all
    select o.atto_id, o.evidenza_id, o.obiettivo_id, null, 'senza_indicatori', o.titolo
    from obiettivi as o
    anti join main.dim_indicatore as i using (obiettivo_id)
    union all
    select o.atto_id, o.evidenza_id, o.obiettivo_id, null, 'senza_responsabile', o.titolo
    from obiettivi as o
    anti join main.fact_assegnazione as f using (obiettivo_id)
    union all
    select
        o.atto_id, o.evidenza_id, o.obiettivo_id, null, 'testo_ripetuto',
        o.titolo || ' (in: ' || array_to_string(r.strutture, ', ') || ')'
    from obiettivi as o
    join ripetuti as r using (atto_id, titolo_nudo)
),

con_struttura as (
    select r.*, o.struttura_id
    from rilievi as r
    left join main.dim_obiettivo as o using (obiettivo_id)
    union all by name
    select
        atto_id, struttura_id, obiettivo_id, evidenza_id,
        'pesi_non_tornano' as rilievo,
        case
            when pesate < voci then di_che || ' senza peso: ' || (voci - pesate) || ' su ' || voci
            else di_che || ': ' || addendi || ' = ' || printf('%g', round(somma, 6)) || ', non ' || attesa
        end as dettaglio
    from somme
    where pesate < voci or abs(somma - attesa) > 0.01 * attesa / 100
    union all by name
    select
        atto_id, evidenza_id,
        'pesi_non_tornano' as rilievo,
        componente || ': le voci fanno ' || printf('%g', round(somma, 6)) || ', non ' || printf('%g', attesa) as dettaglio
    from pesi_della_retribuzione
    where abs(somma - attesa) > 0.01
)

select distinct
    atto_id,
    struttura_id,
    obiettivo_id,
    indicatore_id,
    evidenza_id,
    rilievo,
    dettaglio
from con_struttura
where rilievo is not null;
