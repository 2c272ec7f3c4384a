-- grain: a published table of one of the documents ($atti), or of one that is lost, in a run ($run_id);
-- key: nome_file, atto_id, tabella_pubblicata.
from qualita.volume
where run_id = $run_id
    and (list_contains($atti, atto_id) or atto_id not in (select atto_id from evidenze.versione))
order by nome_file, atto_id, tabella_pubblicata;
