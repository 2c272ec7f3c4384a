-- I documenti di cui qualcosa è da parte. Grana: un documento.
select distinct nome_file
from qualita.quarantena
order by nome_file
