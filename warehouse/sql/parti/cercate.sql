-- grain: a row of the other relation to which rows of the part refer.
select a.*
from {altra} as a
semi join {parte} as p on {uguali}
