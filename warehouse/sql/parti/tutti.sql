-- grain: a loaded act; key: atto_id.
select
    atto_id,
    ente_id,
    true as caricato
from evidenze.versione
order by nome_file, atto_id;
