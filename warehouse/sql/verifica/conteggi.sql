-- grain: a count of the page text that the rows read don't reach. Law of the totals; to look at.
select
    concat_ws(' ', v.nome_file, c.tabella_pubblicata) as dove,
    c.trovate || ' lette, ' || c.attese || ' contate nel testo (' || c.modo || ')' as che_cosa
from qualita.conteggi as c
join evidenze.versione as v using (atto_id)
where c.trovate <> c.attese
order by dove;
