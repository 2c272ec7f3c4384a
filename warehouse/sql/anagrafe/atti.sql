-- grain: a body of the list (parameter), with an act of it.
select
    ente_id,
    min(atto_id) as atto_id
from evidenze.versione
where list_contains(?, ente_id)
group by ente_id
order by ente_id;
