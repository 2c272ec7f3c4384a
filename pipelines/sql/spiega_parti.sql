-- Le parti del target di un indicatore, con il valore che conta. Parametro: l'indicatore.
-- Grana: una parte. Chiave: parte.
with misure as (
    from main.fact_rilevazione
    qualify row_number() over (partition by indicatore_id, parte order by data desc, n desc) = 1
),

punti as (
    select
        indicatore_id,
        lower(opzione) as opzione,
        max(punti) as punti,
        max(max(punti)) over (partition by indicatore_id) as massimo
    from main.fact_rubrica
    group by indicatore_id, lower(opzione)
)

select
    t.testo as target,
    t.genere,
    t.operatore,
    t.valore,
    t.valore_max,
    t.unita,
    t.oggetto,
    t.scadenza,
    t.verso,
    t.motivo,
    m.valore as misura,
    m.valore_data as consegna,
    m.testo as misura_testo,
    m.data as misura_data,
    m.fonte,
    m.caricata_da,
    m.origine,
    coalesce(r.tolleranza, 0) as tolleranza,
    coalesce(r.quota_azioni, false) as quota_azioni,
    o.punti,
    o.massimo,
    p.realizzazione,
    p.stato
from punteggi.realizzazione_parte as p
join main.fact_target as t using (target_id)
left join punteggi.componente as r on p.atto_id = r.atto_id and p.componente = r.componente
left join misure as m on p.indicatore_id = m.indicatore_id and p.parte = m.parte
left join punti as o on p.indicatore_id = o.indicatore_id and lower(trim(m.testo)) = o.opzione
where p.indicatore_id = ?
order by p.parte
