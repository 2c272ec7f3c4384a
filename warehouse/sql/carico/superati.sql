-- grain: a document of the folder ($presenti: SHA-256) of whose act a later version is in force that is not in the folder;
-- key: nome_file.
select
    v.nome_file,
    v.versione,
    a.nome_file as in_vigore,
    a.versione as versione_in_vigore
from evidenze.versione as v
join main.dim_atto as a on v.atto_logico_id = a.atto_logico_id and a.corrente
where list_contains($presenti, v.sha256)
    and not list_contains($presenti, a.sha256)
order by v.nome_file, v.versione;
