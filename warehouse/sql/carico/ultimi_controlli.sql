-- grain: a document that was checked; key: nome_file. Its last check: the run, how many expectations were kept, of how
-- many, and which were not.
with ultimi as (
    select
        nome_file,
        max(run_id) as run_id
    from qualita.esito_aspettativa
    where nome_file is not null
    group by nome_file
)

select
    nome_file,
    run_id,
    count(*) filter (where e.esito) as rispettate,
    count(*) as attese,
    coalesce(list(e.suite || '/' || e.aspettativa order by e.n) filter (where not e.esito), []) as mancate
from qualita.esito_aspettativa as e
join ultimi using (nome_file, run_id)
group by nome_file, run_id
order by nome_file;
