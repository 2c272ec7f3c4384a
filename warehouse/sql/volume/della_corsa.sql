-- grain: a published table of a document in a run (parameter); key: nome_file, atto_id, tabella_pubblicata.
from qualita.volume
where run_id = ?
order by nome_file, atto_id, tabella_pubblicata;
