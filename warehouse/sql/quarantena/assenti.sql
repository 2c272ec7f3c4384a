-- grain: a row set aside of which the folder no longer holds the document; key: run_id, quarantena_id.
-- Rows of a document that is loaded stay with it. Parameters: the run, the folder's documents (ids, names).
insert into qualita.uscita_quarantena by name
with cartella as (
    select
        unnest($atti) as atto_id,
        unnest($nomi) as nome_file
),

assenti as (
    select
        q.* replace ($run_id as run_id),
        case
            when q.nome_file in (select nome_file from cartella) then 'file_cambiato'
            when q.atto_id in (select atto_id from cartella) then 'file_rinominato'
            else 'file_tolto'
        end as esito
    from qualita.quarantena as q
    where (q.pagina is null or q.atto_id not in (select atto_id from evidenze.versione))
        and (q.atto_id, q.nome_file) not in (select (atto_id, nome_file) from cartella)
)

select
    *,
    case esito
        when 'file_cambiato' then 'Il file con questo nome ha ora altri byte, letti come documento a sé'
        when 'file_rinominato' then 'Gli stessi byte hanno ora un altro nome nella cartella degli atti'
        else 'Il file non è più nella cartella degli atti'
    end as perche
from assenti;
