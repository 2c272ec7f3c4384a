-- grain: a loaded document; key: sha256.
select
    sha256,
    versione_lettura
from evidenze.versione;
