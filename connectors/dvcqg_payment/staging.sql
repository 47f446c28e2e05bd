-- Per unit: the group's score, then its three shares: dossiers paid online, procedures ever paid online, procedures that can be.
select
    source_sheet, source_row, 'payment_766' as indicator, "departmentCode" as agency_code, "departmentName" as agency_code_also,
    cast(null as string) as numerator, cast(null as string) as denominator, "ratio" as value, "totalScore" as score
from raw
union all
select
    source_sheet, source_row, 'online_payment_766', "departmentCode", "departmentName",
    "totalDossierOnlinePaymentSuccess", "totalDossierFinancialObligation", null, null
from raw
union all
select
    source_sheet, source_row, 'procedures_paid_online_766', "departmentCode", "departmentName",
    "totalDossierOnlineFormalityPaymentSuccess", "totalFeeDossierFormalityDistinct", null, null
from raw where "totalFeeDossierFormalityDistinct" is not null
union all
select
    source_sheet, source_row, 'procedures_with_online_payment_766', "departmentCode", "departmentName",
    "totalFeeDossierFormality", "totalFeeFormality", null, null
from raw where "totalFeeFormality" is not null
