/*
Realizzazione e quota di risultato di ogni unità, con la soglia e con ciò che manca: dove nulla è misurato lo dice.
grain: una componente della retribuzione di risultato di un'unità in un atto corrente; dove le regole non danno peso a
  nessuna componente, l'unità con componente vuota; key: atto_id, struttura_id, componente.
stato: perché c'è o non c'è un punteggio. realizzazione e quota NULL non sono zero: non si mediano e non si contano come
  tali. realizzazione (da 0 a 1) conta zero gli obiettivi sotto soglia; realizzazione_unita è la media senza soglia.
quota: per cento dell'intera retribuzione. quota_unita, la somma, c'è solo quando nessuna componente manca, ed è su
  peso_unita; come realizzazione_unita si ripete in ogni riga dell'unità: se ne prende il massimo, non la somma.
soglia_minima NULL: l'atto non la stabilisce (soglia lo dice), e vale come nessuna.
indicatori, misurati: quelli che contano, anche degli obiettivi dell'ente intero, che si ripetono in ogni unità.
*/
with righe as (
    select
        d.atto_id,
        d.struttura_id,
        d.struttura,
        d.realizzazione as realizzazione_unita,
        q.componente,
        q.peso,
        q.soglia_minima,
        case when q.componente is null then d.realizzazione else q.realizzazione end as realizzazione,
        q.quota,
        case when q.componente is null then d.stato else q.stato end as stato,
        case when q.componente is null then d.pesi else q.pesi end as pesi,
        q.regola
    from punteggi.realizzazione_direzione as d
    left join punteggi.quota_risultato as q using (atto_id, struttura_id)
),

-- gli stessi obiettivi che la vista della quota, o quella dell'unità, mette nella media
conti as (
    select
        r.atto_id,
        r.struttura_id,
        r.componente,
        sum(o.elementi)::bigint as indicatori,
        sum(o.misurati)::bigint as misurati,
        count(*) filter (where o.realizzazione < r.soglia_minima) as sotto_soglia
    from righe as r
    join punteggi.realizzazione_obiettivo as o
        on r.atto_id = o.atto_id
        and case
            when r.componente is null
                then r.struttura_id = o.struttura_id and o.livello in ('direzione', 'gestionale')
            else r.struttura_id = coalesce(o.struttura_id, r.struttura_id)
                and r.componente = o.componente
                and o.livello not in ('fase', 'operativo', 'strategico')
        end
    group by r.atto_id, r.struttura_id, r.componente
)

select
    e.denominazione as ente,
    a.anno,
    a.nome_file as documento,
    r.struttura,
    r.componente,
    r.peso,
    r.soglia_minima,
    case
        when r.componente is null then 'nessuna regola dà un peso'
        when r.soglia_minima is null then 'l''atto non la stabilisce'
        when r.soglia_minima = 0 then 'nessuna'
        else 'stabilita'
    end as soglia,
    coalesce(c.sotto_soglia, 0) as obiettivi_sotto_soglia,
    r.realizzazione,
    r.quota,
    r.stato,
    coalesce(c.indicatori, 0) as indicatori,
    coalesce(c.misurati, 0) as misurati,
    case
        when r.stato = 'misurato' then 'nulla'
        when r.stato = 'senza_indicatori' then 'nessun indicatore da cui calcolarla'
        when r.stato = 'non_rilevabile' then 'nessun indicatore entra nella media'
        when r.stato = 'in_attesa_di_rilevazione' and coalesce(c.misurati, 0) = 0
            then 'nessun valore misurato'
        when r.stato = 'in_attesa_di_rilevazione'
            then printf('valori misurati: %d su %d indicatori senza punteggio', c.indicatori - c.misurati, c.indicatori)
        else printf('non calcolabile: %d su %d indicatori senza punteggio', c.indicatori - c.misurati, c.indicatori)
    end as manca,
    r.realizzazione_unita,
    case when count(r.quota) over unita = count(*) over unita then sum(r.quota) over unita end as quota_unita,
    sum(r.peso) over unita as peso_unita,
    r.pesi,
    r.regola,
    r.atto_id,
    r.struttura_id
from righe as r
join main.dim_atto as a using (atto_id)
join main.dim_ente as e using (ente_id)
left join conti as c
    on r.atto_id = c.atto_id
    and r.struttura_id = c.struttura_id
    and r.componente is not distinct from c.componente
where a.corrente
window unita as (partition by r.atto_id, r.struttura_id)
order by ente, a.anno, documento, r.struttura, r.componente, r.struttura_id
