-- grain: a row of a relation of bodies, units or persons. Those of the chosen acts' bodies.
from {relazione}
where ente_id in (select ente_id from evidenze.versione where atto_id in (from atti_scelti))
