-- grain: a row of the relation that refers to nothing in the other one.
select r.*
from {relazione} as r
anti join {altra} as a on {uguali}
where {presenti}
