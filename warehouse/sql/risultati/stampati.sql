-- grain: a value that the staged act prints beside a target; key: indicatore_id, intestazione.
-- The columns of a scheda (year -> cell), and a table's own column of results (the year of the row, else the plan's).
select
    d.indicatore_id,
    d.evidenza_id,
    coalesce(list_filter(i.intestazioni_verifica, lambda h : contains(h, v.anno))[1], '') as intestazione,
    v.anno,
    i.verifiche[v.anno] as testo,
    a.nome_file,
    a.acquisito_il
from pubblicato.indicatore as i
cross join unnest(map_keys(i.verifiche)) as v(anno)
join main.dim_indicatore as d using (evidenza_id)
join evidenze.versione as a on i.atto_id = a.atto_id
where i.atto_id = $atto_id
    and i.verifiche[v.anno] <> ''
order by d.indicatore_id, v.anno;
