-- grain: a part of a current target; key: indicatore_id, parte.
select
    indicatore_id,
    parte,
    genere,
    unita
from main.fact_target;
