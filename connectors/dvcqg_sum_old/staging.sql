-- Under the portal's own abbreviations: nobody published what they mean. `_TOTAL` is a count, the bare name a share of it in per cent.
select
    source_sheet, source_row, 'old_hs' as indicator, "MA_COQUAN" as agency_code, "HS_TOTAL" as numerator, cast(null as string) as value
from raw
union all
select source_sheet, source_row, 'old_htn_tructiep', "MA_COQUAN", "HTN_TRUCTIEP_TOTAL", "HTN_TRUCTIEP"
from raw where "HTN_TRUCTIEP_TOTAL" is not null or "HTN_TRUCTIEP" is not null
union all
select source_sheet, source_row, 'old_htn_buuchinh', "MA_COQUAN", "HTN_BUUCHINH_TOTAL", "HTN_BUUCHINH"
from raw where "HTN_BUUCHINH_TOTAL" is not null or "HTN_BUUCHINH" is not null
union all
select source_sheet, source_row, 'old_htn_tructuyen', "MA_COQUAN", "HTN_TRUCTUYEN_TOTAL", "HTN_TRUCTUYEN"
from raw where "HTN_TRUCTUYEN_TOTAL" is not null or "HTN_TRUCTUYEN" is not null
union all
select source_sheet, source_row, 'old_htn_tructuyen_khongchuan', "MA_COQUAN", "HTN_TRUCTUYEN_KHONGCHUAN_TOTAL", "HTN_TRUCTUYEN_KHONGCHUAN"
from raw where "HTN_TRUCTUYEN_KHONGCHUAN_TOTAL" is not null or "HTN_TRUCTUYEN_KHONGCHUAN" is not null
union all
select source_sheet, source_row, 'old_htdh', "MA_COQUAN", "HTDH_TOTAL", "HTDH"
from raw where "HTDH_TOTAL" is not null or "HTDH" is not null
union all
select source_sheet, source_row, 'old_htqh', "MA_COQUAN", "HTQH_TOTAL", "HTQH"
from raw where "HTQH_TOTAL" is not null or "HTQH" is not null
union all
select source_sheet, source_row, 'old_dxlth', "MA_COQUAN", "DXLTH_TOTAL", "DXLTH"
from raw where "DXLTH_TOTAL" is not null or "DXLTH" is not null
union all
select source_sheet, source_row, 'old_dxlqh', "MA_COQUAN", "DXLQH_TOTAL", "DXLQH"
from raw where "DXLQH_TOTAL" is not null or "DXLQH" is not null
union all
select source_sheet, source_row, 'old_db', "MA_COQUAN", "DB_TOTAL", null
from raw where "DB_TOTAL" is not null
union all
select source_sheet, source_row, 'old_tntk', "MA_COQUAN", "TNTK_TOTAL", null
from raw where "TNTK_TOTAL" is not null
union all
select source_sheet, source_row, 'old_gdtt', "MA_COQUAN", "GDTT_TOTAL", null
from raw where "GDTT_TOTAL" is not null
union all
select source_sheet, source_row, 'old_nttqg', "MA_COQUAN", "NTTQG_TOTAL", null
from raw where "NTTQG_TOTAL" is not null
union all
select source_sheet, source_row, 'old_tnktcs', "MA_COQUAN", "TNKTCS_TOTAL", null
from raw where "TNKTCS_TOTAL" is not null
union all
select source_sheet, source_row, 'old_gdttdp', "MA_COQUAN", null, "GDTTDP"
from raw where "GDTTDP" is not null
union all
select source_sheet, source_row, 'old_gdttqg', "MA_COQUAN", null, "GDTTQG"
from raw where "GDTTQG" is not null
union all
select source_sheet, source_row, 'old_tile', "MA_COQUAN", null, "TILE"
from raw where "TILE" is not null
union all
select source_sheet, source_row, 'old_tile_db', "MA_COQUAN", null, "TILE_DB"
from raw where "TILE_DB" is not null
