-- grain: a version of an act, that is a document; key: atto_id.
select
    atto_id,
    atto_logico_id,
    ente_id,
    anno,
    atto_logico,
    versione,
    versione = max(versione) over atto as corrente,
    lag(atto_id) over (atto order by versione) as sostituisce_id,
    nome_file,
    sha256,
    tipo,
    numero,
    data,
    oggetto,
    pagine,
    url,
    acquisito_il
from evidenze.atto
window atto as (partition by atto_logico_id);
