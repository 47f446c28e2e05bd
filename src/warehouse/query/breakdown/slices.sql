-- After `counted`: the subjects with what they have in common.
told as (
    select counted.numerator, counted.denominator, {columns}
    from counted
    left join dossier on dossier.dossier_code = counted.subject_id
    where (counted.numerator > 0 or counted.denominator > 0)
)
