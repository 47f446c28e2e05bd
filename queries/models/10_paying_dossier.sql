-- One row per received dossier that has a fee: what it says of it, else what the register says of its procedure. Fees all zero are none.
create view paying_dossier as
with fee as (
    -- A procedure has a fee on a day if the register says so.
    select code, valid_from, coalesce(valid_to, date '9999-12-31') as valid_to from procedure where fee_amount > 0
)
select
    dossier.receiving_agency as agency_code, cast(dossier.received_at as date) as on_day, dossier.dossier_code,
    coalesce(dossier.procedure_code, dossier.procedure_name, '?') as procedure_code,
    case when dossier.paid_online then 1 else 0 end as is_paid_online
from dossier
left join fee on fee.code = dossier.procedure_code and cast(dossier.received_at as date) between fee.valid_from and fee.valid_to
where dossier.status not in ('registered', 'refused') and dossier.received_at is not null
    and coalesce(dossier.fee_amount, case when fee.code is not null then 1 else 0 end) > 0;
