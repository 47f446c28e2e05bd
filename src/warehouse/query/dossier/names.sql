-- After `page`: what is no dossier has a name at most, a procedure's or an agency's
left join (
    select code, name
    from (select code, name, valid_from, 1 as turn from procedure union all select code, name, valid_from, 2 from agency) as called
    qualify row_number() over (partition by code order by valid_from desc, turn) = 1
) as named on named.code = page.subject_id
