-- Le parti del target di un indicatore, con il valore che conta. Parametro: l'indicatore.
-- Grana: una parte. Chiave: parte.
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
    m.punti,
    m.massimo,
    p.realizzazione,
    p.stato
from punteggi.realizzazione_parte as p
join main.fact_target as t using (target_id)
left join punteggi.componente as r on p.atto_id = r.atto_id and p.componente = r.componente
left join punteggi.misura_in_vigore as m on p.indicatore_id = m.indicatore_id and p.parte = m.parte
where p.indicatore_id = ?
order by p.parte
