-- grain: a table whose rows aren't all data, quarantine or declared not data, or whose quarantine isn't all there.
-- Law of the rows.
with messe_da_parte as (
    select
        atto_id,
        tabella,
        count(*) as righe
    from qualita.quarantena
    where tabella is not null
    group by atto_id, tabella
)

select
    concat_ws(' ', v.nome_file, 'tabella', t.tabella) as dove,
    'righe ' || t.righe || ': dati ' || t.dati || ', quarantena ' || t.quarantena || ' (ce ne sono '
    || coalesce(q.righe, 0) || '), non dati ' || list_sum(map_values(t.non_dati)) as che_cosa
from qualita.tabella as t
join evidenze.versione as v using (atto_id)
left join messe_da_parte as q using (atto_id, tabella)
where t.dati + t.quarantena + coalesce(list_sum(map_values(t.non_dati)), 0) <> t.righe
    or t.quarantena <> coalesce(q.righe, 0)
order by dove;
