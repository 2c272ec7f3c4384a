-- grain: a loaded document, with what the register or the act itself says of it; key: sha256.
from evidenze.versione
order by acquisito_il, nome_file, versione;
