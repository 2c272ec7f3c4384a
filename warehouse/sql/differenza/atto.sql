-- grain: one row, or none. The document that a name means: its atto_id, its file name or the name of its act, of which
-- the newest version unless a version is asked for. Parameters: the name, the version or NULL.
select atto_id
from evidenze.versione
where $nome in (atto_id, nome_file, atto_logico, atto_logico_id)
    and coalesce(versione = $versione, true)
order by versione desc
limit 1;
