-- grain: an expectation held against one of some documents (parameter) in its last check; key: nome_file, n.
select
    nome_file,
    suite,
    aspettativa,
    livello,
    esito,
    gravita,
    osservato,
    coalesce(dettaglio, '') as dettaglio
from qualita.esito_aspettativa
where list_contains(?, nome_file)
qualify run_id = max(run_id) over (partition by nome_file)
order by nome_file, n;
