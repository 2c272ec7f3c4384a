-- grain: a staged document; key: atto_id.
-- Is it loaded already, is any version of its act, which version is it, is it the newest.
select
    nuovo.atto_id,
    exists (from evidenze.versione as a where a.atto_id = nuovo.atto_id) as caricato,
    exists (from evidenze.versione as a where a.atto_logico_id = nuovo.atto_logico_id) as altre_versioni,
    nuovo.versione,
    not exists (
        from evidenze.versione as a
        where a.atto_logico_id = nuovo.atto_logico_id
            and a.versione > nuovo.versione
    ) as corrente
from staging.versione as nuovo;
