-- grain: a page with numbers or dates that only one of the two readings has. Law of the second reading; to look at.
select
    concat_ws(' ', v.nome_file, 'pagina', p.pagina) as dove,
    concat_ws(
        '; ',
        nullif('solo nelle celle: ' || array_to_string(p.numeri_solo_celle, ' '), 'solo nelle celle: '),
        nullif('solo nel testo: ' || array_to_string(p.numeri_solo_testo, ' '), 'solo nel testo: ')
    ) as che_cosa
from qualita.pagina as p
join evidenze.versione as v using (atto_id)
where len(p.numeri_solo_celle) + len(p.numeri_solo_testo) > 0
order by v.nome_file, p.pagina;
