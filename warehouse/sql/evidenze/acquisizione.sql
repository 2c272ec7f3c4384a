-- grain: a document (version of an act); key: atto_id.
select
    atto_id,
    atto_logico_id,
    versione,
    acquisito_il
from staging.versione
