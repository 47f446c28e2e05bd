-- After `page`: what is no dossier has a name at most, a procedure's or an agency's
left join (
    select code, max_by(name, valid_from) as name
    from (select code, name, valid_from from procedure union all select code, name, valid_from from agency)
    group by code
) as named on named.code = page.subject_id
