-- Adds to the reference the procedures it does not know, from the latest snapshot of an office's register: one row per code.
-- What the reference says stays, so that no dossier meets two rows of one day. Of two rows of a register the one that holds later counts.
insert into procedure (code, name, sector, service_level, level, fee_amount, processing_days, valid_from)
with latest as (
    select procedure_code, procedure_name, sector, service_level, level, fee_amount, processing_days, effective_at
    from procedure_version
    qualify row_number() over (
        partition by procedure_code
        order by
            snapshot_at desc, source_number desc, effective_at desc nulls last, announced_at desc nulls last, source_sheet desc, source_row desc
    ) = 1
)
select
    latest.procedure_code, latest.procedure_name, latest.sector, latest.service_level,
    latest.level, latest.fee_amount, latest.processing_days,
    coalesce(cast(latest.effective_at as date), date '1900-01-01')
from latest
left join procedure as listed on listed.code = latest.procedure_code
where listed.code is null;
