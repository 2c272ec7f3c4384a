-- grain: an evidence of the published relation whose row isn't there.
select
    e.evidenza_id as dove,
    'la riga di ' || e.tabella_pubblicata || ' a pagina ' || coalesce(e.pagina::varchar, '?') || ' manca' as che_cosa
from evidenze.riga as e
where e.tabella_pubblicata = '{nome}'
    and e.evidenza_id not in (select evidenza_id from {relazione})
order by dove;
