-- grain: one of the first rows that only the first of two relations has.
select to_json(r)::varchar as riga
from (
    select {colonne} from {una}
    except all
    select {colonne} from {altra}
) as r
order by riga
limit {quante};
