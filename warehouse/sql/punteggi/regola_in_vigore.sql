-- grain: a parameter for a component of a current act; key: atto_id, componente, parametro.
-- Of the rules that apply, the most specific stands: the body's own, then the year's, then the component's.
with atti as (
    select
        a.atto_id,
        a.anno,
        e.denominazione as ente
    from main.dim_atto as a
    join main.dim_ente as e using (ente_id)
    where a.corrente
),

applicabili as (
    select
        atti.atto_id,
        r.*
    from atti
    join punteggi.regola as r
        on (r.ente is null or lower(r.ente) = lower(atti.ente))
        and (r.anno is null or r.anno = atti.anno)
),

componenti as (
    select distinct atto_id, componente
    from applicabili
    where componente is not null
)

select
    c.atto_id,
    c.componente,
    a.parametro,
    a.valore,
    a.regola,
    a.atto,
    a.pagina
from componenti as c
join applicabili as a
    on c.atto_id = a.atto_id
    and (a.componente is null or a.componente = c.componente)
qualify row_number() over (
    partition by c.atto_id, c.componente, a.parametro
    order by a.ente is null, a.anno is null, a.componente is null
) = 1;
