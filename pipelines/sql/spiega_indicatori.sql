-- Gli indicatori di un obiettivo. Parametro: l'obiettivo.
-- Grana: un indicatore. Chiave: indicatore_id.
select
    r.indicatore_id,
    r.indicatore,
    r.realizzazione,
    r.stato,
    r.volte,
    i.evidenza_id,
    i.campo_target,
    min(c.pagina) as pagina,
    a.nome_file
from punteggi.realizzazione_indicatore as r
join main.dim_indicatore as i using (indicatore_id)
join main.dim_atto as a on i.atto_id = a.atto_id
left join evidenze.campo as c on c.evidenza_id = i.evidenza_id and c.campo = i.campo_target
where r.obiettivo_id = ?
group by all
order by any_value(i.ordinale), r.indicatore_id
