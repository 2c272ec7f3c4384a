/*
Il piano in breve: che cosa ogni atto assegna a ogni unità, e quanto il piano è completo prima di ogni risultato.
grain: un'unità in un atto corrente ('(nessuna unità)': ciò che è dell'ente intero o di nessuno); key: atto_id, struttura_id.
struttura: il nome che l'unità aveva nell'anno del piano.
obiettivi: i citati non contano, né le fasi (a parte) né i criteri delle rubriche. programmati: del piano approvato, che
  un altro atto dettaglia: non si sommano agli obiettivi di quell'atto.
con_peso: obiettivi con un peso stampato; pesi_mancanti: quelli che dovrebbero averlo. I pesi non si sommano qui:
  valgono ciascuno nella sua media (punteggi.peso_obiettivo).
misurabili: indicatori di cui ogni parte del target si è letta e si può misurare; completezza: misurabili su indicatori,
  da 0 a 1, NULL senza indicatori. In un riepilogo si divide la somma dei primi per la somma dei secondi: la completezza
  non si media.
rilievi: cose da guardare sulla pagina (punteggi.qualita_obiettivo), non errori e non giudizi.
Il valore dei target non è usato: le unità differiscono, e un target può essere una data o un testo.
*/
with obiettivi as (
    select
        o.atto_id,
        o.struttura_id,
        count(*) filter (where coalesce(o.livello, '') not in ('fase', 'programmato')) as obiettivi,
        count(*) filter (where o.livello = 'fase') as fasi,
        count(*) filter (where o.livello = 'programmato') as programmati,
        count(p.peso) as con_peso,
        count(*) filter (where r.da_pesare and r.peso is null) as pesi_mancanti
    from main.dim_obiettivo as o
    left join punteggi.peso_obiettivo as p using (obiettivo_id)
    left join punteggi.realizzazione_obiettivo as r using (obiettivo_id)
    where not o.citato
        and o.livello is distinct from 'rubrica'
    group by o.atto_id, o.struttura_id
),

target as (
    select
        indicatore_id,
        bool_and(genere not in ('assente', 'non_interpretato', 'non_rilevabile')) as misurabile
    from main.fact_target
    group by indicatore_id
),

indicatori as (
    select
        i.atto_id,
        o.struttura_id,
        count(*) as indicatori,
        count(*) filter (where t.misurabile) as misurabili
    from main.dim_indicatore as i
    left join main.dim_obiettivo as o using (obiettivo_id)
    left join target as t using (indicatore_id)
    where o.livello is distinct from 'rubrica'
    group by i.atto_id, o.struttura_id
),

rilievi as (
    select
        atto_id,
        struttura_id,
        count(*) as rilievi,
        count(*) filter (where rilievo in ('senza_target', 'senza_fonte', 'senza_indicatori', 'senza_responsabile'))
            as rilievi_manca,
        count(*) filter (where rilievo in ('target_non_interpretato', 'target_non_rilevabile')) as rilievi_target,
        count(*) filter (where rilievo like 'scadenz%') as rilievi_scadenze,
        count(*) filter (where rilievo = 'testo_ripetuto') as rilievi_ripetuti
    from punteggi.qualita_obiettivo
    group by atto_id, struttura_id
),

conti as (
    from obiettivi
    union all by name
    from indicatori
    union all by name
    from rilievi
)

select
    e.denominazione as ente,
    a.anno,
    a.nome_file as documento,
    coalesce(s.denominazione, '(nessuna unità)') as struttura,
    coalesce(sum(c.obiettivi), 0)::bigint as obiettivi,
    coalesce(sum(c.fasi), 0)::bigint as fasi,
    coalesce(sum(c.programmati), 0)::bigint as programmati,
    coalesce(sum(c.con_peso), 0)::bigint as con_peso,
    coalesce(sum(c.pesi_mancanti), 0)::bigint as pesi_mancanti,
    coalesce(sum(c.indicatori), 0)::bigint as indicatori,
    coalesce(sum(c.misurabili), 0)::bigint as misurabili,
    sum(c.misurabili) / nullif(sum(c.indicatori), 0) as completezza,
    coalesce(sum(c.rilievi), 0)::bigint as rilievi,
    coalesce(sum(c.rilievi_manca), 0)::bigint as rilievi_manca,
    coalesce(sum(c.rilievi_target), 0)::bigint as rilievi_target,
    coalesce(sum(c.rilievi_scadenze), 0)::bigint as rilievi_scadenze,
    coalesce(sum(c.rilievi_ripetuti), 0)::bigint as rilievi_ripetuti,
    a.atto_id,
    c.struttura_id
from main.dim_atto as a
join main.dim_ente as e using (ente_id)
left join conti as c using (atto_id)
left join main.struttura_nell_atto as s using (atto_id, struttura_id)
where a.corrente
group by e.denominazione, a.anno, a.nome_file, s.denominazione, a.atto_id, c.struttura_id
order by ente, a.anno, documento, struttura, c.struttura_id
